using System.Collections.Frozen;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Counting;

/// <summary>
/// The counters' numbers as they may be shown: none while one is known to differ from its rows. Whoever shows a counter asks here;
/// commands go on with the numbers that the lane keeps, for they must decide.
/// </summary>
public sealed class ShownCounters
{
    private volatile Doubts _doubts = new(0, []);

    /// <summary>The number for everyone, a salesperson or an AI agent; null while it is known to be wrong.</summary>
    /// <param name="counters">The numbers as of the moment that is shown.</param>
    public long? this[CounterSnapshot counters, Counter counter, Guid key] => IsWrong(counter, key) ? null : counters[counter, key];

    /// <summary>The numbers that are known to be wrong, in the counters' order.</summary>
    public IReadOnlyList<(string Code, Guid Key)> Wrong => [.. _doubts.Wrong.OrderBy(w => Index(w.Code)).ThenBy(w => w.Key)];

    /// <summary>Another one whenever other numbers are wrong: what was answered before is not to be shown again.</summary>
    internal int Version => _doubts.Version;

    /// <summary>Whether the number is known to be wrong.</summary>
    public bool IsWrong(Counter counter, Guid key) => _doubts.Wrong.Contains((counter.Code, key));

    /// <summary>From now on these numbers are known to be wrong, and no others.</summary>
    /// <returns>Whether others were before.</returns>
    public bool Doubt(IReadOnlyCollection<(string Code, Guid Key)> wrong)
    {
        var doubts = _doubts;
        if (doubts.Wrong.SetEquals(wrong)) return false;
        _doubts = new Doubts(doubts.Version + 1, wrong.ToFrozenSet());
        return true;
    }

    private static int Index(string code) => Counters.All.Select((counter, i) => (counter.Code, i)).FirstOrDefault(c => c.Code == code).i;

    private sealed record Doubts(int Version, FrozenSet<(string Code, Guid Key)> Wrong);
}
