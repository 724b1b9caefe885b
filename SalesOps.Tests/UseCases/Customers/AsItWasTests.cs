using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>The past is what the journal says, and the journal's end is the present.</summary>
public sealed class AsItWasTests : IAsyncLifetime
{
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
            foreach (var type in store.Model.GetEntityTypes().Select(t => t.ClrType).Where(t => t == typeof(Customer) || t.IsAssignableTo(typeof(IOfCustomer))))
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
        async Task<GetCustomer.Answer> NowAsync() => (await _console.SendAsync(new GetCustomer.Query(id))).Value;
        async Task<bool> SaysAsync(string message, string intent, string stage, double confidence)
        {
            id = (await SayAsync("lan-001", message, intent, stage, confidence)).CustomerId;
            return true;
        }
        async Task<bool> TransferAsync()
        {
            var (now, agents) = (await NowAsync(), _console.Lane.Last.Directory.AiAgents.Values);
            var from = agents.Single(a => a.Id == now.AiAgentId);
            var to = agents.First(a => a.OwnerId != from.OwnerId && a.Channels.Contains(Channel.Telegram) && a.Status == AgentStatus.Active);
            return (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(id, from.Id)], to.Id, "workload"), _console.As(Role.Admin))).Succeeded;
        }
        async Task<bool> TakeAsync() => await NowAsync() is { Conversations: [var talk] }
            && (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "risk"), _console.As(Role.Supervisor))).Succeeded;
        async Task<bool> HandBackAsync() => await NowAsync() is { Conversations: [var talk] }
            && (await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "resolved"), _console.As(Role.Supervisor))).Succeeded;
        foreach (var step in (Func<Task<bool>>[])
        [
            () => SaysAsync("m-1", "ask_price", "discovery_price", 0.9), () => SaysAsync("m-2", "ask_trust", "understanding_trust_building", 0.61), TransferAsync, TakeAsync,
            () => SaysAsync("m-3", "ask_price", "discovery_price", 0.9), HandBackAsync, () => SaysAsync("m-4", "refuse", "unclear", 0.9),
        ])
        {
            Assert.True(await step());
            then.Add((_console.Lane.Last.Counters.Sequence, await PresentAsync(id)));
            _console.Clock.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal(then.Count, then.DistinctBy(t => t.Json).Count());
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
    public async Task Customer_PartOfAnotherByNow_IsThereAsItWas()
    {
        var stays = (await SayAsync("lan-001", "m-1", "ask_price", "discovery_price", 0.9)).CustomerId;
        var goes = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "anh-002", "m-2", "Alo", "Ánh"), Caller.Runtime)).Value.CustomerId;
        var (sequence, before) = (_console.Lane.Last.Counters.Sequence, await PresentAsync(goes));
        _console.Clock.Advance(TimeSpan.FromMinutes(5));
        await using (var store = _console.Read())
        {
            Guid? AgentOf(Guid id) => store.Customers.Single(c => c.Id == id).AiAgentId;
            Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, AgentOf(stays), AgentOf(goes)))).Succeeded);
        }
        var merged = _console.Lane.Last.Counters.At;

        Assert.Equal(before, Describe((await _console.SendAsync(new GetCustomerAsItWas.Query(goes, sequence), _console.As(Role.Supervisor))).Value));
        Assert.Equal(before, Describe((await _console.SendAsync(new GetCustomerAsItWas.Query(goes, At: merged.AddMilliseconds(-1)))).Value));
        // Since then there is no such customer.
        Assert.Equal(ErrorKind.NotFound, (await _console.SendAsync(new GetCustomerAsItWas.Query(goes, At: merged))).Errors[0].Kind);
        Assert.Equal(ErrorKind.NotFound, (await _console.SendAsync(new GetCustomerAsItWas.Query(Guid.NewGuid(), sequence))).Errors[0].Kind);
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
            + string.Join(',', c.Conversations.Select(t => $"{t.State} {t.Holder} {t.HeldBy} {t.HolderVersion}")) + await AssignmentsAsync(id);
    }

    private async Task<string> AssignmentsAsync(Guid id)
    {
        await using var store = _console.Read();
        var directory = _console.Lane.Last.Directory;
        return string.Join(',', store.Assignments.Where(a => a.CustomerId == id).OrderBy(a => a.CreatedAt).AsEnumerable()
            .Select(a => $" {directory.NameOfAgent(a.AiAgentId)} {directory.NameOfUser(a.SalesUserId)} {a.Status} {a.Reason} {a.CreatedAt} {a.EndedAt}"));
    }

    private static string Describe(GetCustomerAsItWas.Answer c) =>
        $"{c.Name} {string.Join(',', c.Identities)} {c.Status} {c.AiAgent} {c.SalesUser} {c.Intent} {c.Stage} {c.Confidence} {c.OpenTasks} {c.LastSeenAt} "
        + string.Join(',', c.Conversations.Select(t => $"{t.State} {t.Holder} {t.HeldBy} {t.HolderVersion}"))
        + string.Join(',', c.Assignments.Select(a => $" {a.AiAgent} {a.SalesUser} {a.Status} {a.Reason} {a.CreatedAt} {a.EndedAt}"));

    private static string Json(object row) => JsonSerializer.Serialize(row, row.GetType());

    private static IEnumerable<object> Present<T>(SalesOpsDb store, Guid customer) where T : class =>
        store.Set<T>().AsNoTracking().Where(row => EF.Property<Guid>(row, typeof(T) == typeof(Customer) ? "Id" : "CustomerId") == customer).AsEnumerable().Cast<object>();
}
