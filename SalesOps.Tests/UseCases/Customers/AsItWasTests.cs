using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>The past is what the journal says, and the journal's end is the present.</summary>
public sealed class AsItWasTests : IAsyncLifetime
{
    private static readonly Type[] Rebuilt = [typeof(Customer), typeof(ChannelIdentity), typeof(Conversation), typeof(Assignment), typeof(Message), typeof(Understanding),
        typeof(StateTransition), typeof(Review), typeof(WorkTask), typeof(Handover)];

    private readonly TestConsole _console = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task PastRows_WholeJournal_AreTheTables()
    {
        await SayAsync("lan-001", "m-1", "recharge_intent", "discovery_capital", 0.574);
        await SayAsync("lan-001", "m-2", "ask_trust", "understanding_trust_building", 0.61);
        var gone = (await SayAsync("mai-001", "m-3", "ask_trust", "understanding_trust_building", 0.61)).CustomerId;
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), gone, "customer_request", ShortId.Of(gone)))).Succeeded);
        await using var store = _console.Read();
        AssertRebuilt(store);
    }

    /// <summary>Every row about a customer is what that customer's entries say.</summary>
    internal static void AssertRebuilt(SalesOpsDb store)
    {
        foreach (var customer in store.Customers.Select(c => c.Id).ToList())
        {
            var rows = new PastRows(store.Model);
            var key = store.CustomerKeys.Find(customer)?.Key;
            foreach (var entry in store.AuditEntries.Where(a => a.CustomerId == customer).OrderBy(a => a.Sequence)) rows.Apply(entry.Changes, entry.Sealed, key);
            foreach (var type in Rebuilt)
            {
                var now = (IEnumerable<object>)typeof(AsItWasTests).GetMethod(nameof(Present), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                    .MakeGenericMethod(type).Invoke(null, [store, customer])!;
                Assert.Equal(now.Select(Json).Order(StringComparer.Ordinal), rows.Of(type).Select(Json).Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Customer_AfterEachEntry_IsAsItWasThen()
    {
        var then = new List<(long Sequence, string Json)>();
        var id = Guid.Empty;
        foreach (var (message, intent, stage, confidence) in ((string, string, string, double)[])
            [("m-1", "ask_price", "discovery_price", 0.9), ("m-2", "ask_trust", "understanding_trust_building", 0.61), ("m-3", "refuse", "unclear", 0.9)])
        {
            id = (await SayAsync("lan-001", message, intent, stage, confidence)).CustomerId;
            then.Add((_console.Lane.Last.Counters.Sequence, await PresentAsync(id)));
            _console.Clock.Advance(TimeSpan.FromMinutes(5));
        }
        foreach (var (sequence, json) in then)
        {
            var was = (await _console.SendAsync(new GetCustomerAsItWas.Query(id, sequence), _console.As(Role.Supervisor))).Value;
            Assert.Equal((sequence, json), (was.Sequence, Describe(was)));
            // A moment before the next, the same.
            Assert.Equal(json, Describe((await _console.SendAsync(new GetCustomerAsItWas.Query(id, At: was.At.AddMinutes(4)), _console.As(Role.Admin))).Value));
        }
        Assert.Equal(ErrorKind.NotFound, (await _console.SendAsync(new GetCustomerAsItWas.Query(id, 1))).Errors[0].Kind);
        Assert.Equal(ErrorKind.Invalid, (await _console.SendAsync(new GetCustomerAsItWas.Query(id))).Errors[0].Kind);
    }

    [Fact]
    public async Task Customer_ErasedSince_HasNoNameInThePastEither()
    {
        var id = (await SayAsync("lan-001", "m-1", "ask_price", "discovery_price", 0.9)).CustomerId;
        var sequence = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(["telegram:lan-001"], (await _console.SendAsync(new GetCustomerAsItWas.Query(id, sequence))).Value.Identities);
        await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)));
        var was = (await _console.SendAsync(new GetCustomerAsItWas.Query(id, sequence))).Value;
        Assert.Equal(("", "discovery", false, "telegram:"), (was.Name, was.Status, was.IsErased, was.Identities.Single()));
        Assert.True((await _console.SendAsync(new GetCustomerAsItWas.Query(id, long.MaxValue))).Value.IsErased);
    }

    [Fact]
    public async Task Counters_AtEachSequence_AreWhatTheySaidThen()
    {
        var said = new List<CounterSnapshot>();
        for (var i = 0; i < 4; i++)
        {
            await SayAsync($"who-{i % 3}", $"m-{i}", "ask_trust", "understanding_trust_building", 0.61);
            said.Add(_console.Lane.Last.Counters);
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        foreach (var snapshot in said)
            foreach (var counter in Counters.All)
            {
                var was = (await _console.SendAsync(new GetCounterAsItWas.Query(counter.Code, snapshot.Sequence), _console.As(Role.Supervisor))).Value;
                Assert.Equal((counter.Code, snapshot[counter, Counter.Everyone], snapshot.Sequence), (counter.Code, was.Value, was.Sequence));
                Assert.Equal(was, (await _console.SendAsync(new GetCounterAsItWas.Query(counter.Code, At: snapshot.At.AddSeconds(30)))).Value);
            }
        Assert.Equal(new GetCounterAsItWas.Answer(0, 0, null), (await _console.SendAsync(new GetCounterAsItWas.Query("customers", 0))).Value);
        Assert.Equal("code", (await _console.SendAsync(new GetCounterAsItWas.Query("beans", 1))).Errors[0].Field);
    }

    [Fact]
    public async Task Read_ACustomersEntries_GoesByTheIndex()
    {
        await using var store = _console.Read();
        var id = store.Customers.First().Id;
        var sql = store.AuditEntries.Where(a => a.CustomerId == id && a.Sequence <= 9).OrderBy(a => a.Sequence).Select(a => a.Changes).ToQueryString();
        using var command = store.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT Changes FROM AuditEntries WHERE CustomerId = x'00' AND Sequence <= 9 ORDER BY Sequence";
        Assert.Contains("CustomerId\" = @", sql, StringComparison.Ordinal);
        await store.Database.OpenConnectionAsync(Token);
        using var plan = await command.ExecuteReaderAsync(Token);
        Assert.True(await plan.ReadAsync(Token));
        Assert.Equal("SEARCH AuditEntries USING INDEX IX_AuditEntries_CustomerId_Sequence (CustomerId=? AND Sequence<?)", plan.GetString(3));
        Assert.False(await plan.ReadAsync(Token));
    }

    private async Task<ReceiveMessage.Answer> SayAsync(string who, string message, string intent, string stage, double confidence) =>
        (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, message, $"Text of {message}", who, null,
            new ReceiveMessage.Reported(intent, stage, confidence, [], "runtime-1")), Caller.Runtime)).Value;

    private async Task<string> PresentAsync(Guid id)
    {
        var c = (await _console.SendAsync(new GetCustomer.Query(id))).Value;
        return $"{c.Name} {string.Join(',', c.Identities)} {c.Status} {c.AiAgent} {c.SalesUser} {c.Intent} {c.Stage} {c.Confidence} {c.OpenTasks} {c.LastSeenAt} "
            + string.Join(',', c.Conversations.Select(t => $"{t.State} {t.Holder} {t.HolderVersion}"));
    }

    private static string Describe(GetCustomerAsItWas.Answer c) =>
        $"{c.Name} {string.Join(',', c.Identities)} {c.Status} {c.AiAgent} {c.SalesUser} {c.Intent} {c.Stage} {c.Confidence} {c.OpenTasks} {c.LastSeenAt} "
        + string.Join(',', c.Conversations.Select(t => $"{t.State} {t.Holder} {t.HolderVersion}"));

    private static string Json(object row) => JsonSerializer.Serialize(row, row.GetType());

    private static IEnumerable<object> Present<T>(SalesOpsDb store, Guid customer) where T : class =>
        store.Set<T>().AsNoTracking().Where(row => EF.Property<Guid>(row, typeof(T) == typeof(Customer) ? "Id" : "CustomerId") == customer).AsEnumerable().Cast<object>();
}
