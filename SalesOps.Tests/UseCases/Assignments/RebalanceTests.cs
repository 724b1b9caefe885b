using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

public sealed class RebalanceTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly List<ReceiveMessage.Answer> _heard = [];
    private SalesUser _owner = default!;
    private Caller _ops = Caller.Nobody;
    private Guid _full;
    private Guid _empty;

    /// <summary>Six customers with one agent, and another that came later; nobody wrote for two days.</summary>
    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => _owner = LaneCommands.AddPerson(change, "sales@example.com"));
        await _console.Lane.RunAsync(change => _ops = Caller.Person(LaneCommands.AddPerson(change, "ops@example.com", Role.Ops)));
        _full = await AgentAsync("Full", _owner.Id);
        for (var i = 0; i < 6; i++)
        {
            _heard.Add(await _console.HearAsync($"who-{i}"));
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        _empty = await AgentAsync("Empty", _owner.Id);
        _console.Clock.Advance(TimeSpan.FromDays(2));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Plan_CarriedOut_EvensTheLoad_AndIsTakenBack()
    {
        var plan = await PlanAsync();
        Assert.Equal(_heard.Take(3).Select(h => (h.CustomerId, _full, _empty)), plan.Moves.Select(m => (m.CustomerId, m.From, m.To)));
        Assert.Equal([("Full", 6), ("Empty", 0)], plan.Agents.Select(a => (a.Name, a.Held)));
        var handovers = _console[Counters.Handovers];
        var answer = (await CarryOutAsync(plan)).Value;
        Assert.Equal((3, 3), (answer.Outcome.Done, answer.Assignments.Count));
        Assert.Equal((3, 3, handovers + 3), (Held(_full), Held(_empty), _console[Counters.Handovers]));
        Assert.Equal((0, null), ((await PlanAsync()).Moves.Count, (await PlanAsync()).Instead));
        Assert.Equal(3, (await _console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), answer.Assignments), _ops)).Value.Done);
        Assert.Equal((6, 0, handovers), (Held(_full), Held(_empty), _console[Counters.Handovers]));
        _console.AssertSound();
    }

    [Fact]
    public async Task Preview_WhoWroteWithinADay_OrIsHeldByAPerson_Stays()
    {
        var held = _heard[0];
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), held.ConversationId, held.Holder.Version, "risk"), _ops)).Succeeded);
        foreach (var i in (int[])[1, 2, 3, 4]) await _console.HearAsync($"who-{i}");
        Assert.Equal([_heard[5].CustomerId], (await PlanAsync()).Moves.Select(m => m.CustomerId));
        var all = (await PlanAsync(withTalking: true)).Moves.Select(m => m.CustomerId).ToList();
        Assert.Equal(3, all.Count);
        Assert.Equal(_heard[5].CustomerId, all[0]);
        Assert.DoesNotContain(held.CustomerId, all);
    }

    [Fact]
    public async Task Preview_Nobody_SaysWhatStandsInTheWay()
    {
        foreach (var i in Enumerable.Range(0, 6)) await _console.HearAsync($"who-{i}");
        Assert.Equal((0, PreviewRebalance.Obstacle.Talking), (await PlanAsync() is var talking ? talking.Moves.Count : -1, talking.Instead));
        var other = default(SalesUser)!;
        await _console.Lane.RunAsync(change => other = LaneCommands.AddPerson(change, "other@example.com"));
        await SendAsync(new EditAiAgent.Command(Guid.NewGuid(), _empty, 1, "Empty", other.Id, "vi", [Channel.Telegram], 50, AgentStatus.Active));
        _console.Clock.Advance(TimeSpan.FromDays(2));
        var owner = await PlanAsync(sameOwner: true);
        Assert.Equal((0, PreviewRebalance.Obstacle.Owner), (owner.Moves.Count, owner.Instead));
        Assert.Equal(3, (await PlanAsync()).Moves.Count);
        await SendAsync(new EditAiAgent.Command(Guid.NewGuid(), _empty, 2, "Empty", other.Id, "vi", [Channel.Zalo], 50, AgentStatus.Active));
        var nowhere = await PlanAsync();
        Assert.Equal((0, null), (nowhere.Moves.Count, nowhere.Instead));
    }

    [Fact]
    public async Task CarriedOut_LateOrWrong_EachLineIsRefusedByItself()
    {
        var plan = await PlanAsync();
        var gone = plan.Moves[1];
        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new TransferCustomers.Seen(gone.CustomerId, gone.From)], gone.To, "drill"), _ops)).Succeeded);
        var answer = (await CarryOutAsync(plan)).Value;
        Assert.Equal([null, "same_agent", null], answer.Outcome.Lines.Select(l => l.Refused?.Code));
        Assert.Equal(2, answer.Assignments.Count);
        Assert.Equal("moves", ErrorOf(await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [new(gone.CustomerId, gone.To, Guid.NewGuid())], "workload"), _ops)).Field);
        Assert.Equal("moves", ErrorOf(await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [], "workload"), _ops)).Field);
        Assert.Equal("reason", ErrorOf(await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [new(gone.CustomerId, gone.To, gone.From)], "because"), _ops)).Field);
        Assert.Equal("rebound", ErrorOf(await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [new(_heard[5].CustomerId, Guid.NewGuid(), _empty)], "workload"), _ops)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task CarriedOut_WhereOneMoveMakesRoomForTheNext_BothAreDone()
    {
        var small = await AgentAsync("Small", _owner.Id, capacity: 1);
        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_heard[0].CustomerId, _full)], small, "drill"), _ops)).Succeeded);
        var moves = new RebalanceCustomers.Move[] { new(_heard[0].CustomerId, small, _empty), new(_heard[1].CustomerId, _full, small) };
        Assert.Equal(2, (await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), moves, "workload"), _ops)).Value.Outcome.Done);
        Assert.Equal((4, 1, 1), (Held(_full), Held(_empty), Held(small)));
        _console.AssertSound();
    }

    private async Task<Guid> AgentAsync(string name, Guid owner, int capacity = 50) =>
        (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner, "vi", [Channel.Telegram], capacity))).Value.AiAgentId;

    private async Task SendAsync(EditAiAgent.Command command)
    {
        var answer = await _console.SendAsync(command);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Errors));
    }

    private async Task<PreviewRebalance.Answer> PlanAsync(bool withTalking = false, bool sameOwner = false) =>
        (await _console.SendAsync(new PreviewRebalance.Query(withTalking, sameOwner), _ops)).Value;

    private Task<Result<TransferCustomers.Answer>> CarryOutAsync(PreviewRebalance.Answer plan) =>
        _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [.. plan.Moves.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], "workload"), _ops);

    private long Held(Guid agent) => _console.Lane.Last.Counters[Counters.ActiveBindings, agent];
}
