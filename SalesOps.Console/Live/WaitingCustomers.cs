using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Live;

/// <summary>Binds customers who wait unbound as soon as an agent comes or gets room.</summary>
internal sealed class WaitingCustomers(WriteLane lane, IServiceProvider services, TimeProvider time, ILogger<WaitingCustomers> log) : BackgroundService
{
    /// <summary>A channel's room is not counted with each commit, but asked for so often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _room = new(1, 1);
    private volatile bool _hasMore;
    private Dictionary<Guid, long> _places = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lane.Committed += OnCommit;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _room.WaitAsync(stoppingToken);
            try
            {
                if (!_hasMore) await Task.Delay(Pause, time, stoppingToken);
                _hasMore = false;
                while (Waiting(lane.Last) && await BindAsync(stoppingToken)) { }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                log.LogError(problem, "Customers who wait could not be bound");
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lane.Committed -= OnCommit;
        return base.StopAsync(cancellationToken);
    }

    /// <summary>How many more customers each agent could take. Together they would hide that one got room that another lost, which serves other channels.</summary>
    private static Dictionary<Guid, long> Places(Commit commit) => commit.Directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active)
        .ToDictionary(a => a.Id, a => Math.Max(0, a.Capacity - commit.Counters[Counters.ActiveBindings, a.Id]));

    private static bool Waiting(Commit commit) => commit.Counters[Counters.UnboundCustomers, Counter.Everyone] > 0;

    private void OnCommit(Commit commit)
    {
        // Also while nobody waits: room that came with the first who does would look like room that was there.
        var places = Places(commit);
        var more = places.Any(p => p.Value > _places.GetValueOrDefault(p.Key)) || commit.Changed.Contains(typeof(AiAgent)) || commit.Changed.Contains(typeof(SalesUser));
        _places = places;
        // Who writes from another channel leaves room on the one before, where the agent has a cap.
        var maybe = commit.Changed.Contains(typeof(Customer)) && commit.Directory.AiAgents.Values.Any(a => a.Caps is not null && places.GetValueOrDefault(a.Id) > 0);
        if (!Waiting(commit) || !(more || maybe) || places.Values.All(room => room == 0)) return;
        if (more) _hasMore = true;
        lock (_room)
            if (_room.CurrentCount == 0) _room.Release();
    }

    private async Task<bool> BindAsync(CancellationToken cancellationToken)
    {
        var answer = await services.SendAsync(Caller.System, new BindWaitingCustomers.Command(Guid.CreateVersion7()), cancellationToken);
        return answer.Succeeded && answer.Value.IsMore;
    }
}
