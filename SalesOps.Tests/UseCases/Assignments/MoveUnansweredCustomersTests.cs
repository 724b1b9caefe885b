using Microsoft.EntityFrameworkCore;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Who is assigned and silent loses the customer, to somebody who was not silent to the same wait; three salespeople have an agent each.</summary>
public sealed class MoveUnansweredCustomersTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly List<SalesUser> _sellers = [];
    private int _ids;

    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => LaneCommands.AddPerson(change, "admin@example.com", Role.Admin));
        foreach (var name in (string[])["an", "binh", "chi"])
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            _sellers.Add(await _console.HireAsync(name));
            Assert.True((await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {name}", _sellers[^1].Id, "vi", [Channel.Telegram], 50))).Succeeded);
        }
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Unset_MovesNobody()
    {
        await _console.WriteAsync("lan");
        _console.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);
    }

    [Fact]
    public async Task Silent_ForSoLong_TheCustomerGoesOn_FromOneToTheNext_AndThenATaskSaysSo_Once()
    {
        var ops = await _console.HireAsync("ops", Role.Ops);
        await SetAsync(SettingKind.FallbackOwner, ops.Id.ToString());
        await SetAsync(SettingKind.SilentMinutes, "30");
        var heard = await _console.WriteAsync("lan");
        Assert.Equal("AI an", heard.Assignment?.AiAgent);
        _console.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);

        foreach (var next in (string[])["AI binh", "AI chi"])
        {
            _console.Clock.Advance(TimeSpan.FromMinutes(next == "AI binh" ? 1 : 30));
            Assert.Equal(new MoveUnansweredCustomers.Answer(1, 0, false), (await MoveAsync()).Value);
            Assert.Equal((next, Assignment.OwnerSilent), Active(heard));
            Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);
        }
        await using (var store = _console.Read())
        {
            var why = (await _console.SendAsync(new GetAssignmentWhy.Query(store.Assignments.Single(a => a.Status == AssignmentStatus.Active).Id), _console.Admin())).Value;
            Assert.Equal((why.AiAgentId, "AI chi"), (why.Choice.AiAgentId!.Value, Assert.Single(why.Choice.Agents).Agent.Name));
        }

        _console.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(new MoveUnansweredCustomers.Answer(0, 1, false), (await MoveAsync()).Value);
        var task = Assert.Single(Tasks(heard));
        Assert.Equal((ops.Id, WorkTaskStatus.Open, "AI chi"), (task.SalesUserId!.Value, task.Status, Active(heard).Agent));
        Assert.True((await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [new SeenTask(task.Id, task.Status, task.SalesUserId, task.DueAt)]), _console.Admin())).Succeeded);
        _console.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);
        _console.AssertSound();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_ByTheAiOrAPersonsMark_StopsTheClock_AndTheNextWaitMayComeBack(bool byAi)
    {
        await SetAsync(SettingKind.SilentMinutes, "30");
        await _console.EditAsync("AI chi", t => t with { Status = AgentStatus.Paused });
        var heard = await _console.WriteAsync("lan");
        _console.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(1, (await MoveAsync()).Value.Moved);
        await AnswerAsync(heard, byAi);
        _console.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);

        // It is another wait: who was silent to the first was not to this one.
        await _console.WriteAsync("lan");
        _console.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(1, (await MoveAsync()).Value.Moved);
        Assert.Equal(("AI an", Assignment.OwnerSilent), Active(heard));
        _console.AssertSound();
    }

    [Fact]
    public async Task Held_ByAPerson_StaysThere_AndNobodyGetsThemWhoIsAway()
    {
        await SetAsync(SettingKind.SilentMinutes, "30");
        var (held, free) = (await _console.WriteAsync("held"), await _console.WriteAsync("free"));
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), held.ConversationId, held.Holder.Version, "risk"), _console.Admin())).Succeeded);
        foreach (var seller in _sellers)
            Assert.True((await _console.SendAsync(new SetAvailability.Command(Guid.NewGuid(), seller.Id, true, null), _console.Admin())).Succeeded);
        _console.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new MoveUnansweredCustomers.Answer(0, 1, false), (await MoveAsync()).Value);
        Assert.Single(Tasks(free));
        Assert.Empty(Tasks(held));
        Assert.Equal("new_customer", Active(free).Reason);
        // Nobody is named as fallback owner: the task is nobody's, not of who was silent.
        Assert.Null(Tasks(free)[0].SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Time_IsWorkTime_OfTheAgentOrElseTheConsole()
    {
        // The clock stands in the console's zone, seven hours before UTC; the agent's hours end first.
        var at = new DateTimeOffset(2026, 6, 3, 10, 45, 0, TimeSpan.Zero);
        _console.Clock.Advance(at - _console.Clock.GetUtcNow());
        await SetAsync(SettingKind.SilentMinutes, "30");
        await SetAsync(SettingKind.WorkingHours, "wed 08:00-18:00; thu 08:00-18:00");
        var lan = await _console.WriteAsync("lan");
        _console.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await MoveAsync()).Kind);
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.WorkingHours, _console.Agent("AI an").Id, "wed 08:00-22:00", _console.Lane.Last.Directory.Settings.Of(SettingKind.WorkingHours, _console.Agent("AI an").Id)), _console.Admin())).Succeeded);
        Assert.Equal(1, (await MoveAsync()).Value.Moved);
        Assert.NotEqual("AI an", Active(lan).Agent);
    }

    [Fact(Timeout = 60_000)]
    public async Task Worker_LooksEveryMinute_WhileItIsSet()
    {
        var stop = TestContext.Current.CancellationToken;
        var heard = await _console.WriteAsync("lan");
        await SetAsync(SettingKind.SilentMinutes, "30");
        using var worker = Workers.UnansweredCustomers(_console.Services);
        await worker.StartAsync(stop);
        _console.Clock.Advance(TimeSpan.FromMinutes(30));
        while (Active(heard).Reason != Assignment.OwnerSilent)
        {
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(10, stop);
        }
        await worker.StopAsync(stop);
        Assert.NotEqual("AI an", Active(heard).Agent);
        _console.AssertSound();
    }

    private Task<Result<MoveUnansweredCustomers.Answer>> MoveAsync() => _console.SendAsync(new MoveUnansweredCustomers.Command(Guid.NewGuid()));

    private async Task AnswerAsync(ReceiveMessage.Answer heard, bool byAi)
    {
        await using var store = _console.Read();
        var talk = store.Conversations.AsNoTracking().Single(c => c.Id == heard.ConversationId);
        if (byAi) Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(talk.Id, $"r-{++_ids}", "Dạ", talk.HolderVersion), Caller.Runtime)).Succeeded);
        else Assert.True((await _console.SendAsync(new MarkAnswered.Command(Guid.NewGuid(), talk.Id, talk.LastInboundAt), _console.Admin())).Succeeded);
    }

    private (string Agent, string Reason) Active(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        var active = store.Assignments.Single(a => a.CustomerId == heard.CustomerId && a.Status == AssignmentStatus.Active);
        return (_console.Lane.Last.Directory.NameOfAgent(active.AiAgentId)!, active.Reason);
    }

    private List<WorkTask> Tasks(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return [.. store.WorkTasks.AsNoTracking().Where(t => t.CustomerId == heard.CustomerId && t.Kind == TaskKind.OwnerSilent)];
    }

    private async Task SetAsync(SettingKind kind, string value) =>
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, _console.Lane.Last.Directory.Settings.Of(kind)), _console.Admin())).Succeeded);
}
