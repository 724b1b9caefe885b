using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Somebody leaves who has more customers than change hands in one command.</summary>
public sealed class GivingAwayTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private int _held;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        await _console.Lane.FillAsync(_console.Agent("AI Sales A"), EditAiAgent.MostMoved);
        _held = With(Sales);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    private Guid Trojan => _console.Admin().SalesUserId!.Value;

    [Fact]
    public async Task AgentsGoAtOnce_CustomersFollow_AndThePersonIsDisabledOnceAllHaveArrived()
    {
        var departure = await _console.DepartAsync(Sales);
        Assert.True((await EstateAsync()).IsInParts);
        Assert.Equal("too_many", (await _console.SendAsync(departure, _console.Admin())).Errors[0].Code);

        var given = await GiveAsync();
        Assert.Equal((2, _held), (given.Value.Edits.Count, given.Value.Later));
        Assert.All(_console.Lane.Last.Directory.AiAgents.Values, a => Assert.Equal(Trojan, a.OwnerId));
        Assert.Equal((_held, (long?)_held), (With(Sales), (await EstateAsync()).Following));
        Assert.Equal("following", (await GiveAsync()).Errors[0].Code);
        Assert.Equal("following", (await _console.SendAsync(departure with { Agents = [] }, _console.Admin())).Errors[0].Code);
        Assert.True((await FollowAsync()).Succeeded);
        Assert.True((await EstateAsync()).Following < _held);
        await ArriveAsync();

        var estate = await EstateAsync();
        Assert.Equal((0, null, 0, false), (With(Sales), estate.Following, estate.Agents.Count, estate.IsInParts));
        Assert.True((await _console.SendAsync(departure with { OperationId = Guid.NewGuid(), Agents = [] }, _console.Admin())).Succeeded);
        Assert.False(_console.Lane.Last.Directory.SalesUsers[Sales].IsActive);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undone_AgentByAgent_EverybodyComesBack()
    {
        var given = await GiveAsync();
        await FollowAsync();
        foreach (var edit in given.Value.Edits) Assert.True((await _console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), edit), _console.Admin())).Succeeded);
        Assert.All(given.Value.Edits, _ => Assert.NotNull(_console.Agent("AI Sales A").PendingEditId));
        await ArriveAsync();
        Assert.Equal((_held, Sales, Sales), (With(Sales), _console.Agent("AI Sales A").OwnerId, _console.Agent("AI Sales B").OwnerId));
        Assert.Null((await EstateAsync()).Following);
        _console.AssertSound();
    }

    [Fact]
    public async Task UndoneTogether_AllAgentsComeBack_OrNoneWhenOneWasChangedSince()
    {
        var given = (await GiveAsync()).Value;
        await ArriveAsync();
        Assert.True((await _console.EditAsync("AI Sales B", t => t with { Name = "AI Renamed" })).Succeeded);
        var left = _console.Lane.Last.Counters.Sequence;
        Assert.Equal("built_on", (await UndoAsync(given.Edits)).Errors[0].Code);
        Assert.Equal("built_on", (await UndoAsync([.. given.Edits.Reverse()])).Errors[0].Code);
        Assert.Equal((left, Trojan), (_console.Lane.Last.Counters.Sequence, _console.Agent("AI Sales A").OwnerId));

        Assert.InRange((await UndoAsync([given.Edits.Single(IsOfTheFirst)])).Value.Later, EditAiAgent.MostMoved, int.MaxValue);
        Assert.Equal(Sales, _console.Agent("AI Sales A").OwnerId);
        _console.AssertSound();

        bool IsOfTheFirst(Guid edit)
        {
            using var store = _console.Read();
            return store.AgentEdits.Single(e => e.Id == edit).AiAgentId == _console.Agent("AI Sales A").Id;
        }

        Task<Result<UndoGivenAgents.Answer>> UndoAsync(IReadOnlyList<Guid> edits) => _console.SendAsync(new UndoGivenAgents.Command(Guid.NewGuid(), edits), _console.Admin());
    }

    [Fact]
    public async Task AgentLeftOut_OrGivenToNobody_IsRefused()
    {
        var heirs = (await _console.DepartAsync(Sales)).Agents!;
        var ops = _console.As(Role.Ops).SalesUserId!.Value;
        async Task<Error> RefusedAsync(Guid person, IReadOnlyList<DisableSalesUser.Heir> agents) =>
            (await _console.SendAsync(new GiveAgentsAway.Command(Guid.NewGuid(), person, agents), _console.Admin())).Errors[0];
        Assert.Equal("agents", (await RefusedAsync(Sales, [heirs[0]])).Code);
        Assert.Equal("agents", (await RefusedAsync(Sales, [heirs[0], heirs[1] with { SalesUserId = ops }])).Field);
        Assert.Equal(ErrorKind.NotFound, (await RefusedAsync(Guid.NewGuid(), heirs)).Kind);
        Assert.Null(_console.Agent("AI Sales A").PendingEditId);
    }

    private int With(Guid person) => (int)_console.Lane.Last.Counters[Counters.Customers, person];

    private async Task<GetDeparture.Answer> EstateAsync() => (await _console.SendAsync(new GetDeparture.Query(Sales), _console.Admin())).Value;

    private async Task<Result<GiveAgentsAway.Answer>> GiveAsync() =>
        await _console.SendAsync(new GiveAgentsAway.Command(Guid.NewGuid(), Sales, (await _console.DepartAsync(Sales)).Agents is { Count: > 0 } agents ? agents : [new(_console.Agent("AI Sales A").Id, Trojan)]), _console.Admin());

    private Task<Result<FollowAgentEdits.Answer>> FollowAsync() => _console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()));

    private async Task ArriveAsync()
    {
        while ((await FollowAsync()).Succeeded) { }
    }
}
