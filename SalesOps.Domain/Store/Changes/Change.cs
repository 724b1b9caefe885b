using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Changes;

/// <summary>Who a change is made by.</summary>
/// <param name="Id">The <see cref="SalesUser"/>; null for the system.</param>
public sealed record Actor(ActorKind Kind, Guid? Id)
{
    public static readonly Actor System = new(ActorKind.System, null);
}

/// <summary>
/// One command's change while it runs in the write lane. The handler changes tracked rows of <see cref="Store"/> and names what it did
/// with <see cref="Record"/>; it neither saves nor opens transactions.
/// </summary>
public sealed class Change
{
    private readonly RowReader _reader;
    private readonly CounterTable _counters;
    private readonly ChannelTallies _tallies;

    internal Change(SalesOpsDb store, TrackedRows tracked, RowReader reader, StoreDirectory directory, CounterTable counters, ChannelTallies tallies, Actor actor, Guid operationId, DateTime now)
    {
        Store = store;
        Tracked = tracked;
        _reader = reader;
        Directory = directory;
        _counters = counters;
        _tallies = tallies;
        Actor = actor;
        OperationId = operationId;
        Now = now;
    }

    /// <summary>For questions; every row that comes back whole is tracked.</summary>
    public SalesOpsDb Store { get; }
    /// <summary>People, agents and keys as they are in this transaction.</summary>
    public StoreDirectory Directory { get; }
    public Actor Actor { get; }
    public Guid OperationId { get; }
    /// <summary>The moment of the change; UTC, whole milliseconds.</summary>
    public DateTime Now { get; }

    internal List<RecordedAction> Actions { get; } = [];
    internal TrackedRows Tracked { get; }

    /// <summary>The customers whose personal data the command erases.</summary>
    internal List<Erasure> Erasures { get; } = [];
    /// <summary>The customers of whose personal data only the present stays.</summary>
    internal List<Guid> Resealed { get; } = [];

    /// <summary>A new id that sorts after those of earlier milliseconds.</summary>
    public Guid NewId() => TimeIds.New(Now);

    /// <summary>The tracked row with this id; null when there is none.</summary>
    public T? Find<T>(Guid id) where T : class => Find<T>(("Id", id));

    /// <summary>The tracked row whose column has this value, or whose two columns have these; null when there is none.</summary>
    public T? Find<T>(Criterion first, Criterion? second = null) where T : class => _reader.First<T>(first, second) is { } row ? (T)Tracked.Read(row) : null;

    /// <summary>The tracked rows whose two columns have these values; for few, which an index finds.</summary>
    public IReadOnlyList<T> FindAll<T>(Criterion first, Criterion second) where T : class => [.. _reader.All<T>(first, second).Select(row => (T)Tracked.Read(row))];

    /// <summary>Adds new rows.</summary>
    public void Add(params ReadOnlySpan<object> rows)
    {
        foreach (var row in rows) Tracked.Add(row);
    }

    /// <summary>Removes a row that was read in this command.</summary>
    public void Remove(object row) => Tracked.Remove(row);

    /// <summary>Whether this command added or removed the row, or changed a value of it.</summary>
    public bool IsChanged(object row) => Tracked.IsChanged(row);

    /// <summary>Whether the row stands under an action that was named already.</summary>
    public bool IsNamed(object row) => Actions.Exists(action => action.Covers(row));

    /// <summary>
    /// Names an action for the audit log. Changes of <paramref name="subject"/> and <paramref name="also"/> stand under it;
    /// changes of rows that no action names stand under the first.
    /// </summary>
    public void Record(string action, object subject, params object[] also) => Actions.Add(new RecordedAction(action, subject, also));

    /// <summary>
    /// Names the erasure of a customer, whose personal columns the handler has emptied: the customer's key is destroyed with every part of the
    /// journal that it sealed, and the entry itself keeps only what stands there now.
    /// </summary>
    public void RecordErasure(Customer customer) => RecordErasure(customer, customer.Id, customer.ErasedReason!);

    /// <summary>The same for somebody who went into another customer: all that is left is <paramref name="merge"/>.</summary>
    /// <param name="reason">A reason code.</param>
    public void RecordErasure(Merge merge, string reason) => RecordErasure(merge, merge.CustomerId, reason);

    /// <summary>
    /// Names that a customer's personal data of the past is destroyed, because another's is among it who is erased: the key goes with every part
    /// of the journal that it sealed, and what stands now is said anew, under a new key.
    /// </summary>
    /// <param name="rows">All rows of the customer that hold personal data.</param>
    public void RecordReseal(object subject, Guid customerId, IReadOnlyCollection<object> rows)
    {
        Record(Erasure.ResealAction, subject, [.. rows]);
        Resealed.Add(customerId);
        foreach (var row in rows) Tracked.Restate(row);
    }

    /// <summary>Notes of a customer whom this command erases who had done so before; of others nothing.</summary>
    public void RecordEarlier(EarlierErasure earlier)
    {
        if (Erasures.FindIndex(e => e.CustomerId == earlier.CustomerId && e.Earlier is null) is not (>= 0 and var i)) return;
        Erasures[i] = Erasures[i] with { Earlier = new EarlierAct(earlier.At, earlier.ById, earlier.Sequence, earlier.Hash, earlier.IsProved) };
        Add(earlier);
    }

    private void RecordErasure(object subject, Guid customerId, string reason)
    {
        Record(Erasure.Action, subject);
        Erasures.Add(new Erasure(customerId, Now, reason, Actor.Id));
    }

    /// <summary>A counter's value inside this transaction.</summary>
    /// <param name="key">A salesperson's or AI agent's id, or <see cref="Counter.Everyone"/>.</param>
    public long Count(Counter counter, Guid key) => _counters.Value(counter.Code, key);

    /// <summary>How many customers of the agent last wrote from the channel, inside this transaction; what this command changed is not in it.</summary>
    public long Count(Guid aiAgentId, Channel channel) => _tallies.Of(aiAgentId, channel);

    /// <summary>How many customers who wait unbound last wrote from the channel, inside this transaction; what this command changed is not in it.</summary>
    public long CountWaiting(Channel channel) => Count(Counters.UnboundCustomers, Counter.Everyone) == 0 ? 0 : _tallies.Waiting(channel);
}

internal sealed record RecordedAction(string Action, object Subject, object[] Also)
{
    public bool Covers(object row) => ReferenceEquals(Subject, row) || Array.Exists(Also, o => ReferenceEquals(o, row));
}
