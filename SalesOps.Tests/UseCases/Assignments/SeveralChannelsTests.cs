using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Who writes on two channels goes to an agent that serves both where there is one with room; by hand to no other, by the program to one that serves the last rather than to nobody.</summary>
public sealed class SeveralChannelsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private SalesUser _owner = default!;
    private Caller _ops = Caller.Nobody;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => _owner = LaneCommands.AddPerson(change, "sales@example.com"));
        await _console.Lane.RunAsync(change => _ops = Caller.Person(LaneCommands.AddPerson(change, "ops@example.com", Role.Ops)));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Edit_TakesTheChannelNotLastWrittenFrom_PreviewAndEditSendToWhoServesBoth()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        await _console.WriteAsync("busy");
        await AddAsync("Telegram", 50, Channel.Telegram);
        var both = await AddAsync("Both", 50, Channel.Telegram, Channel.Zalo);

        var impact = (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent("First").Id, _console.Agent("First").Traits with { Channels = [Channel.Telegram] }))).Value;

        Assert.Equal((1, 0, both), (impact.Stranded, impact.Homeless, Assert.Single(impact.Goes).AiAgentId));
        var line = Assert.Single(impact.Customers);
        Assert.Equal((lan, Channel.Telegram, StrandedBy.Channel), (line.CustomerId, line.Channel, line.By));
        Assert.Equal((Channel.Telegram, Channel.Zalo), (Assert.Single(line.Choice.Demanded), Assert.Single(line.Choice.Preferred)));
        Assert.Equal("stranded", ErrorOf(await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }))).Code);
        var edited = await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move), await AdminAsync());
        Assert.Equal((1, both), (edited.Value.Moved, AgentOf(lan)));
        _console.AssertSound();
    }

    [Fact]
    public async Task Edit_InParts_SendsThemWhereThePreviewSaid()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        var busy = (await _console.WriteAsync("busy")).CustomerId;
        await AddAsync("Telegram", 50, Channel.Telegram);
        var both = await AddAsync("Both", 50, Channel.Telegram, Channel.Zalo);
        await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move) with { InParts = true }, await AdminAsync());

        while ((await _console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }

        Assert.Equal((both, _console.Agent("First").Id), (AgentOf(lan), AgentOf(busy)));
        Assert.Null(_console.Agent("First").PendingEditId);
        _console.AssertSound();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Edit_AfterWhichNobodyHasRoomForBoth_StrandsOnlyWhoLastWroteThere(bool isFull)
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        await AddAsync("Zalo", 50, Channel.Zalo);
        var lan = await MergedAsync();
        if (isFull)
        {
            await AddAsync("Both", 1, Channel.Telegram, Channel.Zalo);
            Assert.Equal("Both", (await _console.WriteAsync("busy")).Assignment?.AiAgent);
        }
        var to = _console.Agent("First").Traits with { Channels = [Channel.Telegram] };
        Assert.Equal(0, (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent("First").Id, to))).Value.Stranded);
        Assert.Equal((true, 0), (await _console.SendAsync(_console.Edit("First", _ => to), await AdminAsync()) is var edited && edited.Succeeded, edited.Value.Moved));

        // Whoever is with an agent that serves one of their channels alone, whichever they wrote from last, stays through what takes none away.
        foreach (var channel in (Channel[])[Channel.Telegram, Channel.Zalo])
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(lan, (await _console.WriteAsync(channel == Channel.Zalo ? "anh" : "lan", channel)).CustomerId);
            Assert.True((await _console.SendAsync(_console.Edit("First", t => t with { Name = $"First {channel}", Capacity = t.Capacity + 1 }), await AdminAsync())).Succeeded);
            Assert.True((await _console.SendAsync(_console.Edit($"First {channel}", t => t with { Name = "First" }), await AdminAsync())).Succeeded);
        }
        Assert.Equal(_console.Agent("First").Id, AgentOf(lan));
        Assert.Equal("target_channel", ErrorOf(await TransferAsync(lan, "Zalo")).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Edit_InParts_AfterWhichNobodyServesBoth_EndsWithThemWhereTheyWere()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        var zalo = (await _console.WriteAsync("busy", Channel.Zalo)).CustomerId;
        await AddAsync("Telegram", 50, Channel.Telegram);
        await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move, homeless: 1) with { InParts = true }, await AdminAsync());

        while ((await _console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()))).Succeeded) { }

        Assert.Equal((_console.Agent("First").Id, null), (AgentOf(lan), AgentOf(zalo)));
        Assert.Null(_console.Agent("First").PendingEditId);
    }

    [Fact]
    public async Task Leaving_WhoseConversationEnded_GoesToWhoServesBoth()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        await AddAsync("Telegram", 50, Channel.Telegram);
        var both = await AddAsync("Both", 50, Channel.Telegram, Channel.Zalo);
        await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Zalo] }, StrandedChoice.UntilEnd), await AdminAsync());
        _console.Clock.Advance(MoveLeavingCustomers.Silence + TimeSpan.FromMinutes(1));

        Assert.Equal(1, (await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Value.Moved);

        Assert.Equal(both, AgentOf(lan));
    }

    [Fact]
    public async Task Rebalance_PlansNobodyWhomTheTransferWouldRefuse()
    {
        await AddAsync("Full", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        for (var i = 0; i < 5; i++)
        {
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
            await _console.WriteAsync($"who-{i}");
        }
        await AddAsync("Empty", 50, Channel.Telegram);
        _console.Clock.Advance(TimeSpan.FromDays(2));

        var plan = (await _console.SendAsync(new PreviewRebalance.Query(false, false), _ops)).Value;

        Assert.Equal(3, plan.Moves.Count);
        Assert.DoesNotContain(plan.Moves, m => m.CustomerId == lan);
        var moves = plan.Moves.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To)).ToList();
        Assert.Equal(3, (await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), moves, "workload"), _ops)).Value.Outcome.Done);
    }

    [Fact]
    public async Task Why_TellsWhatWasDemandedAndPreferredThen()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        await AddAsync("Telegram", 50, Channel.Telegram);
        var both = await AddAsync("Both", 50, Channel.Telegram, Channel.Zalo);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move), await AdminAsync());

        var why = await WhyAsync(lan, "channel_removed");
        Assert.Equal((both, both), (why.AiAgentId, why.Choice.AiAgentId));
        Assert.Equal((Channel.Telegram, Channel.Zalo), (Assert.Single(why.Choice.Demanded), Assert.Single(why.Choice.Preferred)));
        var half = why.Choice.Agents.Single(f => f.Agent.Name == "Telegram");
        Assert.Equal((true, true, false), (half.Fits, half.Passed(AgentCheckKind.Channel), half.Passed(AgentCheckKind.Others)));
        // Before they became one, each wrote on a channel alone.
        await using var store = _console.Read();
        foreach (var id in store.Assignments.Where(a => a.CustomerId == lan && a.Reason == "new_customer").Select(a => a.Id).ToList())
            Assert.Empty((await _console.SendAsync(new GetAssignmentWhy.Query(id), _ops)).Value.Choice.Preferred);
        // By hand all are demanded.
        await AddAsync("Third", 50, Channel.Telegram, Channel.Zalo);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await TransferAsync(lan, "Third");
        var moved = await WhyAsync(lan, "drill");
        Assert.Equal([Channel.Telegram, Channel.Zalo], moved.Choice.Demanded.Order());
        Assert.False(moved.Choice.Agents.Single(f => f.Agent.Name == "Telegram").Fits);
    }

    [Fact]
    public async Task Waiting_ForNobodyInParticular_IsBoundByTheChannelLastWrittenFrom_WhileWhoServesBothIsFull()
    {
        var lan = await MergedAsync();
        await AddAsync("Both", 1, Channel.Telegram, Channel.Zalo);
        Assert.Equal(1, (await TransferAsync((await _console.WriteAsync("first", Channel.Zalo)).CustomerId, "Both")).Value.Outcome.Done);
        var telegram = await AddAsync("Telegram", 10, Channel.Telegram);

        Assert.Equal(1, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);

        Assert.Equal(telegram, AgentOf(lan));
        Assert.Equal("Telegram", (await _console.WriteAsync("new")).Assignment?.AiAgent);
        _console.AssertSound();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_GoesToWhoServesBoth_WhetherTheyWriteAgainOrAreFetched(bool writes)
    {
        var lan = await MergedAsync();
        var telegram = await AddAsync("Telegram", 10, Channel.Telegram);
        var both = await AddAsync("Both", 10, Channel.Telegram, Channel.Zalo);

        if (writes) Assert.Equal("Both", (await _console.WriteAsync("lan")).Assignment?.AiAgent);
        else Assert.Equal(1, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);

        Assert.Equal(both, AgentOf(lan));
        var why = await WhyAsync(lan, "waiting_bound");
        Assert.Equal((both, telegram), (why.Choice.AiAgentId, why.Choice.Agents[1].Agent.AiAgentId));
    }

    /// <summary>One person who wrote on Telegram last, and on Zalo before.</summary>
    private async Task<Guid> MergedAsync()
    {
        var anh = await _console.WriteAsync("anh", Channel.Zalo);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var lan = await _console.WriteAsync("lan");
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var merged = await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), lan.CustomerId, anh.CustomerId, AgentOf(lan.CustomerId), AgentOf(anh.CustomerId)), _ops);
        Assert.True(merged.Succeeded);
        return lan.CustomerId;
    }

    private async Task<Guid> AddAsync(string name, int capacity, params Channel[] channels) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, _owner.Id, "vi", channels, capacity))).Value.AiAgentId;

    private async Task<Caller> AdminAsync()
    {
        if (_console.Lane.Last.Directory.SalesUsers.Values.All(u => u.Role != Role.Admin)) await _console.Lane.RunAsync(change => LaneCommands.AddPerson(change, "admin@example.com", Role.Admin));
        return _console.Admin();
    }

    private Task<Result<TransferCustomers.Answer>> TransferAsync(Guid customer, string agent) =>
        _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(customer, AgentOf(customer))], _console.Agent(agent).Id, "drill"), _ops);

    private async Task<GetAssignmentWhy.Answer> WhyAsync(Guid customer, string reason)
    {
        await using var store = _console.Read();
        return (await _console.SendAsync(new GetAssignmentWhy.Query(store.Assignments.Single(a => a.CustomerId == customer && a.Reason == reason).Id), _ops)).Value;
    }

    private Guid? AgentOf(Guid customer)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == customer).AiAgentId;
    }
}
