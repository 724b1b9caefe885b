using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Absences;

/// <summary>AI agents are with who acts for whose they are, and come home by the same rule; whatever else happens meanwhile.</summary>
public sealed class LendingTests : IAsyncLifetime
{
    private static readonly GridRequest All = new(Take: 100);
    private readonly TestConsole _console = new();
    private Guid _binh, _chi;

    /// <summary>The salesperson of the sample, who has AI Sales A and B with two customers each, and two more who have nothing.</summary>
    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        (_binh, _chi) = ((await _console.HireAsync("binh")).Id, (await _console.HireAsync("chi")).Id);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    [Fact]
    public async Task Leave_BeforeDuringAfter_CustomersAndWorkAreWithWhoActs_AndSeenByThemAlone()
    {
        var work = Work(Sales);
        Assert.True((await _console.PlanAsync(Sales, _binh, from: 1, until: 5)).Succeeded);
        await _console.FollowAsync();
        Assert.Equal((work, "0 0 0 0 0"), (Work(Sales), Work(_binh)));
        Assert.Equal((4, 0), (await SeenAsync(Sales), await SeenAsync(_binh)));

        var since = _console.Lane.Last.Counters.Sequence;
        await _console.PassAsync(1);
        Assert.Equal(["customer.transfer_assignment", "customer.transfer_assignment", "ai_agent.lent", "customer.transfer_assignment", "customer.transfer_assignment", "ai_agent.lent", "absence.begun"], _console.Actions(since));
        Assert.Equal(("0 0 0 0 0", work), (Work(Sales), Work(_binh)));
        Assert.Equal((0, 4), (await SeenAsync(Sales), await SeenAsync(_binh)));
        var agents = (await _console.SendAsync(new ListAiAgents.Query(All), As(_binh))).Value.Rows;
        Assert.Equal([("AI Sales A", "Demo Sales"), ("AI Sales B", "Demo Sales")], agents.Select(a => (a.Name, a.StandsInFor!)).Order());
        // Who comes meanwhile is theirs too.
        await _console.WriteAsync("new");

        since = _console.Lane.Last.Counters.Sequence;
        await _console.PassAsync(4);
        Assert.Equal("absence.over", _console.Actions(since)[^1]);
        Assert.All(_console.Lane.Last.Directory.AiAgents.Values, a => Assert.Null(a.HomeOwnerId));
        Assert.Equal("0 0 0 0 0", Work(_binh));
        Assert.Equal(0, await SeenAsync(_binh));
        await using var store = _console.Read();
        Assert.Equal(["owner_away", "owner_back"], store.Assignments.Where(a => a.Reason.StartsWith("owner_")).Select(a => a.Reason).Distinct().Order());
        Assert.Empty(_console.Lane.Last.Directory.Absences);
        _console.AssertSound();
    }

