using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

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
    private readonly CounterTable _counters;

    internal Change(SalesOpsDb store, StoreDirectory directory, CounterTable counters, Actor actor, Guid operationId, DateTime now)
    {
        Store = store;
        Directory = directory;
        _counters = counters;
        Actor = actor;
        OperationId = operationId;
        Now = now;
    }

    public SalesOpsDb Store { get; }
    /// <summary>People, agents and keys as they are in this transaction.</summary>
    public StoreDirectory Directory { get; }
    public Actor Actor { get; }
    public Guid OperationId { get; }
    /// <summary>The moment of the change; UTC, whole milliseconds.</summary>
    public DateTime Now { get; }

    internal List<RecordedAction> Actions { get; } = [];

    /// <summary>A new id that sorts after those of earlier milliseconds.</summary>
    public Guid NewId() => Guid.CreateVersion7(new DateTimeOffset(Now));

    /// <summary>Adds new rows. Row by row, because rows here refer to each other by id only and EF need not walk from one to the next.</summary>
    public void Add(params ReadOnlySpan<object> rows)
    {
        foreach (var row in rows) Store.Entry(row).State = EntityState.Added;
    }

    /// <summary>
    /// Names an action for the audit log. Changes of <paramref name="subject"/> and <paramref name="also"/> stand under it;
    /// changes of rows that no action names stand under the first.
    /// </summary>
    public void Record(string action, object subject, params object[] also) => Actions.Add(new RecordedAction(action, subject, also));

    /// <summary>A counter's value inside this transaction.</summary>
    /// <param name="key">A salesperson's or AI agent's id, or <see cref="Counter.Everyone"/>.</param>
    public long Count(Counter counter, Guid key) => _counters.Value(counter.Code, key);
}

internal sealed record RecordedAction(string Action, object Subject, object[] Also)
{
    public bool Covers(object row) => ReferenceEquals(Subject, row) || Array.Exists(Also, o => ReferenceEquals(o, row));
}
