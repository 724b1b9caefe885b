using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// Whether the clock may be believed where nothing can be taken back. How long somebody was silent is the clock's word alone, and one that leaps forward (a wrong time server, a
/// machine that slept) would have everybody's time over at once. It is believed once it ran by itself for <see cref="Proof"/>: an audit entry from then says so, whatever was restarted
/// since, or where nothing is written this process, by the clock that nobody can set. After a leap, and after a time switched off, it is believed again as long after it.
/// </summary>
internal sealed class ClockTrust(TimeProvider time)
{
    /// <summary>Longer than a weekend: every page shows the time, so that people see that it is wrong and set it right before anybody is gone.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromDays(3);
    /// <summary>So far before it the entry may lie; a leap of no more than both together is not noticed, and takes who would have gone so much later.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    /// <summary>What the two clocks may differ by: more than a time server corrects.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private (DateTimeOffset At, long Timestamp) _steadySince = (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>To be asked every so often: a leap is noticed from one time to the next.</summary>
    public async Task<bool> IsBelievedAsync(SalesOpsDb store, CancellationToken cancellationToken)
    {
        if (SteadyFor() >= Proof) return true;
        var then = time.GetUtcNow().UtcDateTime - Proof;
        return await (await EntryTimes.BetweenAsync(store, store.AuditEntries, then - Before, then, cancellationToken)).AnyAsync(cancellationToken);
    }

    private TimeSpan SteadyFor()
    {
        lock (_lock)
        {
            var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
            var ran = time.GetElapsedTime(_steadySince.Timestamp, timestamp);
            if ((now - _steadySince.At - ran).Duration() <= Tolerance) return ran;
            _steadySince = (now, timestamp);
            return TimeSpan.Zero;
        }
    }
}
