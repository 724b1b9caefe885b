using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// Where on the audit log a time lies. Entries have no index by time and need none: they are numbered as they come, so the number at which a time begins is found by
/// halving, in some twenty look-ups, and from there on each index that ends in the number has the time too.
/// </summary>
internal static class EntryTimes
{
    /// <summary>
    /// Where the clock was set back, times are no longer in the order of the numbers, and halving finds one of several places at which the time begins. So far around it entries
    /// are asked for their time, so that a clock set back by no more hides none. Set back by more it may hide some that came while it was wrong; none of another time is ever shown.
    /// </summary>
    private static readonly TimeSpan SetBack = TimeSpan.FromHours(1);

    /// <summary>Those of the rows that were made in a time.</summary>
    /// <param name="from">UTC; null for the log's beginning.</param>
    /// <param name="until">UTC, no part of the time; null for its end.</param>
    public static async Task<IQueryable<AuditEntry>> BetweenAsync(SalesOpsDb store, IQueryable<AuditEntry> rows, DateTime? from, DateTime? until, CancellationToken cancellationToken)
    {
        if (from is { } begin)
        {
            var first = await FirstAsync(store, begin - SetBack, cancellationToken);
            rows = rows.Where(a => a.Sequence >= first && a.At >= begin);
        }
        if (until is { } end)
        {
            var behind = await FirstAsync(store, end + SetBack, cancellationToken);
            rows = rows.Where(a => a.Sequence < behind && a.At < end);
        }
        return rows;
    }

    /// <summary>The number of an entry that was made at this moment or later, while the one before was made earlier; one more than there are when none was.</summary>
    private static async Task<long> FirstAsync(SalesOpsDb store, DateTime at, CancellationToken cancellationToken)
    {
        var moment = new DateTimeOffset(at).ToUnixTimeMilliseconds();
        var found = await store.Database.SqlQuery<long>($"""
            WITH RECURSIVE Part (Low, High) AS (
              SELECT 1, COALESCE(MAX(Sequence), 0) + 1 FROM AuditEntries
              UNION ALL
              SELECT CASE WHEN e.At < {moment} THEN e.Sequence + 1 ELSE p.Low END, CASE WHEN e.At < {moment} THEN p.High ELSE e.Sequence END
              FROM Part AS p CROSS JOIN AuditEntries AS e ON e.Sequence = (p.Low + p.High) / 2 WHERE p.Low < p.High)
            SELECT Low AS Value FROM Part WHERE Low = High
            """).ToListAsync(cancellationToken);
        return found.Single();
    }
}
