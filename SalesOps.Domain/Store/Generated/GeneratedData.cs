using System.Security.Cryptography;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Generated;

/// <summary>How much is generated.</summary>
/// <param name="Assignments">At least as many as customers: who has more than one was transferred.</param>
/// <param name="Seed">The same seed gives the same rows.</param>
public sealed record GeneratedSize(int Customers, int Assignments, int Seed = 1)
{
    /// <summary>More customers are not generated: their accounts would not differ any more.</summary>
    public const int MostCustomers = 20_000_000;
    /// <summary>More assignments a customer are not generated.</summary>
    public const int MostAssignmentsEach = 8;
}

/// <summary>
/// A company with many customers, to try how the console does with them: filed through the lane and the journal, one entry a customer,
/// who stands there as of the end of two years.
/// </summary>
internal sealed class GeneratedData(WriteLane lane, GeneratedSearch search, GeneratedSize size)
{
    private const int AtOnce = 4096;
    private const int Together = 16;
    private const int SalesPeople = 200;
    private const int AgentsEach = 2;
    private static readonly DateTime Begin = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Span = TimeSpan.FromDays(730);
    private static readonly Channel[] All = [Channel.Telegram, Channel.Facebook, Channel.Zalo];
    private static readonly Weighted<string> Languages = new(("vi", 78), ("zh", 14), ("en", 8));
    private static readonly Weighted<Channel> Channels = new((Channel.Zalo, 46), (Channel.Facebook, 33), (Channel.Telegram, 21));
    private static readonly Weighted<(string Status, string Stage, string? Intent)> Understood = new(
        (("dormant", "unclear", "refuse"), 34), (("new_lead", "first_contact", "greeting"), 22), (("discovery", "discovery_product", "ask_product"), 9),
        (("discovery", "discovery_price", "ask_price"), 8), (("discovery", "discovery_capital", "recharge_intent"), 5), (("trust_building", "understanding_trust_building", "ask_trust"), 7),
        (("conversion_ready", "understanding_conversion_ready", "recharge_intent"), 4), (("converted", "understanding_conversion_ready", "payment_confirmed"), 6),
        (("opted_out", "opt_out", "opt_out"), 3), (("new_lead", "unclear", null), 2));

    private readonly Random _random = new(size.Seed);
    private readonly GeneratedNames _names = new(new Random(size.Seed));
    private readonly List<AiAgent> _agents = [];

    /// <param name="progress">Told how many customers there are.</param>
    public async Task FileAsync(Action<int> progress, CancellationToken cancellation)
    {
        await FileStaffAsync();
        Task<LaneAnswer>[] filed = [];
        for (var from = 0; from < size.Customers; from += AtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            // The next are made while the last are written.
            var arrivals = Enumerable.Range(from, Math.Min(AtOnce, size.Customers - from)).Select(Arrive).ToList();
            await search.AddAsync(arrivals.ConvertAll(a => a.Customer));
            await DoneAsync(filed);
            filed = [.. arrivals.Chunk(Together).Select(few => SubmitAsync(few[^1].At, change =>
            {
                foreach (var (_, customer, rest) in few)
                {
                    change.Add(customer);
                    change.Add(rest);
                    change.Record(customer.IsBound ? "customer.created_and_assigned" : "customer.created_unbound", customer, rest);
                }
            }))];
            progress(from);
        }
        await DoneAsync(filed);
        progress(size.Customers);
    }

    private async Task FileStaffAsync()
    {
        List<SalesUser> people = [];
        foreach (var (name, email, role) in (IEnumerable<(string, string, Role)>)[("trojan", "trojan@example.com", Role.Admin), ("李敏", "supervisor@example.com", Role.Supervisor),
            ("陈静", "ops@example.com", Role.Ops), .. Enumerable.Range(1, SalesPeople).Select(i => (_names.Person("vi"), i == 1 ? "sales@example.com" : $"sales{i}@example.com", Role.RealSalesUser))])
        {
            var person = new SalesUser(NewId(Begin), name, email, role, Begin);
            people.Add(person);
        }
        await FileAsync(SampleData.MadeUp, people);
        var sales = people.FindAll(p => p.Role == Role.RealSalesUser);
        for (var i = 0; i < SalesPeople * AgentsEach; i++)
        {
            var agent = new AiAgent(NewId(Begin), $"AI Sales {i + 1}", sales[i % SalesPeople].Id, i % 7 == 3 ? "zh" : i % 11 == 5 ? "en" : "vi", All, AiAgent.MostCapacity, Begin);
            _agents.Add(agent);
        }
        await FileAsync("ai_agent.created", _agents);
    }

