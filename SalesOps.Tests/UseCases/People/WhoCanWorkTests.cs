using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Who is suspended gets nothing that is given to people; nobody who is away or never signed in is proposed; and customers go elsewhere while they can.</summary>
public sealed class WhoCanWorkTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private SalesUser _an = default!, _binh = default!;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => LaneCommands.AddPerson(change, "admin@example.com", Role.Admin));
        (_an, _binh) = (await _console.HireAsync("an"), await _console.HireAsync("binh"));
        await _console.LetInAsync([_console.Admin().SalesUserId!.Value, _an.Id, _binh.Id]);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Proposal_NamesNobodyWhoIsSuspendedAwayOrNeverSignedIn()
    {
        var agent = await AddAsync("AI An", _an);
        await _console.WriteAsync("lan");
        var away = await _console.HireAsync("away");
        await _console.LeaveAsync(away.Id, _binh.Id);
        var invited = await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Admin, new byte[32]), _console.Admin());
        Assert.True(invited.Succeeded);
        Assert.Equal(_binh.Id, await HeirAsync(busy: _console.Admin()));

        await SuspendAsync(_binh);

        // Who has the most customers is better than who cannot see to them.
        Assert.Equal(_console.Admin().SalesUserId, await HeirAsync(busy: _console.Admin()));
        await _console.LeaveAsync(_console.Admin().SalesUserId!.Value, _an.Id);
        Assert.Null(Assert.Single((await _console.SendAsync(new GetDeparture.Query(_an.Id))).Value.Agents, a => a.Id == agent).HeirId);

        async Task<Guid?> HeirAsync(Caller busy)
        {
            if (_console.Lane.Last.Directory.AiAgents.Count == 1)
            {
                await AddAsync("AI busy", _console.Lane.Last.Directory.SalesUsers[busy.SalesUserId!.Value], Channel.Zalo);
                for (var i = 0; i < 3; i++) await _console.WriteAsync($"zalo-{i}", Channel.Zalo);
            }
            return Assert.Single((await _console.SendAsync(new GetDeparture.Query(_an.Id))).Value.Agents, a => a.Id == agent).HeirId;
        }
    }

    [Fact]
    public async Task Heir_WhoIsSuspended_IsRefused_HoweverTheAgentsGo()
    {
        var agent = await AddAsync("AI An", _an);
        await SuspendAsync(_binh);
        DisableSalesUser.Heir[] heirs = [new(agent, _binh.Id)];
        Assert.Equal(("agents", "choose"), Wrong(await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), _an.Id, heirs), _console.Admin())));
        Assert.Equal(("agents", "choose"), Wrong(await _console.SendAsync(new GiveAgentsAway.Command(Guid.NewGuid(), _an.Id, heirs), _console.Admin())));
        Assert.Equal(("ownerId", "choose"), Wrong(await _console.EditAsync("AI An", t => t with { OwnerId = _binh.Id })));
        Assert.Equal(("ownerId", "choose"), Wrong(await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI Binh", _binh.Id, "vi", [Channel.Telegram], 9), _console.Admin())));
        var estate = (await _console.SendAsync(new GetDeparture.Query(_an.Id))).Value;
        Assert.Equal((false, true), (estate.MayInherit(_console.Lane.Last.Directory, _binh), estate.MayInherit(_console.Lane.Last.Directory, _console.Lane.Last.Directory.SalesUsers[_console.Admin().SalesUserId!.Value])));
    }

    [Fact]
    public async Task AgentOfWhoIsSuspended_IsEditedAsAnyOther_AndComesBackWithTheUndo()
    {
        await AddAsync("AI An", _an);
        await SuspendAsync(_an);
        Assert.True((await _console.EditAsync("AI An", t => t with { Capacity = 7 })).Succeeded);
        var given = await _console.EditAsync("AI An", t => t with { OwnerId = _binh.Id });
        Assert.True(given.Succeeded);
        Assert.True((await _console.UndoAsync(given)).Succeeded);
        Assert.Equal(_an.Id, _console.Agent("AI An").OwnerId);
    }

    [Fact]
    public async Task StandIn_WhoIsSuspended_IsRefused_AndGetsNothingWhileSuspended()
    {
        await AddAsync("AI An", _an);
        await SuspendAsync(_binh);
        Assert.Equal(("standInId", "choose"), Wrong(await _console.PlanAsync(_an.Id, _binh.Id)));
        await ResumeAsync(_binh);
        Assert.True((await _console.PlanAsync(_an.Id, _binh.Id, from: 1)).Succeeded);
        await SuspendAsync(_binh);
        _console.Clock.Advance(TimeSpan.FromDays(1.5));
        await _console.FollowAsync();
        Assert.Equal(_an.Id, _console.Agent("AI An").OwnerId);
        await ResumeAsync(_binh);
        await _console.FollowAsync();
        Assert.Equal(_binh.Id, _console.Agent("AI An").OwnerId);
    }

    [Fact]
    public async Task FallbackOwner_WhoIsSuspended_IsNobody_UntilTheyAreLetInAgain()
    {
        var ops = await _console.HireAsync("ops", Role.Ops);
        await _console.LetInAsync([ops.Id]);
        await SuspendAsync(ops);
        Assert.Equal(("value", "choose"), Wrong(await NameAsync()));
        await ResumeAsync(ops);
        Assert.True((await NameAsync()).Succeeded);
        await SuspendAsync(ops);
        Assert.Null(_console.Lane.Last.Directory.FallbackAt(_console.Now()));
        Assert.True((await _console.SendAsync(new GetDeparture.Query(ops.Id))).Value.IsFallback);
        await ResumeAsync(ops);
        Assert.Equal(ops.Id, _console.Lane.Last.Directory.FallbackAt(_console.Now())?.Id);

        Task<Result<ChangeSetting.Answer>> NameAsync() => _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, ops.Id.ToString(), "none"), _console.Admin());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Customer_GoesToWhoseSalespersonIsThere_AndToAnyRatherThanToNobody_AndWhySaysSo(bool suspended)
    {
        await AddAsync("AI An", _an);
        await AddAsync("AI Binh", _binh, capacity: 2);
        await _console.WriteAsync("first");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        if (suspended) await SuspendAsync(_an);
        else Assert.True((await _console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), _an.Id, _console.Now(), _console.Now().AddDays(3), _binh.Id), _console.Admin())).Succeeded);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("AI Binh", (await _console.WriteAsync("second")).Assignment?.AiAgent);
        // Both have one by now, and the other agent is the older one.
        var there = await _console.WriteAsync("third");
        Assert.Equal("AI Binh", there.Assignment?.AiAgent);
        Assert.Equal("AI An", (await _console.WriteAsync("fourth")).Assignment?.AiAgent);

        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        if (suspended) await ResumeAsync(_an);
        else _console.Clock.Advance(TimeSpan.FromDays(4));
        var why = await WhyAsync(there.CustomerId);
        Assert.Equal((there.Assignment!.AiAgent, false), (_console.Lane.Last.Directory.NameOfAgent(why.Choice.AiAgentId), Attended(why, "AI An")));
        await using var store = _console.Read();
        Assert.True(Attended(await WhyAsync(store.Customers.Single(c => c.Name == "first").Id), "AI An"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Why_AfterASuspensionOrItsEndWasTakenBack_SaysHowItWasThen(bool ends)
    {
        await AddAsync("AI An", _an);
        await AddAsync("AI Binh", _binh);
        var deed = Guid.NewGuid();
        if (ends)
        {
            await SuspendAsync(_an);
            Assert.True((await _console.SendAsync(new ResumeAccount.Command(deed, _an.Id), _console.Admin())).Succeeded);
            Assert.True((await _console.SendAsync(new UndoResume.Command(Guid.NewGuid(), deed), _console.Admin())).Succeeded);
        }
        else
        {
            Assert.True((await _console.SendAsync(new SuspendAccount.Command(deed, _an.Id), _console.Admin())).Succeeded);
            Assert.True((await _console.SendAsync(new UndoSuspension.Command(Guid.NewGuid(), deed), _console.Admin())).Succeeded);
        }
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var heard = await _console.WriteAsync("lan");
        Assert.Equal(ends ? "AI Binh" : "AI An", heard.Assignment?.AiAgent);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));

        var why = await WhyAsync(heard.CustomerId);

        Assert.Equal((why.AiAgentId, !ends), (why.Choice.AiAgentId, Attended(why, "AI An")));
    }

    [Fact]
    public async Task Rebalance_SendsNobodyToWhoIsSuspended()
    {
        await AddAsync("AI Binh", _binh);
        for (var i = 0; i < 6; i++) await _console.WriteAsync($"who-{i}");
        await AddAsync("AI An", _an);
        _console.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, (await _console.SendAsync(new PreviewRebalance.Query(false, false), _console.Admin())).Value.Moves.Count);
        var plan = (await _console.SendAsync(new PreviewRebalance.Query(false, false), _console.Admin())).Value.Moves;
        await SuspendAsync(_an);
        Assert.Empty((await _console.SendAsync(new PreviewRebalance.Query(false, false), _console.Admin())).Value.Moves);
        // Whoever looked before is told, a line at a time; by hand a person may know better.
        var late = await _console.SendAsync(new RebalanceCustomers.Command(Guid.NewGuid(), [.. plan.Select(m => new RebalanceCustomers.Move(m.CustomerId, m.From, m.To))], "workload"), _console.Admin());
        Assert.All(late.Succeeded ? late.Value.Outcome.Lines.Select(l => l.Refused?.Code) : late.Errors.Select(e => e.Code), code => Assert.Equal("target_attended", code));
        Assert.True((await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(plan[0].CustomerId, plan[0].From)], plan[0].To, "workload"), _console.Admin())).Succeeded);
    }

    [Fact]
    public async Task Task_IsGivenToNobodyWhoIsSuspended_WhoKeepsTheirs()
    {
        await AddAsync("AI An", _an);
        var lan = (await _console.WriteAsync("lan")).CustomerId;
        await SuspendAsync(_an);
        var due = _console.Now().AddHours(2);
        Assert.Equal(("salesUserId", "choose"), Wrong(await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), lan, AddTask.Kinds[0], _an.Id, due, "call"), _console.Admin())));
        var many = await _console.SendAsync(new AddTasks.Command(Guid.NewGuid(), [lan], AddTask.Kinds[0], null, due, "call"), _console.Admin());
        Assert.Equal("owner_suspended", many.Succeeded ? Assert.Single(many.Value.Lines).Refused?.Code : ErrorOf(many).Code);
        await using var store = _console.Read();
        var task = store.WorkTasks.First(t => t.CustomerId == lan);
        Assert.Equal(_an.Id, task.SalesUserId);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [new SeenTask(task.Id, task.Status, _an.Id, task.DueAt)], _console.Admin().SalesUserId!.Value), _console.Admin())).Succeeded);
        Assert.Equal(("salesUserId", "choose"), Wrong(await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [new SeenTask(task.Id, task.Status, _console.Admin().SalesUserId, task.DueAt)], _an.Id), _console.Admin())));
    }

    [Fact]
    public async Task StandIn_WhoIsSuspendedSince_StaysWhereTheAbsenceIsChangedOrTakenBack()
    {
        await AddAsync("AI An", _an);
        Assert.True((await _console.PlanAsync(_an.Id, _binh.Id, from: 1)).Succeeded);
        await SuspendAsync(_binh);
        _console.Clock.Advance(TimeSpan.FromSeconds(20));
        var absence = Assert.Single(_console.Lane.Last.Directory.Absences);
        Assert.True((await _console.SendAsync(new GetAbsences.Query(_an.Id))).Value.MayStandIn(_console.Lane.Last.Directory, _binh, keeps: true));

        var changed = await ChangeAsync(_binh.Id, absence.Version);
        Assert.True(changed.Succeeded);
        Assert.True((await _console.SendAsync(new UndoAbsence.Command(Guid.NewGuid(), absence.Id, changed.Value.Version), _console.Admin())).Succeeded);
        Assert.Equal(absence.Until, Assert.Single(_console.Lane.Last.Directory.Absences).Until);
        var other = await ChangeAsync(_console.Admin().SalesUserId!.Value, _console.Lane.Last.Directory.Absences.Single().Version);
        Assert.True(other.Succeeded);
        Assert.Equal(("standInId", "choose"), Wrong(await ChangeAsync(_binh.Id, other.Value.Version)));

        Task<Result<PlanAbsence.Answer>> ChangeAsync(Guid standIn, int version) =>
            _console.SendAsync(new PlanAbsence.Command(Guid.NewGuid(), _an.Id, absence.From, absence.Until.AddDays(1), standIn, new(absence.Id, version)), _console.Admin());
    }

    private static bool Attended(GetAssignmentWhy.Answer why, string agent) => why.Choice.Agents.Single(f => f.Agent.Name == agent).Passed(AgentCheckKind.Attended);

    private async Task<Guid> AddAsync(string name, SalesUser owner, Channel channel = Channel.Telegram, int capacity = 50)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner.Id, "vi", [channel], capacity))).Value.AiAgentId;
    }

    private async Task SuspendAsync(SalesUser person) =>
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), person.Id), _console.Admin())).Succeeded);

    private async Task ResumeAsync(SalesUser person) =>
        Assert.True((await _console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), person.Id), _console.Admin())).Succeeded);

    private async Task<GetAssignmentWhy.Answer> WhyAsync(Guid customer)
    {
        await using var store = _console.Read();
        return (await _console.SendAsync(new GetAssignmentWhy.Query(store.Assignments.Single(a => a.CustomerId == customer).Id), _console.Admin())).Value;
    }

    private static (string?, string?) Wrong<T>(Result<T> answer) => (ErrorOf(answer).Field, ErrorOf(answer).Code);
}
