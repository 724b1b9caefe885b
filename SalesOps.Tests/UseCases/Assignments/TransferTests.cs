using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

public sealed class TransferTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Transfer_BindsAtOnce_WithAllThatIsOpen_AndTheOldAgentIsSilent()
    {
        var heard = await _console.HearAsync("lan-001");
        var (from, to) = (Of(heard).AiAgentId!.Value, Other(Of(heard).AiAgentId));
        var given = (await TasksAsync(heard)).First(t => t.Kind == TaskKind.FirstContact);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [given.Seen], Ops.SalesUserId!.Value), Ops)).Succeeded);
        var (since, active, handovers) = (_console.Lane.Last.Counters.Sequence, _console[Counters.ActiveBindings], _console[Counters.Handovers]);

        var answer = await TransferAsync(to, heard);
        Assert.Equal(1, answer.Value.Outcome.Done);
        Assert.Equal((active, handovers + 1), (_console[Counters.ActiveBindings], _console[Counters.Handovers]));
        Assert.Equal(["customer.transfer_assignment"], _console.Actions(since));
        await using var store = _console.Read();
        var owner = _console.Lane.Last.Directory.AiAgents[to].OwnerId;
        Assert.Equal((to, owner), (Of(heard).AiAgentId!.Value, Of(heard).SalesUserId!.Value));
        Assert.Equal([AssignmentStatus.Active, AssignmentStatus.Transferred], store.Assignments.Where(a => a.CustomerId == heard.CustomerId).Select(a => a.Status).ToList().Order());
        Assert.All(store.Reviews.Where(r => r.CustomerId == heard.CustomerId), r => Assert.Equal((to, owner), (r.AiAgentId!.Value, r.SalesUserId!.Value)));
        // What somebody was given by hand stays with them.
        Assert.Equal([Ops.SalesUserId, owner], (await TasksAsync(heard)).OrderBy(t => t.Kind).Select(t => t.SalesUserId));
        Assert.Equal(ErrorKind.Stale, ErrorOf(await _console.SendAsync(new ReplyToCustomer.Command(heard.ConversationId, "r", "Dạ", heard.Holder.Version), Caller.Runtime)).Kind);
        Assert.NotEqual(from, to);
        _console.AssertSound();
    }

    [Fact]
    public async Task Chosen_AreNamed_APageAtATime_WithWhyWhoDoesNotFit()
    {
        await _console.Lane.FillAsync(_console.Agent("AI Sales A"), 120);
        await using var store = _console.Read();
        var chosen = store.Customers.Select(c => c.Id).ToList();
        var first = (await _console.SendAsync(new ListTransferChosen.Query(chosen, null), Ops)).Value;
        var second = (await _console.SendAsync(new ListTransferChosen.Query(chosen, _console.Agent("AI Sales A").Id, CountedRows.Most), Ops)).Value;
        Assert.Equal(chosen.Count, first.Total);
        Assert.Equal(chosen, first.Rows.Concat(second.Rows).Select(r => r.CustomerId));
        Assert.All(first.Rows, r => Assert.Null(r.Code));
        var with = store.Customers.Where(c => c.AiAgentId == _console.Agent("AI Sales A").Id).Select(c => c.Id).ToHashSet();
        Assert.All(second.Rows, r => Assert.Equal(with.Contains(r.CustomerId), r.Code == "same_agent"));
        // As the transfer says it.
        var full = _console.Agent("AI Sales A").Id;
        foreach (var row in (await _console.SendAsync(new ListTransferChosen.Query([.. chosen.Where(id => !with.Contains(id))], full), Ops)).Value.Rows)
        {
            var answer = await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(row.CustomerId, store.Customers.Single(c => c.Id == row.CustomerId).AiAgentId)], full, "workload"), Ops);
            Assert.Equal(row.Code, answer.Succeeded ? null : ErrorOf(answer).Code);
        }
    }

    [Fact]
    public async Task Chosen_MoreThanThereIsRoomFor_TheLastDoNotFit_AsTheTransferSaysIt()
    {
        var heard = new List<ReceiveMessage.Answer>();
        foreach (var who in (string[])["lan-001", "duc-001", "ha-001"]) heard.Add(await _console.HearAsync(who));
        var small = await AgentAsync("Small", capacity: 1);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), heard[0].CustomerId, "customer_request", ShortId.Of(heard[0].CustomerId)))).Succeeded);
        var said = (await _console.SendAsync(new ListTransferChosen.Query([.. heard.Select(h => h.CustomerId)], small), Ops)).Value.Rows.Select(r => r.Code);
        Assert.Equal(["erased", null, "target_capacity"], said);
        Assert.Equal(said, (await TransferAsync(small, [.. heard])).Value.Outcome.Lines.Select(l => l.Refused?.Code));
        // Also where a part begins behind them.
        await _console.Lane.FillAsync(_console.Agent("AI Sales A"), CountedRows.Most);
        await using var store = _console.Read();
        var many = store.Customers.Where(c => c.AiAgentId == _console.Agent("AI Sales A").Id).Take(CountedRows.Most).Select(c => c.Id).ToList();
        var one = await AgentAsync("One", capacity: 1);
        Assert.Equal("target_capacity", Assert.Single((await _console.SendAsync(new ListTransferChosen.Query([.. many, heard[2].CustomerId], one, CountedRows.Most), Ops)).Value.Rows).Code);
    }

    [Fact]
    public async Task Undo_WithinTenSeconds_PutsEverythingBack_OnceAndByWhoDidIt()
    {
        var heard = await _console.HearAsync("lan-001");
        var before = State();
        var made = (await TransferAsync(Other(Of(heard).AiAgentId), heard)).Value.Assignments;
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(made, _console.As(Role.Admin))).Kind);
        _console.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, (await UndoAsync(made)).Value.Done);
        Assert.Equal(before, State());
        Assert.Equal("undone", ErrorOf(await UndoAsync(made)).Code);

        made = (await TransferAsync(Other(Of(heard).AiAgentId), heard)).Value.Assignments;
        _console.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("final", ErrorOf(await UndoAsync(made)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_WhenThePlaceWasTaken_OrTheCustomerMovedOn_IsRefused()
    {
        var small = await AgentAsync("Small", capacity: 1);
        var (lan, ha) = (await _console.HearAsync("lan-001"), await _console.HearAsync("ha-001"));
        var first = await BringAsync(small, lan);
        var made = (await TransferAsync(Other(small), first)).Value.Assignments;
        Assert.Equal(1, (await TransferAsync(small, ha)).Value.Outcome.Done);
        Assert.Equal("target_capacity", ErrorOf(await UndoAsync(made)).Code);
        Assert.Equal(1, (await TransferAsync(Other(small, but: Of(lan).AiAgentId), lan)).Value.Outcome.Done);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(made)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Many_EachIsCheckedOnTopOfTheOnesBefore()
    {
        var small = await AgentAsync("Small", capacity: 2);
        var heard = new List<ReceiveMessage.Answer>();
        for (var i = 0; i < 4; i++) heard.Add(await _console.HearAsync($"who-{i}"));
        heard = [.. heard.Where(h => Of(h).AiAgentId != small).Take(3)];
        var room = 2 - (int)_console.Lane.Last.Counters[Counters.ActiveBindings, small];
        Assert.InRange(room, 0, 2);
        var answer = await TransferAsync(small, [.. heard]);
        Assert.Equal(room, answer.Succeeded ? answer.Value.Outcome.Done : 0);
        Assert.All(answer.Succeeded ? answer.Value.Outcome.Lines.Skip(room).Select(l => l.Refused!.Code) : answer.Errors.Select(e => e.Code), code => Assert.Equal("target_capacity", code));
        Assert.Equal(2, _console.Lane.Last.Counters[Counters.ActiveBindings, small]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Refused_WithTheReason()
    {
        var heard = await _console.HearAsync("lan-001");
        var now = Of(heard).AiAgentId!.Value;
        var zalo = await AgentAsync("Zalo", channels: Channel.Zalo);
        Assert.Equal("target_channel", ErrorOf(await TransferAsync(zalo, heard)).Code);
        Assert.Equal("same_agent", ErrorOf(await TransferAsync(now, heard)).Code);
        Assert.Equal("aiAgentId", ErrorOf(await TransferAsync(Guid.NewGuid(), heard)).Field);
        Assert.Equal("reason", ErrorOf(await SendAsync(Other(now), "because", new TransferCustomers.Seen(heard.CustomerId, now))).Field);
        Assert.Equal("customers", ErrorOf(await SendAsync(Other(now), "drill")).Field);
        var stale = ErrorOf(await SendAsync(Other(now), "drill", new TransferCustomers.Seen(heard.CustomerId, null)));
        Assert.Equal((ErrorKind.Stale, "rebound", $"By now the customer is with {_console.Lane.Last.Directory.AiAgents[now].Name}."), (stale.Kind, stale.Code, stale.Message));
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), heard.CustomerId, "customer_request", ShortId.Of(heard.CustomerId)))).Succeeded);
        Assert.Equal("erased", ErrorOf(await SendAsync(Other(now), "drill", new TransferCustomers.Seen(heard.CustomerId, null))).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Targets_SayWhatTheTransferWillSay()
    {
        var small = await AgentAsync("Small", capacity: 1, channels: Channel.Zalo);
        var heard = await _console.HearAsync("lan-001");
        var targets = (await _console.SendAsync(new ListTransferTargets.Query([heard.CustomerId]), Ops)).Value.Agents;
        Assert.Equal(_console.Lane.Last.Directory.AiAgents.Count, targets.Count);
        foreach (var target in targets)
        {
            var answer = await TransferAsync(target.Agent.AiAgentId, heard);
            Assert.Equal(target.Fits == 1, answer.Succeeded);
            if (answer.Succeeded) await UndoAsync(answer.Value.Assignments);
        }
        var zalo = targets.Single(t => t.Agent.AiAgentId == small);
        Assert.Equal((0, "telegram", 0, 1), (zalo.Fits, zalo.Checks[(int)AgentCheckKind.Channel].What[0], zalo.Checks[(int)AgentCheckKind.Channel].Passed, zalo.Checks[(int)AgentCheckKind.Capacity].Passed));
        Assert.Equal(1, Assert.Single(targets, t => t.Agent.AiAgentId == Of(heard).AiAgentId).Has);
    }

    [Fact]
    public async Task Waiting_IsBoundByHand_AndTheLongestWaitingFirst()
    {
        await using var empty = new TestConsole();
        var owner = default(SalesUser)!;
        await empty.Lane.RunAsync(change => owner = LaneCommands.AddPerson(change, "sales@example.com"));
        var heard = new List<ReceiveMessage.Answer>();
        foreach (var who in (string[])["lan", "duc", "ha"])
        {
            heard.Add(await empty.HearAsync(who));
            empty.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        // Who writes again does not lose the place in the row.
        await empty.HearAsync("lan");
        var agent = (await empty.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI", owner.Id, "vi", [Channel.Telegram], 2))).Value.AiAgentId;
        var bound = await empty.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(heard[2].CustomerId, null)], agent, "customer_asked"));
        Assert.Equal((1, 1), (bound.Value.Outcome.Done, bound.Value.Assignments.Count));
        Assert.Equal(1, (await empty.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        await using var store = empty.Read();
        Assert.Equal([heard[0].CustomerId, heard[2].CustomerId], store.Customers.Where(c => c.AiAgentId == agent).OrderBy(c => c.FirstSeenAt).Select(c => c.Id));
        Assert.Null(store.Customers.Single(c => c.Id == heard[0].CustomerId).WaitingSince);
        Assert.NotNull(store.Customers.Single(c => c.Id == heard[1].CustomerId).WaitingSince);
        Assert.DoesNotContain(store.WorkTasks.Where(t => t.CustomerId == heard[2].CustomerId && t.Status == WorkTaskStatus.Open), t => t.Kind == TaskKind.BindCustomer);
        // Nobody has seen to their first contact yet; whoever comes back from waiting later is known.
        foreach (var met in (Guid[])[heard[0].CustomerId, heard[2].CustomerId])
            Assert.Equal((owner.Id, WorkTaskStatus.Open), Assert.Single(store.WorkTasks.Where(t => t.CustomerId == met && t.Kind == TaskKind.FirstContact).ToList()) is var first ? (first.SalesUserId, first.Status) : default);
        var seen = store.AiAgents.Single(a => a.Id == agent);
        await empty.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent, seen.Version, seen.Name, seen.OwnerId, seen.Language, seen.Channels, 2, AgentStatus.Disabled));
        await empty.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent, seen.Version + 1, seen.Name, seen.OwnerId, seen.Language, seen.Channels, 2, AgentStatus.Active));
        while ((await empty.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Succeeded) { }
        Assert.Equal(2, store.Customers.Count(c => c.AiAgentId == agent));
        Assert.All(store.WorkTasks.Where(t => t.Kind == TaskKind.FirstContact).GroupBy(t => t.CustomerId).Select(g => g.Count()).ToList(), n => Assert.Equal(1, n));
        empty.AssertSound();
    }

    [Fact]
    public async Task Waiting_AndNew_AreBoundToWhoSpeaksTheLanguageLastWritten()
    {
        await using var empty = new TestConsole();
        var owner = default(SalesUser)!;
        await empty.Lane.RunAsync(change => owner = LaneCommands.AddPerson(change, "sales@example.com"));
        await empty.WriteAsync("lan");
        empty.Clock.Advance(TimeSpan.FromMinutes(1));
        await empty.WriteAsync("lan", text: "你好，请问价格是多少？");
        foreach (var language in (string[])["vi", "zh"])
        {
            Assert.True((await empty.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), language, owner.Id, language, [Channel.Telegram], 5))).Succeeded);
            empty.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(1, (await empty.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        Assert.Equal("zh", (await empty.WriteAsync("duc", text: "你好，请问价格是多少？")).Assignment?.AiAgent);
        Assert.Equal(["duc", "lan"], empty.CustomersOf("zh"));
    }

    [Fact]
    public async Task New_WhereTheAgentsSalespersonIsDisabled_StaysUnbound()
    {
        await using var empty = new TestConsole();
        var owner = default(SalesUser)!;
        await empty.Lane.RunAsync(change => owner = LaneCommands.AddPerson(change, "sales@example.com"));
        Assert.True((await empty.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI", owner.Id, "vi", [Channel.Telegram], 5))).Succeeded);
        await empty.Lane.DisableAsync(owner.Id);
        Assert.Null((await empty.WriteAsync("lan")).Assignment);
    }

    private Customer Of(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == heard.CustomerId);
    }

    private Guid Other(Guid? than, Guid? but = null) => _console.Lane.Last.Directory.AiAgents.Values.Where(a => a.Capacity == 50 && a.Channels.Count > 1).OrderBy(a => a.Name).First(a => a.Id != than && a.Id != but).Id;

    private async Task<Guid> AgentAsync(string name, int capacity = 50, params Channel[] channels) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, _console.As(Role.RealSalesUser).SalesUserId!.Value, "vi", channels.Length == 0 ? [Channel.Telegram] : channels, capacity))).Value.AiAgentId;

    private async Task<ReceiveMessage.Answer> BringAsync(Guid to, ReceiveMessage.Answer heard)
    {
        if (Of(heard).AiAgentId != to) Assert.True((await TransferAsync(to, heard)).Succeeded);
        return heard;
    }

    private Task<Result<TransferCustomers.Answer>> TransferAsync(Guid to, params ReceiveMessage.Answer[] heard) =>
        SendAsync(to, "customer_asked", [.. heard.Select(h => new TransferCustomers.Seen(h.CustomerId, Of(h).AiAgentId))]);

    private Task<Result<TransferCustomers.Answer>> SendAsync(Guid to, string reason, params TransferCustomers.Seen[] seen) =>
        _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), seen, to, reason), Ops);

    private Task<Result<BulkAnswer>> UndoAsync(IReadOnlyList<Guid> made, Caller? by = null) => _console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), made), by ?? Ops);

    private async Task<IReadOnlyList<ListTasks.Row>> TasksAsync(ReceiveMessage.Answer heard) =>
        (await _console.SendAsync(new ListTasks.Query(new GridRequest(Filters: new Dictionary<string, string> { ["customer"] = heard.CustomerId.ToString() })))).Value.Rows;

    /// <summary>All that a transfer touches, but for versions, which never go back.</summary>
    private string State()
    {
        using var store = _console.Read();
        return string.Join('\n',
            string.Join(';', store.Assignments.OrderBy(a => a.Id).AsEnumerable().Select(a => $"{a.Id} {a.AiAgentId} {a.SalesUserId} {a.Status} {a.EndedAt}")),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.AiAgentId} {c.SalesUserId} {c.Status} {c.OpenTasks} {c.WaitingSince}")),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.State} {c.Holder} {c.HolderUserId}")),
            string.Join(';', store.Reviews.OrderBy(r => r.Id).AsEnumerable().Select(r => $"{r.AiAgentId} {r.SalesUserId}")),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).AsEnumerable().Select(t => $"{t.SalesUserId} {t.Status}")),
            string.Join(';', store.Handovers.OrderBy(h => h.Id).Select(h => h.Id)));
    }
}
