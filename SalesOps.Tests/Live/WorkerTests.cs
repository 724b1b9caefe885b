using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Live;

/// <summary>What all workers have in common: when they look, how long they go on, and what stops them. Most follow absences here; each one's own job is tested where its command is.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private const string Failure = "The drill went wrong";

    private readonly TestConsole _console = new();
    private int _sent;

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    [Fact]
    public void Workers_AllAreAdded_InTheirOrder()
    {
        var services = new ServiceCollection();
        services.AddWorkers();
        Assert.Equal(["WaitingCustomers", "LeavingCustomers", "OverdueTasks", "UnansweredCustomers", "AbsentPeople", "FollowingCustomers", "SilentCustomers", "NotedKeyUses", "UnreadMessages"],
            services.Where(s => s.ServiceType == typeof(IHostedService)).Select(s => s.ImplementationType?.Name ?? s.ImplementationFactory!.Method.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Failure_IsLogged_AndTheNextReasonFindsWhatWasLeft()
    {
        await PlanAsync();
        using var worker = Follow(typeof(SalesUser), id => ++_sent == 1 ? throw new InvalidOperationException("It broke.") : new FollowAbsences.Command(id));
        await worker.StartAsync(Token);
        await UntilAsync(() => _console.Log.Errors.Any());
        Assert.StartsWith($"SalesOps.Console.Live.Drill: {Failure} [{Failure}] System.InvalidOperationException: It broke.", Assert.Single(_console.Log.Errors), StringComparison.Ordinal);
        Assert.False(HasBegun);

        await _console.Lane.AddPersonAsync("bich@example.com");

        await UntilAsync(() => HasBegun);
        await worker.StopAsync(Token);
        Assert.Single(_console.Log.Errors);
    }

    [Fact(Timeout = 60_000)]
    public async Task Refusal_EndsTheWorkWithoutAWord_UntilTheNextReason()
    {
        using var worker = Follow(typeof(SalesUser), Counted);
        await worker.StartAsync(Token);
        await UntilAsync(() => _sent == 1);
        // The agents go, the absence begins, and nothing is left.
        var all = 1 + _console.Lane.Last.Directory.AiAgents.Values.Count(a => a.OwnerId == Sales) + 1 + 1;
        await PlanAsync();
        await _console.Lane.AddPersonAsync("bich@example.com");

        await UntilAsync(() => _sent >= all);
        await worker.StopAsync(Token);
        Assert.True(HasBegun);
        Assert.Equal(all, _sent);
        Assert.Empty(_console.Log.Errors);
    }

    [Fact(Timeout = 60_000)]
    public async Task Change_WhileItWorks_IsNotMissed()
    {
        using var block = await _console.Lane.BlockAsync();
        using var worker = Follow(typeof(Absence), Counted);
        await worker.StartAsync(Token);
        // Behind its command, which finds nothing to do, waits the change that would have given it something: committed before it is answered.
        await UntilAsync(() => !_console.Lane.IsIdle);
        var planned = PlanAsync();
        block.Release.SetResult();
        await planned;

        await UntilAsync(() => HasBegun);
        await worker.StopAsync(Token);
    }

    [Fact(Timeout = 60_000)]
    public async Task Tick_IsAReasonToLook_WhereNothingElseIs()
    {
        var clock = new TimerClock();
        await using var console = new TestConsole(clock: clock);
        using var worker = new Worker<FollowAbsences.Answer>(console.Services, "Drill") { LooksAtStart = false, Every = TimeSpan.FromMinutes(10), Send = Counted, Failure = Failure };
        await worker.StartAsync(Token);
        Assert.Equal(TimeSpan.FromMinutes(10), await clock.NextAsync(Token));
        await console.Lane.AddPersonAsync("bich@example.com");
        Assert.Equal(0, _sent);

        for (var tick = 1; tick <= 3; tick++)
        {
            clock.Fire();
            await UntilAsync(() => _sent >= tick);
        }

        await worker.StopAsync(Token);
        Assert.Equal(3, _sent);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stop_WhileItWaits_EndsIt_AndItHearsNoMore()
    {
        var heard = 0;
        using var worker = new Worker<FollowAbsences.Answer>(_console.Services, "Drill") { OnCommit = _ => ++heard < 0, Send = Counted, Failure = Failure };
        await worker.StartAsync(Token);
        await UntilAsync(() => _sent == 1);
        await _console.Lane.AddPersonAsync("bich@example.com");
        await worker.StopAsync(Token);
        Assert.True(worker.ExecuteTask!.IsCompleted);

        await _console.Lane.AddPersonAsync("chi@example.com");

        Assert.Equal((1, 1), (heard, _sent));
    }

    [Fact(Timeout = 60_000)]
    public async Task Stop_WhileThereIsMore_EndsItAfterTheCommandAtHand()
    {
        await PlanAsync();
        using var block = await _console.Lane.BlockAsync();
        using var worker = Follow(typeof(SalesUser), Counted);
        await worker.StartAsync(Token);
        await UntilAsync(() => !_console.Lane.IsIdle);
        var stopped = worker.StopAsync(Token);
        block.Release.SetResult();
        await stopped;
        Assert.True(worker.ExecuteTask!.IsCompleted);
        Assert.Equal((1, false), (_sent, HasBegun));
    }

    private Worker<FollowAbsences.Answer> Follow(Type changed, Func<Guid, IRequest<Result<FollowAbsences.Answer>>> send) =>
        new(_console.Services, "Drill") { OnCommit = commit => commit.Changed.Contains(changed), Send = send, Failure = Failure };

    private FollowAbsences.Command Counted(Guid id)
    {
        _sent++;
        return new FollowAbsences.Command(id);
    }

    private async Task PlanAsync() => Assert.True((await _console.PlanAsync(Sales, _console.Admin().SalesUserId!.Value)).Succeeded);

    private bool HasBegun => _console.Lane.Last.Directory.Absences.Single().BegunAt is not null;

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(10, Token);
    }
}