    /// <summary>All in one command: with each that changes the staff, the lane reads the whole staff anew.</summary>
    private Task FileAsync(string action, IEnumerable<object> rows) => DoneAsync([SubmitAsync(Begin, change =>
    {
        foreach (var row in rows)
        {
            change.Add(row);
            change.Record(action, row);
        }
    })]);

    /// <summary>The customer with this number, and all rows about it.</summary>
    private Arrival Arrive(int number)
    {
        var at = Moment(number);
        var (language, channel) = (Languages.Pick(_random), Channels.Pick(_random));
        var id = NewId(at);
        var identity = new ChannelIdentity(NewId(at), id, channel, GeneratedNames.Account(channel, number), at);
        var customer = new Customer(id, _names.Person(language), identity, "new_lead", at);
        var conversation = new Conversation(NewId(at), id, channel, "new_lead", at);
        List<object> rest = [identity, conversation];
        var end = at;
        // As many each as the whole comes to, and half a percent who wait for somebody with room.
        var count = (int)((long)size.Assignments * (number + 1) / size.Customers - (long)size.Assignments * number / size.Customers);
        for (var i = 0; i < count; i++)
        {
            var agent = Agent();
            var assignment = new Assignment(NewId(end), id, agent.Id, agent.OwnerId, i == 0 ? "new_customer" : "manual_transfer", end);
            end += (Moment(number + 1) - end) / 2;
            rest.Add(assignment);
            if (i < count - 1) assignment.Transfer(end);
            else if (number % 200 == 7)
            {
                assignment.Close(end);
                customer.Unbind(end);
            }
            else customer.Bind(agent.Id, agent.OwnerId);
        }
        var (status, stage, intent) = Understood.Pick(_random);
        conversation.MoveTo(status);
        if (customer.IsBound) conversation.GiveToAi();
        customer.Understood(intent, stage, Math.Round(0.4 + 0.6 * _random.NextDouble(), 3), status);
        // Most wrote for a while and no more; some still write.
        var last = at + (Begin + Span - at) * Math.Pow(_random.NextDouble(), 4);
        last = last.AddTicks(-(last.Ticks % TimeSpan.TicksPerMillisecond));
        customer.Seen(identity, last);
        // Nearly all were answered.
        conversation.Answered();
        conversation.Heard(last, wantsAnswers: number % 97 == 5 && status != "opted_out");
        customer.Await(conversation);
        if (status == "opted_out") customer.Hear(channel, optsOut: true);
        return new Arrival(end, customer, [.. rest]);
    }

    /// <summary>A few agents have several times as many customers as most.</summary>
    private AiAgent Agent() => _agents[(int)(_agents.Count * Math.Pow(_random.NextDouble(), 1.3))];

    private DateTime Moment(int number)
    {
        var at = Begin + (Span - TimeSpan.FromDays(1)) * ((number + 1.0) / (size.Customers + 1));
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private Guid NewId(DateTime at)
    {
        Span<byte> rest = stackalloc byte[TimeIds.RestLength];
        _random.NextBytes(rest);
        return TimeIds.Of(at, rest);
    }

    private Task<LaneAnswer> SubmitAsync(DateTime at, Action<Change> work) =>
        lane.SubmitAsync(new LaneRequest(NewId(at), nameof(GeneratedData), new byte[SHA256.HashSizeInBytes], Actor.System, at), change =>
        {
            work(change);
            return Task.FromResult(new Outcome(this, "{}"u8.ToArray()));
        });

    private static async Task DoneAsync(IEnumerable<Task<LaneAnswer>> filed)
    {
        foreach (var answer in await Task.WhenAll(filed))
            if (answer.Status != LaneStatus.Done) throw new StoreException($"The customers could not be filed: {answer.Status}.");
    }

    private sealed record Arrival(DateTime At, Customer Customer, object[] Rest);
}
