using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.Store;

/// <summary>
/// The people, agents, customers and history that the demo starts with, filed through the lane and the journal like everything else,
/// at the moments when they happened (2026-06-03, console time UTC+7).
/// </summary>
public sealed class SampleData(WriteLane lane)
{
    /// <summary>What the audit log says of people whom this program made up; of nobody else's beginning it says so.</summary>
    public const string MadeUp = "sales_user.created";

    private const string Agents = "ai_agent.created";
    private static readonly DateTime Day = new(2026, 6, 2, 17, 0, 0, DateTimeKind.Utc);

    private readonly ReviewPolicy _policy = new(Playbook.Default);
    private readonly SalesUser _trojan = Person("trojan", "trojan@example.com", Role.Admin, 1);
    private readonly SalesUser _demoSales = Person("Demo Sales", "sales@example.com", Role.RealSalesUser, 2);
    private readonly SalesUser _supervisor = Person("李敏", "supervisor@example.com", Role.Supervisor, 3);
    private readonly SalesUser _ops = Person("陈静", "ops@example.com", Role.Ops, 4);

    /// <summary>Files everything; a store in which anything was written already is left as it is.</summary>
    public async Task FileAsync()
    {
        if (lane.Last.Counters.Sequence > 0) return;
        foreach (var person in (SalesUser[])[_trojan, _demoSales, _supervisor, _ops])
            await FileAsync(person.CreatedAt, Actor.System, change => Add(change, MadeUp, person));
        var trojanAi = await AgentAsync("trojanAI", _trojan, 5);
        var a = await AgentAsync("AI Sales A", _demoSales, 6);
        var b = await AgentAsync("AI Sales B", _demoSales, 7);

        var smoke = new Arrival("Smoke User", Channel.Telegram, "smoke-user-001", "2ba81267", a);
        await FileAsync(At(7, 36, 4), smoke, "Chào shop", Said(null, "first_contact", 1));
        await FileAsync(At(7, 36, 31), smoke, "Shop ơi", Said(null, "first_contact", 1));
        var handover = new Arrival("Handover User", Channel.Zalo, "handover-user-001", "32f28999", b);
        await FileAsync(At(7, 39, 2), handover, "Cho mình gặp nhân viên nhé", Said(null, "first_contact", 1));
        await HandOverAsync(handover, b);
        var deploy = new Arrival("Deploy Smoke 20260603102624", Channel.Telegram, "deploy-smoke-20260603102624", "18a6d584", a);
        await FileAsync(At(10, 26, 24), deploy, "Xin chào", Said(null, "first_contact", 1));
        await FileAsync(At(10, 26, 52), deploy, "Có ai không ạ?", Said(null, "first_contact", 1));
        await FileAsync(At(10, 59, 3), new Arrival("Understand Smoke 20260603105903", Channel.Telegram, "understand-smoke-20260603105903", "864589ed", trojanAi),
            "Mình chuyển tiền rồi, nạp giúp mình luôn nhé", Said("recharge_intent", "understanding_conversion_ready", 0.84, "nạp giúp mình", "chuyển tiền rồi"));
        await FileAsync(At(10, 59, 34), new Arrival("Understand Risk 20260603105934", Channel.Telegram, "understand-risk-20260603105934", "6e832b3b", b),
            "Bên mình có đáng tin không? Sao em biết không phải lừa đảo?",
            Said("ask_trust", "understanding_trust_building", 0.61, "đáng tin", "không phải lừa đảo") with { Alternatives = [new("complaint", 0.22), new("ask_price", 0.09)] });
        await FileAsync(At(11, 12, 46), new Arrival("State Smoke 20260603111246", Channel.Telegram, "state-smoke-20260603111246", "457060a7", trojanAi),
            "Tôi muốn nạp tiền, tối thiểu bao nhiêu?", Said("recharge_intent", "discovery_capital", 0.574, "nạp tiền", "tối thiểu bao nhiêu"), "63e34550");
    }

    private async Task<AiAgent> AgentAsync(string name, SalesUser owner, int minute)
    {
        var agent = new AiAgent(Id(At(7, minute, 0), name), name, owner.Id, "vi", [Channel.Telegram, Channel.Facebook, Channel.Zalo], 50, At(7, minute, 0));
        await FileAsync(agent.CreatedAt, Actor.System, change => Add(change, Agents, agent));
        return agent;
    }

    private Task FileAsync(DateTime at, Arrival from, string text, Sample said, string? conversationEnd = null) => FileAsync(at, Actor.System, change =>
    {
        var first = from.Customer is null;
        if (first) Meet(change, from, conversationEnd);
        else
        {
            Reread(change, from);
            from.Customer!.Seen(from.Identity!, at);
        }
        var (customer, conversation) = (from.Customer!, from.Conversation!);
        conversation.Heard(at);
        customer.Await(conversation);
        var message = new Message(change.NewId(), conversation, Guid.CreateVersion7(new DateTimeOffset(at)).ToString("N"), Direction.Inbound, text, "vi", at, at);
        var verdict = _policy.Judge(said.Intent, "vi", from.Channel, said.Confidence, [], 0.999);
        var understanding = new Understanding(change.NewId(), message, said.Reading(text), verdict.Review ? ReviewStatus.Pending : ReviewStatus.None, null, at);
        change.Add(message, understanding);
        change.Record(first ? "customer.created_and_assigned" : "customer.returned_to_assignment", customer);
        if (verdict.Review)
        {
            var review = new Review(change.NewId(), ReviewKind.Understanding, customer, message, understanding, null, verdict.Reasons, at,
                _policy.DueAt(ReviewKind.Understanding, from.Channel, at, at));
            change.Add(review, new WorkTask(change.NewId(), TaskKind.Review, customer, review.Id, at, review.DueAt));
        }
        else if (Playbook.Default.Match(conversation.State, said.Intent, said.Stage, said.Confidence) is { } rule)
        {
            var transition = new StateTransition(change.NewId(), understanding, conversation.State, rule.To, rule.Trigger, rule.Stage, TransitionStatus.Applied, at);
            change.Add(transition);
            conversation.MoveTo(rule.To);
            change.Record("state_machine.applied", conversation, transition);
        }
        customer.Understood(said.Intent, said.Stage, said.Confidence, conversation.State);
    });

