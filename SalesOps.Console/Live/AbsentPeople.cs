using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Console.Live;

/// <summary>Lends what belongs to people who are away, and brings it home, as soon as somebody plans something and within half a minute of when it is time.</summary>
internal sealed class AbsentPeople(WriteLane lane, IServiceProvider services, TimeProvider time, ILogger<AbsentPeople> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _news = new(1, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lane.Committed += OnCommit;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (news, tick) = (_news.WaitAsync(stoppingToken), timer.WaitForNextTickAsync(stoppingToken).AsTask());
        while (!stoppingToken.IsCancellationRequested)
        {
            await await Task.WhenAny(news, tick);
            if (news.IsCompleted) news = _news.WaitAsync(stoppingToken);
            if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            try
            {
                while (IsAnybodyAway(lane.Last.Directory) && (await services.SendAsync(Caller.System, new FollowAbsences.Command(Guid.CreateVersion7()), stoppingToken)).Succeeded) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "What absences ask for could not be done");
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lane.Committed -= OnCommit;
        return base.StopAsync(cancellationToken);
    }

    private static bool IsAnybodyAway(StoreDirectory directory) => directory.Absences.Count > 0 || directory.AiAgents.Values.Any(a => a.HomeOwnerId is not null);

    private void OnCommit(Commit commit)
    {
        if (!commit.Changed.Contains(typeof(Absence)) && !commit.Changed.Contains(typeof(AiAgent)) && !commit.Changed.Contains(typeof(SalesUser))) return;
        lock (_news)
            if (_news.CurrentCount == 0) _news.Release();
    }
}
