using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Who writes on two channels is with an agent that serves both, wherever an agent is chosen, as long as there is one.</summary>
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
        Assert.Equal([Channel.Telegram, Channel.Zalo], line.Choice.Asked.Order());
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

    [Fact]
    public async Task Edit_AfterWhichNobodyServesBoth_StrandsOnlyWhoLastWroteThere()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        await AddAsync("Zalo", 50, Channel.Zalo);
        var lan = await MergedAsync();
        var to = _console.Agent("First").Traits with { Channels = [Channel.Telegram] };
        Assert.Equal(0, (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent("First").Id, to))).Value.Stranded);

        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(lan, (await _console.WriteAsync("anh", Channel.Zalo)).CustomerId);

        Assert.Equal("Zalo", Assert.Single((await _console.SendAsync(new GetAgentImpact.Query(_console.Agent("First").Id, to))).Value.Goes).AiAgent);
        // Who has a conversation where nobody serves it can be given to whom the channel last written from is enough.
        await _console.SendAsync(_console.Edit("First", _ => to, StrandedChoice.Move), await AdminAsync());
        Assert.Equal(_console.Agent("Zalo").Id, AgentOf(lan));
        await AddAsync("Zalo too", 50, Channel.Zalo);
        Assert.Equal(1, (await TransferAsync(lan, "Zalo too")).Value.Outcome.Done);
        Assert.Equal("target_channel", ErrorOf(await TransferAsync(lan, "First")).Code);
        _console.AssertSound();
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
    public async Task Why_TellsWhatWasAskedThen()
    {
        await AddAsync("First", 50, Channel.Telegram, Channel.Zalo);
        var lan = await MergedAsync();
        await AddAsync("Telegram", 50, Channel.Telegram);
        var both = await AddAsync("Both", 50, Channel.Telegram, Channel.Zalo);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.SendAsync(_console.Edit("First", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move), await AdminAsync());

        var why = await WhyAsync(lan, "channel_removed");
        Assert.Equal((both, both), (why.AiAgentId, why.Choice.AiAgentId));
        Assert.Equal([Channel.Telegram, Channel.Zalo], why.Choice.Asked.Order());
        Assert.False(why.Choice.Agents.Single(f => f.Agent.Name == "Telegram").Passed(AgentCheckKind.Channel));
        // Before they became one, each wrote on a channel alone.
        await using var store = _console.Read();
        var first = store.Assignments.Where(a => a.CustomerId == lan && a.Reason == "new_customer").Select(a => a.Id).ToList();
        var asked = new List<Channel>();
        foreach (var id in first) asked.Add(Assert.Single((await _console.SendAsync(new GetAssignmentWhy.Query(id), _ops)).Value.Choice.Asked));
        Assert.Equal([Channel.Telegram, Channel.Zalo], asked.Order());
    }

    [Fact]
    public async Task Waiting_ForWhoServesBoth_StandsInNobodysWay_AndIsBoundOnceThereIsRoom()
    {
        var lan = await MergedAsync();
        var both = await AddAsync("Both", 1, Channel.Telegram, Channel.Zalo);
        var zalo = await _console.WriteAsync("first", Channel.Zalo);
        Assert.Null(zalo.Assignment);
        Assert.Equal(1, (await TransferAsync(zalo.CustomerId, "Both")).Value.Outcome.Done);
        await AddAsync("Telegram", 10, Channel.Telegram);

        Assert.Equal(ErrorKind.Conflict, ErrorOf(await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Kind);
        Assert.Equal("Telegram", (await _console.WriteAsync("new")).Assignment?.AiAgent);
        Assert.Null((await _console.WriteAsync("lan")).Assignment);
        Assert.Equal("target_channel", ErrorOf(await TransferAsync(lan, "Telegram")).Code);

        await _console.SendAsync(_console.Edit("Both", t => t with { Capacity = 2 }), await AdminAsync());
        Assert.Equal(1, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        Assert.Equal(both, AgentOf(lan));
        _console.AssertSound();
    }

    [Fact]
    public async Task Waiting_WhomNobodyServesOnBoth_IsBoundByTheChannelLastWrittenFrom()
    {
        var lan = await MergedAsync();
        var zalo = await AddAsync("Zalo", 10, Channel.Zalo);
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Kind);

        Assert.Equal((lan, "Zalo"), (await _console.WriteAsync("anh", Channel.Zalo) is var heard ? heard.CustomerId : default, heard.Assignment?.AiAgent));

        Assert.Equal(zalo, AgentOf(lan));
    }

    [Fact]
    public async Task Waiting_WhoWritesAgain_IsBoundToWhoServesBoth()
    {
        var lan = await MergedAsync();
        var both = await AddAsync("Both", 10, Channel.Telegram, Channel.Zalo);
        await _console.SendAsync(_console.Edit("Both", t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay), await AdminAsync());
        await _console.SendAsync(_console.Edit("Both", t => t with { Status = AgentStatus.Active }), await AdminAsync());
        await AddAsync("Telegram", 10, Channel.Telegram);

        Assert.Equal("Both", (await _console.WriteAsync("lan")).Assignment?.AiAgent);

        Assert.Equal(both, AgentOf(lan));
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
