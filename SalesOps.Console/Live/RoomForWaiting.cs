using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Console.Live;

/// <summary>Tells from commits whether an agent may have room for customers who wait unbound that it had not before, or somebody may have begun to wait where there is some.</summary>
internal sealed class RoomForWaiting(TimeProvider time)
{
    /// <summary>Who waits where there is room is not counted with each commit, but asked for so often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<Guid, long> _places = [];

    public static bool DoesAnybodyWait(Commit commit) => commit.Counters[Counters.UnboundCustomers, Counter.Everyone] > 0;

    public bool MayHaveCome(Commit commit)
    {
        // Also while nobody waits: room that came with the first who does would look like room that was there.
        var places = Places(commit);
        var more = places.Any(p => p.Value > _places.GetValueOrDefault(p.Key)) || commit.Changed.Contains(typeof(AiAgent)) || commit.Changed.Contains(typeof(SalesUser));
        _places = places;
        // Who comes while others wait for the room there is waits behind them, and who is bound no more may fit elsewhere; in one commit with somebody who is
        // bound neither shows in the numbers. Who writes from another channel leaves room on the one before, where the agent has a cap.
        if (!DoesAnybodyWait(commit) || !(more || commit.Changed.Contains(typeof(Customer))) || places.Values.All(room => room == 0)) return false;
        if (more) _more.TrySetResult();
        return true;
    }

    /// <summary>Returns at once where room came for certain, and after the pause where it may have.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_more.Task, Task.Delay(Pause, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>How many more customers each agent could take. Together they would hide that one got room that another lost, which serves other channels.</summary>
    private static Dictionary<Guid, long> Places(Commit commit) => commit.Directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active)
        .ToDictionary(a => a.Id, a => Math.Max(0, a.Capacity - commit.Counters[Counters.ActiveBindings, a.Id]));
}
