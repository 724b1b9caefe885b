using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Who says to be away is preferred for nothing and proposed for nothing, keeps everything, and is preferred again with the word that takes it back.</summary>
public sealed class AvailabilityTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private SalesUser _an = default!, _binh = default!;

    private Domain.Store.StoreDirectory Directory => _console.Lane.Last.Directory;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => LaneCommands.AddPerson(change, "admin@example.com", Role.Admin));
        (_an, _binh) = (await _console.HireAsync("an"), await _console.HireAsync("binh"));
        await _console.LetInAsync([_console.Admin().SalesUserId!.Value, _an.Id, _binh.Id]);
        await AddAsync("AI An", _an);
        await AddAsync("AI Binh", _binh);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Customer_GoesToWhoIsHere_ToWhoIsAwayRatherThanToNobody_AndBackAtOnce_AndWhySaysSo()
    {
        await _console.EditAsync("AI Binh", t => t with { Capacity = 2 });
        Assert.Equal("AI An", (await HearAsync("first")).Assignment?.AiAgent);
        var stamp = Directory.SecurityStamps[_an.Id];

        await SayAsync(_an.Id, away: true);

        Assert.Equal((stamp, _an.Id), (Directory.SecurityStamps[_an.Id], _console.Agent("AI An").OwnerId));
        Assert.Equal("AI Binh", (await HearAsync("second")).Assignment?.AiAgent);
        var passed = await HearAsync("third");
        Assert.Equal("AI Binh", passed.Assignment?.AiAgent);
        Assert.Equal("AI An", (await HearAsync("fourth")).Assignment?.AiAgent);
        await SayAsync(_an.Id, away: false);
        await _console.EditAsync("AI Binh", t => t with { Capacity = 9 });
        Assert.Equal("AI An", (await HearAsync("fifth")).Assignment?.AiAgent);

        var why = await WhyAsync(passed.CustomerId);
        var agent = why.Choice.Agents.Single(f => f.Agent.Name == "AI An");
        Assert.Equal((Attendance.Away, true, false), (agent.Agent.Attendance, agent.Fits, agent.Passed(AgentCheckKind.Attended)));
        Assert.Equal(passed.Assignment!.AiAgent, Directory.NameOfAgent(why.Choice.AiAgentId));
        _console.AssertSound();
    }

    [Fact]
    public async Task WhoIsAway_IsProposedForNothing_AndMayHaveItAllTheSame()
    {
        var agent = _console.Agent("AI An").Id;
        await SayAsync(_binh.Id, away: true);
        await SayAsync(_console.Admin().SalesUserId!.Value, away: true);
        Assert.Null(Assert.Single((await _console.SendAsync(new GetDeparture.Query(_an.Id))).Value.Agents).HeirId);
        Assert.True((await _console.EditAsync("AI An", t => t with { OwnerId = _binh.Id })).Succeeded);
        Assert.Equal(_binh.Id, Directory.AiAgents[agent].OwnerId);
        await SayAsync(_an.Id, away: true);
        await SayAsync(_console.Admin().SalesUserId!.Value, away: false);
        Assert.Equal(_console.Admin().SalesUserId, (await _console.SendAsync(new GetDeparture.Query(_binh.Id))).Value.Agents[0].HeirId);
    }

    [Fact]
    public async Task Rebalance_SendsNobodyToWhoIsAway()
    {
        await SayAsync(_binh.Id, away: true);
        for (var i = 0; i < 4; i++) await HearAsync($"who-{i}");
        _console.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty((await _console.SendAsync(new PreviewRebalance.Query(false, false), _console.Admin())).Value.Moves);
        await SayAsync(_binh.Id, away: false);
        Assert.NotEmpty((await _console.SendAsync(new PreviewRebalance.Query(false, false), _console.Admin())).Value.Moves);
    }

    [Fact]
    public async Task Handoff_GoesToTheFallbackOwnerWhileTheyAreHere_ElseToWhoIsAway()
    {
        var ops = await _console.HireAsync("ops", Role.Ops);
        var (one, two, three) = (await HearAsync("one"), await HearAsync("two"), await HearAsync("three"));
        await SayAsync(_an.Id, away: true);
        await SayAsync(_binh.Id, away: true);
        Assert.Equal(Owner(one), (await OffAsync(one)).Target.Name);
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, ops.Id.ToString(), "none"), _console.Admin())).Succeeded);
        Assert.Equal(ops.Name, (await OffAsync(two)).Target.Name);
        await SayAsync(ops.Id, away: true);
        Assert.Equal(Owner(three), (await OffAsync(three)).Target.Name);

        string Owner(ReceiveMessage.Answer heard) => Directory.NameOfUser(_console.Read().Customers.Single(c => c.Id == heard.CustomerId).SalesUserId)!;
        async Task<HandOffConversation.Answer> OffAsync(ReceiveMessage.Answer heard) =>
            (await _console.SendAsync(new HandOffConversation.Command(heard.ConversationId, "off", heard.Holder.Version, "risk", NoticeWaived: true), Caller.Runtime)).Value;
    }

    [Fact]
    public async Task Say_ForSomebodyElse_OnlyAdmins_AndNobodyForWhoIsDisabled()
    {
        Assert.True((await _console.SendAsync(New(_an.Id, true), Caller.Person(_an))).Succeeded);
        foreach (var role in (Role[])[Role.RealSalesUser, Role.Ops, Role.Supervisor])
        {
            var person = await _console.HireAsync($"one {role}", role);
            Assert.Equal(role == Role.RealSalesUser ? ErrorKind.NotFound : ErrorKind.Forbidden, ErrorOf(await _console.SendAsync(New(_binh.Id, true), Caller.Person(person))).Kind);
            Assert.True((await _console.SendAsync(New(person.Id, true), Caller.Person(person))).Succeeded);
        }
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(New(Guid.NewGuid(), true), _console.Admin())).Kind);
        Assert.True((await _console.SendAsync(await _console.DepartAsync(_an.Id), _console.Admin())).Succeeded);
        Assert.Equal("disabled", ErrorOf(await _console.SendAsync(New(_an.Id, false), _console.Admin())).Code);
    }

    [Fact]
    public async Task Undo_GivesTheEarlierHourBack_NotOverAnotherWord_AndHindersNoUndoOfAnEdit()
    {
        var since = (await SayAsync(_an.Id, away: true)).AwaySince;
        _console.Clock.Advance(TimeSpan.FromHours(1));
        var edit = Guid.NewGuid();
        Assert.True((await _console.SendAsync(new EditSalesUser.Command(edit, _an.Id, _an.Version, "An Nguyễn", _an.Role), _console.Admin())).Succeeded);
        var back = Guid.NewGuid();
        Assert.True((await _console.SendAsync(New(_an.Id, false, back), _console.Admin())).Succeeded);
        Assert.True((await _console.SendAsync(new UndoPersonEdit.Command(Guid.NewGuid(), edit), _console.Admin())).Succeeded);
        Assert.Null(Directory.SalesUsers[_an.Id].AwaySince);

        Assert.True((await _console.SendAsync(new UndoAvailability.Command(Guid.NewGuid(), back), _console.Admin())).Succeeded);
        Assert.Equal((since, _an.Name), (Directory.SalesUsers[_an.Id].AwaySince, Directory.SalesUsers[_an.Id].Name));

        var again = Guid.NewGuid();
        Assert.True((await _console.SendAsync(New(_an.Id, false, again), _console.Admin())).Succeeded);
        await SayAsync(_an.Id, away: true);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoAvailability.Command(Guid.NewGuid(), again), _console.Admin())).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task List_ShowsSinceWhen_AndIsFilteredByIt()
    {
        var since = (await SayAsync(_an.Id, away: true)).AwaySince;
        Assert.Equal([(_an.Id, since)], await RowsAsync("away"));
        var here = await RowsAsync("here");
        Assert.Contains((_binh.Id, null), here);
        Assert.DoesNotContain(here, r => r.Item1 == _an.Id);

        async Task<IReadOnlyList<(Guid, DateTime?)>> RowsAsync(string value) =>
            [.. (await _console.SendAsync(new ListSalesUsers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["availability"] = value })), _console.Admin())).Value.Rows.Select(r => (r.Id, r.AwaySince))];
    }

    private SetAvailability.Command New(Guid person, bool away, Guid? operation = null) => new(operation ?? Guid.NewGuid(), person, away, Directory.SalesUsers.GetValueOrDefault(person)?.AwaySince);

    private async Task<SetAvailability.Answer> SayAsync(Guid person, bool away)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var said = await _console.SendAsync(New(person, away), Caller.Person(Directory.SalesUsers[person]));
        Assert.True(said.Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return said.Value;
    }

    private async Task<ReceiveMessage.Answer> HearAsync(string who)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return await _console.WriteAsync(who);
    }

    private async Task AddAsync(string name, SalesUser owner)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner.Id, "vi", [Channel.Telegram], 50))).Succeeded);
    }

    private async Task<GetAssignmentWhy.Answer> WhyAsync(Guid customer)
    {
        await using var store = _console.Read();
        return (await _console.SendAsync(new GetAssignmentWhy.Query(store.Assignments.Single(a => a.CustomerId == customer).Id), _console.Admin())).Value;
    }
}
