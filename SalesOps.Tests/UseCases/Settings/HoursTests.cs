using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Settings;

/// <summary>What working hours and the fallback owner do to customers and tasks. The clock stands on Wednesday 2026-06-03, 12:00 in the console's zone.</summary>
public sealed class HoursTests : IAsyncLifetime
{
    private const string Office = "mon 08:00-18:00; tue 08:00-18:00; wed 08:00-18:00; thu 08:00-18:00; fri 08:00-18:00";
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        await SetAsync(SettingKind.TimeZone, "Asia/Bangkok");
        _console.Clock.Advance(new DateTimeOffset(2026, 6, 3, 5, 0, 0, TimeSpan.Zero) - _console.Clock.GetUtcNow());
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task NewCustomer_AtNight_GoesToTheAgentInItsHours_AndTheReasonSaysSo()
    {
        foreach (var name in (string[])["trojanAI", "AI Sales A"]) await SetAsync(SettingKind.WorkingHours, Office, _console.Agent(name).Id);
        _console.Clock.Advance(TimeSpan.FromHours(8));
        foreach (var who in (string[])["one", "two", "three"]) Assert.Equal("AI Sales B", (await _console.WriteAsync(who)).Assignment!.AiAgent);
        var heard = await _console.WriteAsync("four");
        _console.Clock.Advance(TimeSpan.FromHours(14));

        await using var store = _console.Read();
        var assignment = store.Assignments.Single(a => a.CustomerId == heard.CustomerId);
        var why = (await _console.SendAsync(new GetAssignmentWhy.Query(assignment.Id), _console.Supervisor())).Value.Choice;

        Assert.Equal(assignment.AiAgentId, why.AiAgentId);
        Assert.Equal([("AI Sales A", (bool?)false), ("AI Sales B", null), ("trojanAI", false)], why.Agents.Select(a => (a.Agent.Name, a.Agent.InHours)).Order());
        Assert.False(why.Agents.Single(a => a.Agent.Name == "trojanAI").Passed(AgentCheckKind.Hours));
    }

    [Fact]
    public async Task NewCustomer_WhenEveryAgentIsOffHours_IsBoundAllTheSame()
    {
        foreach (var agent in _console.Lane.Last.Directory.AiAgents.Keys) await SetAsync(SettingKind.WorkingHours, "mon 08:00-09:00", agent);

        var heard = await _console.WriteAsync("lan");

        Assert.True(heard.Assignment!.Created);
        var target = (await _console.SendAsync(new ListTransferTargets.Query([heard.CustomerId]), _console.Supervisor())).Value.Agents.First(t => t.Has == 0);
        Assert.Equal((1, 0, false), (target.Fits, target.Checks[(int)AgentCheckKind.Hours].Passed, target.Agent.InHours));
        var moved = await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(heard.CustomerId, _console.Agent(heard.Assignment.AiAgent).Id)], target.Agent.AiAgentId, "workload"), _console.Supervisor());
        Assert.Equal(1, moved.Value.Outcome.Done);
    }

    [Fact]
    public async Task Agent_AsTheConsole_HasItsHoursAndHolidays_OwnOnesHaveTheHolidays_UnlessThoseAreOwnToo()
    {
        var (console, own) = (_console.Agent("trojanAI").Id, _console.Agent("AI Sales A").Id);
        await SetAsync(SettingKind.WorkingHours, Office);
        await SetAsync(SettingKind.Holidays, "2026-06-04 off");
        await SetAsync(SettingKind.WorkingHours, "console", console);
        await SetAsync(SettingKind.WorkingHours, "wed 00:00-24:00; thu 00:00-24:00", own);
        var noon = _console.Clock.GetUtcNow().UtcDateTime;
        bool? At(Guid agent, int hours) => _console.Lane.Last.Directory.Settings.InHours(agent, noon.AddHours(hours));
        Assert.Equal([true, false, false], new[] { At(console, 0), At(console, 9), At(console, 24) });
        Assert.Equal([true, true, false], new[] { At(own, 0), At(own, 9), At(own, 24) });
        await SetAsync(SettingKind.Holidays, "none", own);
        await SetAsync(SettingKind.WorkingHours, "always", console);
        // Who answers at any time answers on holidays.
        Assert.Equal((true, null), (At(own, 24), At(console, 24)));
    }

    [Fact]
    public async Task NobodyFits_FallbackOwnerGetsOneTask_UntilTheCustomerIsBound()
    {
        var boss = _console.Supervisor().SalesUserId!.Value;
        await SetAsync(SettingKind.FallbackOwner, boss.ToString());
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            Assert.True((await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay)).Succeeded);

        var heard = await _console.WriteAsync("lan");
        await _console.WriteAsync("lan", text: "Alo?");

        var task = Assert.Single(TasksOf(heard.CustomerId), t => t.Kind == TaskKind.BindCustomer);
        Assert.Equal((boss, WorkTaskStatus.Open), (task.SalesUserId, task.Status));

        await _console.EditAsync("AI Sales A", t => t with { Status = AgentStatus.Active });
        Assert.Equal(1, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        Assert.Equal(WorkTaskStatus.Done, Assert.Single(TasksOf(heard.CustomerId), t => t.Kind == TaskKind.BindCustomer).Status);
        _console.AssertSound();
    }

    [Fact]
    public async Task AgentDisabled_WhomNobodyCanHold_FallsToTheFallbackOwner()
    {
        var boss = _console.Supervisor().SalesUserId!.Value;
        await SetAsync(SettingKind.FallbackOwner, boss.ToString());
        foreach (var name in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var held = _console.CustomersOf("AI Sales A").Count;

        await _console.EditAsync("AI Sales A", t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, homeless: held);

        await using var store = _console.Read();
        Assert.Equal(held, store.WorkTasks.Count(t => t.Kind == TaskKind.BindCustomer && t.SalesUserId == boss && t.Status == WorkTaskStatus.Open));
    }

    [Fact]
    public async Task Tasks_MadeAfterHours_AreDueInTheMorning_AndReviewsToo()
    {
        await SetAsync(SettingKind.WorkingHours, Office);
        await SetAsync(SettingKind.Holidays, "2026-06-04 off");
        await SetAsync(SettingKind.FirstContactMinutes, "45");
        _console.Clock.Advance(TimeSpan.FromHours(5.5)); // 17:30

        var heard = await _console.WriteAsync("lan");
        var doubtful = await _console.HearAsync("duc");

        var morning = new DateTime(2026, 6, 5, 1, 0, 0, DateTimeKind.Utc);
        Assert.Equal(morning.AddMinutes(15), Assert.Single(TasksOf(heard.CustomerId), t => t.Kind == TaskKind.FirstContact).DueAt);
        await using var store = _console.Read();
        Assert.Equal(new DateTime(2026, 6, 3, 10, 45, 0, DateTimeKind.Utc), store.Reviews.Single(r => r.CustomerId == doubtful.CustomerId).DueAt);
    }

    private List<WorkTask> TasksOf(Guid customer)
    {
        using var store = _console.Read();
        return [.. store.WorkTasks.Where(t => t.CustomerId == customer)];
    }

    private async Task SetAsync(SettingKind kind, string value, Guid? agent = null) => Assert.True((await _console.SendAsync(
        new ChangeSetting.Command(Guid.NewGuid(), kind, agent, value, _console.Lane.Last.Directory.Settings.Of(kind, agent)), _console.Admin())).Succeeded);
}
