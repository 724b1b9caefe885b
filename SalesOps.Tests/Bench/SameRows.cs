using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Tests.Bench;

/// <summary>
/// The rows of the console's own message in the console's own tables, with all their indexes and keys, made beforehand: what is left when
/// nothing is asked, understood, sealed or hashed. The first half of the messages are of new customers, the second of those again, in a random order.
/// </summary>
internal sealed class SameRows : IFloorRows
{
    private static readonly Reading Reading = new("recharge_intent", "discovery_capital", 0.574, [], [new EvidenceSpan(4, 12)], [], "built-in-1", "vi");
    // Sizes as the journal's entries and the stored answers have them on average.
    private static readonly byte[] Changes = new byte[838];
    private static readonly byte[] FewChanges = new byte[570];
    private static readonly byte[] Moves = new byte[339];
    private static readonly byte[] Sealed = new byte[280];
    private static readonly byte[] Answer = new byte[390];

    private readonly Dictionary<Type, RowShape> _shapes;
    private readonly Dictionary<(Type, ulong), RowStatement> _statements = [];
    private readonly RowReader _reader;
    private readonly int _half;
    private readonly Random _random = new(20260603);
    private readonly List<(Customer Customer, ChannelIdentity Identity, Conversation Conversation)> _met = [];
    private readonly SalesUser _owner = new(Guid.CreateVersion7(), "Owner", "owner@example.com", Role.RealSalesUser, DateTime.UtcNow);
    private readonly AiAgent _agent;
    private long _sequence;

    public SameRows(string folder, int messages)
    {
        Connection = new StoreFiles(folder).OpenWriter();
        using var store = new SalesOpsDb(StoreFiles.WriterOptions(Connection));
        _shapes = RowShape.All(store.Model).ToDictionary(s => s.Type);
        _reader = new RowReader(Connection, _shapes);
        _half = messages / 2;
        _agent = new AiAgent(Guid.CreateVersion7(), "Agent", _owner.Id, "vi", [Channel.Telegram, Channel.Facebook, Channel.Zalo], 1_000_000, DateTime.UtcNow);
        Add(_owner, _agent);
    }

    public SqliteConnection Connection { get; }

    public void Write(int message)
    {
        var now = DateTime.UtcNow;
        var isNew = message < _half || _met.Count == 0;
        if (isNew) Meet(message, now);
        var (customer, identity, conversation) = isNew ? _met[^1] : _met[_random.Next(_met.Count)];
        if (!isNew)
        {
            _reader.First<ChannelIdentity>((nameof(Channel), identity.Channel.Code()), (nameof(ChannelIdentity.ExternalId), identity.ExternalId));
            customer.Seen(identity, now);
            customer.Understood(Reading.Intent, Reading.Stage, Reading.Confidence, conversation.State);
            conversation.Heard(now);
            Update(customer, nameof(Customer.LastSeenAt), nameof(Customer.Version), nameof(Customer.Intent), nameof(Customer.Stage));
            Update(conversation, nameof(Conversation.LastInboundAt));
        }
        var said = new Message(Id(now), conversation, $"m-{message}", Direction.Inbound, "Tôi muốn nạp tiền vào tài khoản, làm thế nào ạ?", "vi", now, now);
        var understanding = new Understanding(Id(now), said, Reading, ReviewStatus.None, null, now);
        Add(said, understanding);
        if (isNew) Add(new StateTransition(Id(now), understanding, "new_lead", "discovery", "recharge_intent", "discovery_capital", TransitionStatus.Applied, now));
        Note(customer, isNew ? "customer.created_and_assigned" : "customer.returned_to_assignment", isNew ? Changes : FewChanges, now);
        if (isNew) Note(customer, "state_machine.applied", Moves, now);
        Add(new Operation { Id = Guid.NewGuid(), Name = "ReceiveMessage", RequestHash = new byte[32], Answer = Answer, Sequence = _sequence, At = now });
    }

    private void Meet(int message, DateTime now)
    {
        var id = Id(now);
        var identity = new ChannelIdentity(Id(now), id, (Channel)(message % 3), $"account-{message}", now);
        var customer = new Customer(id, $"Khách {message}", identity, "new_lead", now);
        customer.Bind(_agent.Id, _owner.Id);
        var conversation = new Conversation(Id(now), id, identity.Channel, "new_lead", now);
        customer.Await(conversation);
        var task = new WorkTask(Id(now), TaskKind.FirstContact, customer, null, now, now);
        Add(customer, identity, conversation, new Assignment(Id(now), id, _agent.Id, _owner.Id, "new_customer", now), task, new CustomerKey { CustomerId = id, Key = new byte[32] });
        _met.Add((customer, identity, conversation));
    }

    private void Note(Customer customer, string action, byte[] changes, DateTime now) => Add(new AuditEntry
    {
        Sequence = ++_sequence,
        At = now,
        Action = action,
        ObjectType = "customer",
        ObjectId = customer.Id,
        ActorKind = ActorKind.System,
        CustomerId = customer.Id,
        SalesUserId = _owner.Id,
        OperationId = Guid.NewGuid(),
        Changes = changes,
        Sealed = Sealed,
        SealedHash = new byte[32],
        Hash = new byte[32],
    });

    private void Add(params ReadOnlySpan<object> rows)
    {
        foreach (var row in rows) Run(row, EntityState.Added, ulong.MaxValue);
    }

    private void Update(object row, params string[] columns)
    {
        var changed = 0UL;
        for (var i = 0; i < _shapes[row.GetType()].Columns.Length; i++)
            if (columns.Contains(_shapes[row.GetType()].Columns[i].Name)) changed |= 1UL << i;
        Run(row, EntityState.Modified, changed);
    }

    private void Run(object row, EntityState state, ulong columns)
    {
        if (!_statements.TryGetValue((row.GetType(), columns), out var statement))
            _statements.Add((row.GetType(), columns), statement = new RowStatement(Connection, _shapes[row.GetType()], state, columns));
        Assert.Equal(1, statement.Run(row));
    }

    private static Guid Id(DateTime now) => Guid.CreateVersion7(new DateTimeOffset(now));

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _reader.Dispose();
        Connection.Dispose();
    }
}
