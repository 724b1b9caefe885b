using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>An agent's cap of a channel is held by every way that leads a customer to it.</summary>
public sealed class ChannelCapTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private Caller _admin = Caller.Nobody;
    private Guid _owner;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => _owner = LaneCommands.AddPerson(change, "sales@example.com").Id);
        await _console.Lane.RunAsync(change => _admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Messages_OfOneBatch_AreBoundUpToTheCap_AndOtherChannelsBesides()
    {
        await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 2));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _console.WriteAsync($"telegram-{i}")));
        await _console.WriteAsync("zalo", Channel.Zalo);

        Assert.Equal(2, _console.CustomersOf("Capped").Count(name => name.StartsWith("telegram", StringComparison.Ordinal)));
        Assert.Contains("zalo", _console.CustomersOf("Capped"));
        Assert.Equal(4, _console[Counters.UnboundCustomers]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Waiting_OnAChannelWithARoomOfTwo_TheLongestTwoAreBound_AndNobodyBehindThemWaits()
    {
        for (var i = 0; i < 60; i++)
        {
            await _console.WriteAsync($"telegram-{i:00}");
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await _console.WriteAsync("zalo", Channel.Zalo);
        await AddAsync("Capped", 50, new ChannelCap(Channel.Telegram, 2));

        while ((await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Succeeded) { }

        Assert.Equal(["telegram-00", "telegram-01", "zalo"], _console.CustomersOf("Capped"));
        Assert.True((await _console.EditAsync("Capped", t => t with { Caps = [new(Channel.Telegram, 3)] })).Succeeded);
        Assert.Equal(1, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        Assert.Contains("telegram-02", _console.CustomersOf("Capped"));
        _console.AssertSound();
    }

    [Fact]
    public async Task OwnChannel_WritingFromAnother_WhoseCapIsFull_BreaksNoBinding_AndLeavesRoomBehind()
    {
        await AddAsync("Capped", 10, new(Channel.Telegram, 1), new(Channel.Zalo, 1));
        var zalo = await _console.WriteAsync("zalo", Channel.Zalo);
        var lan = await _console.WriteAsync("lan");
        await MergeAsync(lan.CustomerId, (await _console.WriteAsync("lan-zalo", Channel.Zalo)).CustomerId);

        Assert.Equal("Capped", (await _console.WriteAsync("lan-zalo", Channel.Zalo)).Assignment?.AiAgent);

        Assert.Equal("telegram 0/1, facebook, zalo 2/1", await ShownAsync("Capped"));
        // Any other edit lets them be; who comes anew does not get in before the cap has room again.
        Assert.Equal((0, 0), (await _console.EditAsync("Capped", t => t with { Name = "Renamed", Caps = [new(Channel.Zalo, 1), new(Channel.Telegram, 2)] })) is var edit ? (edit.Value.Moved, edit.Value.Unbound) : default);
        Assert.True((await EraseAsync(zalo.CustomerId)).Succeeded);
        Assert.Null((await _console.WriteAsync("other", Channel.Zalo)).Assignment);
        Assert.NotNull((await _console.WriteAsync("duc")).Assignment);
        _console.AssertSound();
    }

    [Fact]
    public async Task Transfer_BeyondTheCap_IsRefused_AsTheTargetsSay_AndSoIsItsUndoWhenThePlaceIsTaken()
    {
        var full = await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 1));
        var (lan, duc, ha) = (await _console.WriteAsync("lan"), await _console.WriteAsync("duc"), await _console.WriteAsync("ha"));
        var open = await AddAsync("Open", 10);

        var target = (await _console.SendAsync(new ListTransferTargets.Query([duc.CustomerId, ha.CustomerId]), _admin)).Value.Agents.Single(a => a.Agent.AiAgentId == full);
        var check = target.Checks[(int)AgentCheckKind.Cap];
        Assert.Equal((0, "telegram 1/1", 0), (target.Fits, Assert.Single(check.What), check.Passed));
        Assert.Equal("target_cap", ErrorOf(await TransferAsync(full, new TransferCustomers.Seen(duc.CustomerId, null))).Code);

        var made = (await TransferAsync(open, new TransferCustomers.Seen(lan.CustomerId, full))).Value.Assignments;
        // Of two the first has the place that is free, and the targets say that one fits.
        Assert.Equal(1, (await _console.SendAsync(new ListTransferTargets.Query([duc.CustomerId, ha.CustomerId]), _admin)).Value.Agents.Single(a => a.Agent.AiAgentId == full).Fits);
        var outcome = (await TransferAsync(full, new TransferCustomers.Seen(duc.CustomerId, null), new TransferCustomers.Seen(ha.CustomerId, null))).Value.Outcome;
        Assert.Equal((1, null, "target_cap"), (outcome.Done, outcome.Lines[0].Refused?.Code, outcome.Lines[1].Refused?.Code));
        Assert.Equal("target_cap", ErrorOf(await _console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), made), _admin)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Leaving_WhoseChannelIsFullAgain_IsMovedOnlyWhereThereIsRoom_AndStaysForGoodWhenItComes()
    {
        var capped = await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 2));
        var (lan, duc) = (await _console.WriteAsync("lan"), await _console.WriteAsync("duc"));
        Assert.Equal(1, (await _console.EditAsync("Capped", t => t with { Caps = [new(Channel.Telegram, 1)] }, StrandedChoice.UntilEnd)).Value.Leaving);
        _console.Clock.Advance(MoveLeavingCustomers.Silence + TimeSpan.FromMinutes(1));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Kind);
        Assert.True((await EraseAsync(AssignmentOf(lan.CustomerId).LeavingSince is null ? lan.CustomerId : duc.CustomerId)).Succeeded);

        var moved = (await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Value;

        Assert.Equal((0, 1, 1L), (moved.Moved, moved.Stayed, Held(capped, Channel.Telegram)));
        _console.AssertSound();
    }

    [Fact]
    public async Task Rebalance_TakesNoMoreOfAChannelThanTheCap()
    {
        await AddAsync("Full", 10);
        for (var i = 0; i < 8; i++) await _console.WriteAsync($"who-{i}", i < 6 ? Channel.Telegram : Channel.Zalo);
        var capped = await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 1));
        _console.Clock.Advance(TimeSpan.FromDays(2));

        var moves = (await _console.SendAsync(new PreviewRebalance.Query(false, false), _admin)).Value.Moves;

        Assert.Equal((1, 2), (moves.Count(m => m.Channel == Channel.Telegram), moves.Count(m => m.Channel == Channel.Zalo)));
        Assert.Equal(3, (await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [.. moves.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], "workload"), _admin)).Value.Outcome.Done);
        Assert.Equal(1, Held(capped, Channel.Telegram));
    }

    [Fact]
    public async Task Merge_BringingAnUnboundCustomerBeyondTheCap_IsRefused_TheOtherWayGoes()
    {
        await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 1));
        await _console.WriteAsync("duc");
        var (lan, zalo) = (await _console.WriteAsync("lan"), await _console.WriteAsync("lan-zalo", Channel.Zalo));
        Assert.Null(lan.Assignment);
        var merge = new MergeCustomers.Command(Guid.NewGuid(), lan.CustomerId, zalo.CustomerId, null, AgentOf(zalo.CustomerId));
        Assert.Equal("merge_agent_cap", ErrorOf(await _console.SendAsync(merge, _admin)).Code);
        await MergeAsync(zalo.CustomerId, lan.CustomerId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Why_AskedLater_TellsWhatTheAgentHeldOfTheChannelThen()
    {
        await AddAsync("Capped", 10, new ChannelCap(Channel.Telegram, 1));
        await _console.WriteAsync("zalo", Channel.Zalo);
        var lan = await _console.WriteAsync("lan");
        await AddAsync("Open", 10);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var duc = await _console.WriteAsync("duc");
        Assert.Equal("Open", duc.Assignment?.AiAgent);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await EraseAsync(lan.CustomerId)).Succeeded);
        Assert.True((await _console.EditAsync("Capped", t => t with { Caps = null })).Succeeded);

        var why = (await _console.SendAsync(new GetAssignmentWhy.Query(AssignmentOf(duc.CustomerId).Id), _admin)).Value;

        var fit = why.Choice.Agents.Single(a => a.Agent.Name == "Capped");
        Assert.Equal((false, "telegram 1/1"), (fit.Passed(AgentCheckKind.Cap), fit.Agent.On(Channel.Telegram)?.ToString()));
    }

    private async Task<Guid> AddAsync(string name, int capacity, params ChannelCap[] caps) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, _owner, "vi", Enum.GetValues<Channel>(), capacity, caps), _admin)).Value.AiAgentId;

    private async Task MergeAsync(Guid customer, Guid other) =>
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), customer, other, AgentOf(customer), AgentOf(other)), _admin)).Succeeded);

    private Task<Result<TransferCustomers.Answer>> TransferAsync(Guid to, params TransferCustomers.Seen[] seen) =>
        _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), seen, to, "drill"), _admin);

    private Task<Result<EraseCustomer.Answer>> EraseAsync(Guid id) => _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)));

    private async Task<string> ShownAsync(string agent) =>
        (await _console.SendAsync(new ListAiAgents.Query(new GridRequest()), _admin)).Value.Rows.Single(r => r.Name == agent).Channels;

    private Guid? AgentOf(Guid customer)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == customer).AiAgentId;
    }

    private Assignment AssignmentOf(Guid customer)
    {
        using var store = _console.Read();
        return store.Assignments.Single(a => a.CustomerId == customer && a.Status == AssignmentStatus.Active);
    }

    private long Held(Guid agent, Channel channel)
    {
        using var store = _console.Read();
        return store.Customers.LongCount(c => c.AiAgentId == agent && c.Channel == channel);
    }
}
