using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Console.Live;

/// <summary>Sends customers after an edit of their agent, some at a time, as soon as one was saved or undone that has too many for one command; also one that a restart cut.</summary>
internal sealed class FollowingCustomers(WriteLane lane, IServiceProvider services, ILogger<FollowingCustomers> log) : BackgroundService
{
    private readonly SemaphoreSlim _news = new(1, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lane.Committed += OnCommit;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _news.WaitAsync(stoppingToken);
            try
            {
                while (IsAnybodyOnTheWay(lane.Last) && (await services.SendAsync(Caller.System, new FollowAgentEdits.Command(Guid.CreateVersion7()), stoppingToken)).Succeeded) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Customers who follow an edit of their agent could not be sent");
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lane.Committed -= OnCommit;
        return base.StopAsync(cancellationToken);
    }

    private static bool IsAnybodyOnTheWay(Commit commit) => commit.Directory.AiAgents.Values.Any(a => a.PendingEditId is not null);

    private void OnCommit(Commit commit)
    {
        // Whatever is committed meanwhile is as good a moment to go on after a failure as any.
        if (!IsAnybodyOnTheWay(commit)) return;
        lock (_news)
            if (_news.CurrentCount == 0) _news.Release();
    }
}