    private static void Meet(Change change, Arrival from, string? conversationEnd)
    {
        var id = Id(change.Now, from.Name, from.IdEnd);
        from.Identity = new ChannelIdentity(change.NewId(), id, from.Channel, from.ExternalId, change.Now);
        from.Customer = new Customer(id, from.Name, from.Identity, Playbook.Default.StartState, change.Now);
        from.Conversation = new Conversation(Id(change.Now, from.Name + "#", conversationEnd), id, from.Channel, Playbook.Default.StartState, change.Now);
        from.Assignment = new Assignment(change.NewId(), id, from.Agent.Id, from.Agent.OwnerId, "new_customer", change.Now);
        from.Customer.Bind(from.Agent.Id, from.Agent.OwnerId);
        from.Conversation.GiveToAi();
        change.Add(from.Customer, from.Identity, from.Conversation, from.Assignment,
            new WorkTask(change.NewId(), TaskKind.FirstContact, from.Customer, null, change.Now, change.Now + Playbook.Default.TaskTime(TaskKind.FirstContact)));
    }

    private static void Reread(Change change, Arrival from)
    {
        from.Customer = change.Find<Customer>(from.Customer!.Id);
        from.Conversation = change.Find<Conversation>(from.Conversation!.Id);
        from.Assignment = change.Find<Assignment>(from.Assignment!.Id);
    }

    private async Task HandOverAsync(Arrival who, AiAgent to)
    {
        var human = new Actor(ActorKind.Human, _demoSales.Id);
        await FileAsync(At(7, 39, 21), human, change =>
        {
            Reread(change, who);
            who.Conversation!.TakeOver(_demoSales.Id, Playbook.Default.TakeoverState);
            who.Customer!.Understood(null, "manual_takeover", 1, who.Conversation.State);
            var takeover = new Handover(change.NewId(), HandoverKind.HumanTakeover, who.Customer.Id, who.Conversation.Id, who.Customer.SalesUserId,
                "smoke_human_takeover", _demoSales.Id, change.Now);
            takeover.Follow([]);
            change.Add(takeover);
            change.Record("customer.human_takeover", who.Customer);
        });
        await FileAsync(At(7, 39, 45), human, change =>
        {
            Reread(change, who);
            who.Assignment!.Transfer(change.Now);
            who.Customer!.Bind(to.Id, to.OwnerId);
            change.Add(new Assignment(change.NewId(), who.Customer.Id, to.Id, to.OwnerId, "manual_transfer", change.Now),
                new Handover(change.NewId(), HandoverKind.ManualTransfer, who.Customer.Id, null, to.OwnerId, "smoke_transfer", _demoSales.Id, change.Now));
            change.Record("customer.transfer_assignment", who.Customer);
        });
    }

    private async Task FileAsync(DateTime at, Actor actor, Action<Change> work)
    {
        var answer = await lane.SubmitAsync(new LaneRequest(Guid.CreateVersion7(new DateTimeOffset(at)), nameof(SampleData), new byte[32], actor, at), change =>
        {
            work(change);
            return Task.FromResult(new Outcome(this, "{}"u8.ToArray()));
        });
        if (answer.Status != LaneStatus.Done) throw new StoreException($"The sample data could not be filed: {answer.Status}.");
    }

    private static void Add(Change change, string action, object row)
    {
        change.Add(row);
        change.Record(action, row);
    }

    private static SalesUser Person(string name, string email, Role role, int minute) => new(Id(At(7, minute, 0), email), name, email, role, At(7, minute, 0));

    private static DateTime At(int hour, int minute, int second) => Day + new TimeSpan(hour, minute, second);

    private static Sample Said(string? intent, string stage, double confidence, params string[] evidence) => new(intent, stage, confidence, evidence, []);

    /// <summary>The same id at every start; <paramref name="end"/> fixes its last eight digits, which the page shows.</summary>
    private static Guid Id(DateTime at, string name, string? end = null)
    {
        var bytes = Guid.CreateVersion7(new DateTimeOffset(at)).ToByteArray(true);
        SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8).CopyTo(bytes.AsSpan(8));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        if (end is not null) Convert.FromHexString(end).CopyTo(bytes, 12);
        return new Guid(bytes, true);
    }

    private sealed record Sample(string? Intent, string Stage, double Confidence, string[] Evidence, IReadOnlyList<Alternative> Alternatives)
    {
        public Reading Reading(string text) => new(Intent, Stage, Confidence, [],
            [.. Evidence.Select(part => new EvidenceSpan(text.IndexOf(part, StringComparison.Ordinal), part.Length))], Alternatives, "runtime-1", "vi");
    }

    private sealed class Arrival(string name, Channel channel, string externalId, string idEnd, AiAgent agent)
    {
        public string Name => name;
        public Channel Channel => channel;
        public string ExternalId => externalId;
        public string IdEnd => idEnd;
        public AiAgent Agent => agent;
        public ChannelIdentity? Identity { get; set; }
        public Customer? Customer { get; set; }
        public Conversation? Conversation { get; set; }
        public Assignment? Assignment { get; set; }
    }
}
