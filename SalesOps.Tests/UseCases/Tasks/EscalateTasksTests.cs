using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Tasks;

/// <summary>The clock stands on Wednesday 2026-06-03, 16:00 in the console's zone; work is done from eight to six, on weekdays.</summary>
public sealed class EscalateTasksTests : IAsyncLifetime
{
    private const string Office = "mon 08:00-18:00; tue 08:00-18:00; wed 08:00-18:00; thu 08:00-18:00; fri 08:00-18:00";
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _console.Clock.Advance(new DateTimeOffset(2026, 6, 3, 9, 0, 0, TimeSpan.Zero) - _console.Clock.GetUtcNow());
        await SetAsync(SettingKind.WorkingHours, Office);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Overdue_ForSoManyWorkingHours_GoesToTheFallbackOwnerOnce()
    {
        var (ops, admin) = (_console.As(Role.Ops), _console.Admin());
        Assert.Equal(ErrorKind.Conflict, (await EscalateAsync()).Errors[0].Kind);
        await SetAsync(SettingKind.FallbackOwner, ops.SalesUserId.ToString()!);
        await SetAsync(SettingKind.OverdueHours, "3");
        // The sample's own tasks are overdue for longer; they go first.
        await EscalateAsync();
        var customer = (await _console.WriteAsync("lan")).CustomerId;
        var due = _console.Clock.GetUtcNow().UtcDateTime.AddMinutes(30);
        Assert.Equal(due, Of(customer).DueAt);

        _console.Clock.Advance(TimeSpan.FromHours(17.25)); // Thursday, 9:15: overdue for 2 hours 45 of work.
        Assert.Equal(ErrorKind.Conflict, (await EscalateAsync()).Errors[0].Kind);
        _console.Clock.Advance(TimeSpan.FromMinutes(15));
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(new EscalateTasks.Answer(1, 0, false), (await EscalateAsync()).Value);
        Assert.Equal(["task.escalated"], _console.Actions(since));
        Assert.Equal((ops.SalesUserId, _console.Clock.GetUtcNow().UtcDateTime), (Of(customer).SalesUserId, Of(customer).EscalatedAt!.Value));

        // Given to somebody else it stays there, until it is due anew and late again.
        var task = Of(customer);
        await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [new(task.Id, task.Status, task.SalesUserId, task.DueAt)], admin.SalesUserId!.Value), admin);
        _console.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ErrorKind.Conflict, (await EscalateAsync()).Errors[0].Kind);
        await _console.SendAsync(new PostponeTasks.Command(Guid.NewGuid(), [new(task.Id, task.Status, admin.SalesUserId, task.DueAt)], _console.Clock.GetUtcNow().UtcDateTime.AddMinutes(1)), admin);
        _console.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal(1, (await EscalateAsync()).Value.Overdue);
        _console.AssertSound();
    }

    [Fact]
    public async Task Unbound_BeforeThereWasAFallbackOwner_IsGivenByTheWorker()
    {
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var customer = (await _console.WriteAsync("lan")).CustomerId;
        Assert.Null(Of(customer).SalesUserId);
        var ops = _console.As(Role.Ops).SalesUserId;
        await SetAsync(SettingKind.FallbackOwner, ops.ToString()!);

        using var worker = Workers.OverdueTasks(_console.Services);
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _console.Lane.Committed += commit => { if (commit.Changed.Contains(typeof(WorkTask))) given.TrySetResult(); };
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await given.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((ops, (DateTime?)null), (Of(customer).SalesUserId, Of(customer).EscalatedAt));
    }

    [Fact]
    public async Task PersonWanted_BeforeThereWasAFallbackOwner_IsGivenLikeTheBinding()
    {
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var customer = (await _console.HearAsync("lan", "request_human", "first_contact", 0.9)).CustomerId;
        Assert.Equal([(TaskKind.BindCustomer, (Guid?)null), (TaskKind.PersonWanted, null)], Owners());
        var ops = _console.As(Role.Ops).SalesUserId;
        await SetAsync(SettingKind.FallbackOwner, ops.ToString()!);

        Assert.True((await EscalateAsync()).Succeeded);

        Assert.Equal([(TaskKind.BindCustomer, ops), (TaskKind.PersonWanted, ops)], Owners());

        IEnumerable<(TaskKind, Guid?)> Owners()
        {
            using var store = _console.Read();
            return store.WorkTasks.Where(t => t.CustomerId == customer).AsEnumerable().Select(t => (t.Kind, t.SalesUserId)).Order().ToList();
        }
    }

    private Task<Result<EscalateTasks.Answer>> EscalateAsync() => _console.SendAsync(new EscalateTasks.Command(Guid.NewGuid()), Caller.System);

    private WorkTask Of(Guid customer)
    {
        using var store = _console.Read();
        return store.WorkTasks.Single(t => t.CustomerId == customer);
    }

    private async Task SetAsync(SettingKind kind, string value) => Assert.True((await _console.SendAsync(
        new ChangeSetting.Command(Guid.NewGuid(), kind, null, value, _console.Lane.Last.Directory.Settings.Of(kind)), _console.Admin())).Succeeded);
}
