using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Live;

/// <summary>Tells from commits whether an agent may have room for customers who wait unbound that it had not before.</summary>
internal sealed class RoomForWaiting(TimeProvider time)
{
    /// <summary>A channel's room is not counted with each commit, but asked for so often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile bool _hasMore;
    private Dictionary<Guid, long> _places = [];

    public static bool DoesAnybodyWait(Commit commit) => commit.Counters[Counters.UnboundCustomers, Counter.Everyone] > 0;

    public bool MayHaveCome(Commit commit)
    {
        // Also while nobody waits: room that came with the first who does would look like room that was there.
        var places = Places(commit);
        var more = places.Any(p => p.Value > _places.GetValueOrDefault(p.Key)) || commit.Changed.Contains(typeof(AiAgent)) || commit.Changed.Contains(typeof(SalesUser));
        _places = places;
        // Who writes from another channel leaves room on the one before, where the agent has a cap.
        var maybe = commit.Changed.Contains(typeof(Customer)) && commit.Directory.AiAgents.Values.Any(a => a.Caps is not null && places.GetValueOrDefault(a.Id) > 0);
        if (!DoesAnybodyWait(commit) || !(more || maybe) || places.Values.All(room => room == 0)) return false;
        if (more) _hasMore = true;
        return true;
    }

    /// <summary>Returns at once where room came for certain, and after the pause where it may have.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (!_hasMore) await Task.Delay(Pause, time, cancellationToken);
        _hasMore = false;
    }

    /// <summary>How many more customers each agent could take. Together they would hide that one got room that another lost, which serves other channels.</summary>
    private static Dictionary<Guid, long> Places(Commit commit) => commit.Directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active)
        .ToDictionary(a => a.Id, a => Math.Max(0, a.Capacity - commit.Counters[Counters.ActiveBindings, a.Id]));
}