    [Fact]
    public async Task LendingAndReturning_AreNoNewBindings()
    {
        var before = await BindingsAsync();
        await _console.LeaveAsync(Sales, _binh, until: 3);
        Assert.Equal([_binh, _binh], Owners());
        Assert.Equal(before, await BindingsAsync());
        await _console.PassAsync(4);
        Assert.Equal([Sales, Sales], Owners());
        Assert.Equal(before, await BindingsAsync());
        // The list has a row for each, as ever.
        var rows = (await _console.SendAsync(new ListAssignments.Query(All))).Value;
        Assert.Equal((rows.Rows.Count, true), (rows.Total, rows.Rows.Any(r => r.Reason == "owner_away")));
        _console.AssertSound();

        async Task<string> BindingsAsync() =>
            string.Join(", ", (await _console.SendAsync(new ListAiAgents.Query(All))).Value.Rows.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{a.Name} {a.ActiveBindings}/{a.Bindings}"));
    }

    [Fact]
    public async Task StoreThatLentBeforeThatWasCounted_CountsItWhenItIsTakenOver()
    {
        var files = new StoreFiles(MigratedStore.NewFolder("salesops-lent-"));
        await using (var before = new TestConsole(files.Folder, keep: true))
        {
            await before.FileSampleAsync();
            await before.LeaveAsync(before.As(Role.RealSalesUser).SalesUserId!.Value, (await before.HireAsync("binh")).Id);
        }
        RawStore.Execute(files, "DELETE FROM CounterValues WHERE Code = 'lendings'");
        Assert.False(StoreVerifier.Verify(files).IsSound);
        RawStore.Execute(files, "DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%LendingsAreCounted'");

        await using var console = new TestConsole(files.Folder);

        Assert.Equal((4, 2), (console[Counters.Lendings], console.Lane.Last.Counters[Counters.Lendings, console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales A").Id]));
        console.AssertSound();
    }

    [Fact]
    public async Task StandInAway_TheirStandInActs_AndEachReturnGivesBack()
    {
        await _console.LeaveAsync(Sales, _binh, until: 6);
        var second = await _console.LeaveAsync(_binh, _chi, until: 3);
        Assert.Equal([_chi, _chi], Owners());

        Assert.True((await _console.EndAsync(second.Value.AbsenceId, second.Value.Version)).Succeeded);
        await _console.FollowAsync();
        Assert.Equal([_binh, _binh], Owners());
        // The first comes back before the last: nothing has to be remembered.
        await _console.LeaveAsync(_binh, _chi, until: 9);
        await _console.PassAsync(6.5);
        Assert.Equal([Sales, Sales], Owners());
        _console.AssertSound();
    }

    [Fact]
    public async Task StandInDisabled_HeirHasTheAgents_UntilTheirOwnComesBack()
    {
        await _console.LeaveAsync(Sales, _binh);
        var command = await _console.DepartAsync(_binh);
        Assert.Equal(2, command.Agents!.Count);
        var left = await _console.SendAsync(command with { Agents = [.. command.Agents.Select(a => a with { SalesUserId = _chi })] }, _console.Admin());
        Assert.True(left.Succeeded);
        await _console.FollowAsync();
        Assert.Equal([_chi, _chi], Owners());
        Assert.Null((await RowAsync(Sales)).Leave!.Acts);

        await _console.PassAsync(6);
        Assert.Equal([Sales, Sales], Owners());
        _console.AssertSound();
    }

    [Fact]
    public async Task StandInDisabled_Undone_TheyHaveThemAgain_EvenWhereTheAbsenceEndedBetween()
    {
        var away = await _console.LeaveAsync(Sales, _binh);
        var left = await _console.SendAsync(await _console.DepartAsync(_binh), _console.Admin());
        Assert.True((await _console.EndAsync(away.Value.AbsenceId, away.Value.Version)).Succeeded);
        await _console.FollowAsync();
        Assert.Equal([Sales, Sales], Owners());

        var undone = await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), left.Value.DepartureId), _console.Admin());
        Assert.Equal(4, undone.Value.Returned);
        // What was lent then would be lent now, were it not over.
        Assert.Equal([_binh, _binh], Owners());
        await _console.FollowAsync();
        Assert.Equal([Sales, Sales], Owners());
        _console.AssertSound();
    }

    [Fact]
    public async Task AwayAndDisabled_WhatIsLentStaysForGood_AndTheUndoLendsItAgain()
    {
        await _console.LeaveAsync(Sales, _binh);
        var estate = (await _console.SendAsync(new GetDeparture.Query(Sales), _console.Admin())).Value;
        Assert.Equal((0, 2), (estate.Agents.Count, estate.Lent));
        var left = await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin());
        Assert.Equal((0, true), (left.Value.Agents, Homes().All(home => home is null)));
        Assert.True((await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), left.Value.DepartureId), _console.Admin())).Succeeded);
        Assert.All(Homes(), home => Assert.Equal(Sales, home));

        Assert.True((await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin())).Succeeded);
        await _console.PassAsync(6);
        Assert.True((await _console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), Sales), _console.Admin())).Succeeded);
        await _console.FollowAsync();
        Assert.Equal([_binh, _binh], Owners());
        _console.AssertSound();
    }

    [Fact]
    public async Task OwnerSetByHand_EndsTheLending_AndTheUndoBringsItBack()
    {
        await _console.LeaveAsync(Sales, _binh);
        var edited = await _console.EditAsync("AI Sales A", t => t with { OwnerId = _chi });
        await _console.FollowAsync();
        Assert.Equal((_chi, (Guid?)null), (_console.Agent("AI Sales A").OwnerId, _console.Agent("AI Sales A").HomeOwnerId));
        Assert.True((await _console.UndoAsync(edited)).Succeeded);
        Assert.Equal((_binh, (Guid?)Sales), (_console.Agent("AI Sales A").OwnerId, _console.Agent("AI Sales A").HomeOwnerId));

        Assert.True((await _console.EditAsync("AI Sales A", t => t with { OwnerId = _chi })).Succeeded);
        // Other edits leave it lent.
        Assert.True((await _console.EditAsync("AI Sales B", t => t with { Capacity = 9 })).Succeeded);
        await _console.PassAsync(6);
        Assert.Equal([_chi, Sales], Owners());
        _console.AssertSound();
    }

    [Fact]
    public async Task EditToWhoIsAway_GoesOnToWhoActs_AndCanStillBeUndone()
    {
        await _console.LeaveAsync(_binh, _chi);
        var edited = await _console.EditAsync("AI Sales A", t => t with { OwnerId = _binh });
        await _console.FollowAsync();
        Assert.Equal((_chi, (Guid?)_binh), (_console.Agent("AI Sales A").OwnerId, _console.Agent("AI Sales A").HomeOwnerId));

        var undone = await _console.UndoAsync(edited);
        Assert.Equal((2, 0), (undone.Value.Returned, undone.Value.Stayed));
        await _console.FollowAsync();
        Assert.Equal([Sales, Sales], Owners());
        Assert.Equal(4, _console.Lane.Last.Counters[Counters.ActiveBindings, Sales]);
        _console.AssertSound();
    }

    [Fact]
    public async Task RoleOfWhoHasAgentsLentOut_StaysASalespersons()
    {
        await _console.LeaveAsync(Sales, _binh);
        var person = _console.Lane.Last.Directory.SalesUsers[Sales];
        var answer = await _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), Sales, person.Version, person.Name, Role.Ops), _console.Admin());
        Assert.Equal("owns_agents", answer.Errors[0].Code);
    }

    private Caller As(Guid person) => Caller.Person(_console.Lane.Last.Directory.SalesUsers[person]);

    private async Task<int> SeenAsync(Guid person) => (await _console.SendAsync(new ListCustomers.Query(All), As(person))).Value.Rows.Count;

    private async Task<ListSalesUsers.Row> RowAsync(Guid person) =>
        (await _console.SendAsync(new ListSalesUsers.Query(All), _console.Admin())).Value.Rows.Single(r => r.Id == person);

    /// <summary>Of AI Sales A and B.</summary>
    private Guid[] Owners() => [_console.Agent("AI Sales A").OwnerId, _console.Agent("AI Sales B").OwnerId];

    private Guid?[] Homes() => [_console.Agent("AI Sales A").HomeOwnerId, _console.Agent("AI Sales B").HomeOwnerId];

    /// <summary>What the person's counters say.</summary>
    private string Work(Guid person) => string.Join(' ', ((Counter[])[Counters.Customers, Counters.ActiveBindings, Counters.OpenTasks, Counters.UnderstandingReviews, Counters.AiAgents]).Select(c => _console.Lane.Last.Counters[c, person]));
}
