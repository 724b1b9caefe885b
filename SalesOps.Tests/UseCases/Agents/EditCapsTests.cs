using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Mapping;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Agents;

/// <summary>Caps of channels are edited as the capacity is: what they strand is shown first, moved, left until the end, and taken back.</summary>
public sealed class EditCapsTests : IAsyncLifetime
{
    private const string A = "AI Sales A";

    private readonly TestConsole _console = new();

    /// <summary>Agent A holds four customers on telegram and one on zalo, the others take nobody.</summary>
    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        foreach (var other in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        foreach (var who in (string[])["first", "second"])
        {
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
            await _console.WriteAsync(who);
        }
        await _console.WriteAsync("zalo", Channel.Zalo);
        await _console.EditAsync("AI Sales B", t => t with { Status = AgentStatus.Active });
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Lowered_BelowWhatIsUsed_ShowsWhoWouldGo_ThenMovesThem_AndBack()
    {
        var before = _console.CustomersOf(A);
        Assert.Equal(5, before.Count);
        var wanted = _console.Agent(A).Traits with { Caps = [new(Channel.Telegram, 1)] };
        var impact = (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent(A).Id, wanted), _console.Admin())).Value;
        Assert.Equal((5, 3, 0), (impact.Held, impact.Stranded, impact.Homeless));
        Assert.All(impact.Customers, c => Assert.Equal((StrandedBy.Cap, Channel.Telegram), (c.By, c.Channel)));
        Assert.Equal((4, 1), (impact.On[Channel.Telegram], impact.On[Channel.Zalo]));
        // Each number names whom it counts, a part at a time.
        foreach (var goal in impact.Goes)
        {
            var gone = (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent(A).Id, wanted, new(GetAgentImpact.PartOf.Goal, goal.AiAgentId)), _console.Admin())).Value;
            Assert.Equal((goal.Customers, goal.Customers), (gone.Listed, gone.Customers.Count));
            Assert.All(gone.Customers, c => Assert.Equal(goal.AiAgentId, c.Choice.AiAgentId));
        }
        var open = (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent(A).Id, wanted, new(GetAgentImpact.PartOf.OpenWindows)), _console.Admin())).Value;
        Assert.Equal((impact.OpenWindows, impact.OpenWindows), (open.Listed, open.Customers.Count));
        var rest = (await _console.SendAsync(new GetAgentImpact.Query(_console.Agent(A).Id, wanted, new(Skip: 2)), _console.Admin())).Value;
        Assert.Equal((3, impact.Customers[2].CustomerId), (rest.Listed, Assert.Single(rest.Customers).CustomerId));
        Assert.Equal("stranded", ErrorOf(await _console.EditAsync(A, t => t with { Caps = wanted.Caps })).Code);

        var edit = await _console.EditAsync(A, t => t with { Caps = wanted.Caps }, StrandedChoice.Move);

        Assert.Equal((3, 0), (edit.Value.Moved, edit.Value.Unbound));
        // Who wrote last stays.
        Assert.Equal(["second", "zalo"], _console.CustomersOf(A));
        await using (var store = _console.Read())
            Assert.Equal(3, store.Assignments.Count(a => a.Reason == "channel_cap" && a.Status == AssignmentStatus.Active));
        Assert.Equal(0, (await _console.UndoAsync(edit)).Value.Stayed);
        Assert.Equal(before, _console.CustomersOf(A));
        Assert.Null(_console.Agent(A).Caps);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_WhenTheChannelsPlaceWasTaken_LeavesThemWhereTheyAre()
    {
        await _console.EditAsync("AI Sales B", t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        Assert.True((await _console.EditAsync(A, t => t with { Caps = [new(Channel.Telegram, 4), new(Channel.Zalo, 1)] })).Succeeded);
        var other = await _console.WriteAsync("second-zalo", Channel.Zalo);
        Assert.Null(other.Assignment);
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), Id("second"), other.CustomerId, _console.Agent(A).Id, null), _console.Admin())).Succeeded);
        var edit = await _console.EditAsync(A, t => t with { Channels = [Channel.Telegram], Caps = [new(Channel.Telegram, 4)] }, StrandedChoice.Move, homeless: 1);
        Assert.Equal(1, edit.Value.Unbound);
        // Who stayed writes from the channel that the undo opens again.
        await _console.WriteAsync("second-zalo", Channel.Zalo);

        Assert.Equal(1, (await _console.UndoAsync(edit)).Value.Stayed);

        Assert.DoesNotContain("zalo", _console.CustomersOf(A));
    }

    [Fact]
    public async Task SameCaps_InAnotherOrderOrNone_AreNoEdit()
    {
        Assert.Equal("same", ErrorOf(await _console.EditAsync(A, t => t with { Caps = [] })).Code);
        Assert.True((await _console.EditAsync(A, t => t with { Caps = [new(Channel.Zalo, 2), new(Channel.Telegram, 9)] })).Succeeded);
        Assert.Equal("same", ErrorOf(await _console.EditAsync(A, t => t with { Caps = [new(Channel.Telegram, 9), new(Channel.Zalo, 2)] })).Code);
        Assert.Equal([new(Channel.Telegram, 9), new(Channel.Zalo, 2)], _console.Agent(A).Caps!);
        Assert.Equal((ErrorKind.Invalid, "cap_range"), ErrorOf(await _console.EditAsync(A, t => t with { Capacity = 8 }, StrandedChoice.Move, 9)) is var error ? (error.Kind, error.Code) : default);
    }

    [Fact]
    public void Before_OfAnEditFromBeforeCaps_IsStillRead()
    {
        var traits = (AgentTraits)new JsonValue<AgentTraits>().ConvertFromProvider(
            """{"name":"A","ownerId":"0198c0de-0000-7000-8000-000000000001","language":"vi","channels":[0,2],"capacity":5,"status":0}""")!;
        Assert.Equal(("A", 2, 5, null), (traits.Name, traits.Channels.Count, traits.Capacity, traits.Caps));
        var kept = traits with { Caps = [new(Channel.Zalo, 2)] };
        Assert.Equal(kept, (AgentTraits)new JsonValue<AgentTraits>().ConvertFromProvider(new JsonValue<AgentTraits>().ConvertToProvider(kept))!);
        Assert.NotEqual(traits, kept);
    }

    private Guid Id(string name)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Name == name).Id;
    }
}
