using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>
/// The readings that came in, counted. Ids are made in the order of time, so the table itself is read from its end backwards, and no further than
/// <see cref="Most"/>: an index for the few times a day that somebody asks would cost every message.
/// </summary>
internal sealed class Intake(SalesOpsDb store, Scope scope, DateTime since)
{
    public const int Most = 200_000;

    /// <param name="Hundredths">The confidence, cut to hundredths.</param>
    /// <param name="Forced">A person sees them at any confidence.</param>
    /// <param name="Unsampled">They passed while nothing was sampled.</param>
    /// <param name="Last">When the last of them came in; UTC.</param>
    internal sealed record Counted(string Producer, int Hundredths, bool Forced, bool Unsampled, long Count, DateTime Last);

    private readonly byte[] _from = TimeIds.First(since);

    /// <summary>The newest of all readings.</summary>
    public IQueryable<Understanding> Newest => store.Understandings.FromSql($"SELECT * FROM Understandings WHERE Id >= {_from} ORDER BY Id DESC LIMIT {Most}");

    public async Task<List<Counted>> CountAsync(IReadOnlyList<string> alwaysReviewed, CancellationToken cancellationToken)
    {
        var read = Newest;
        var (intent, language, channel) = scope.Slice;
        if (intent is not null) read = read.Where(u => u.Intent == intent);
        if (scope.Producer is { } producer) read = read.Where(u => u.Producer == producer);
        if (language is not null || channel is not null)
            read = from u in read
                   join m in store.Messages on u.MessageId equals m.Id
                   where (language == null || m.Language == language) && (channel == null || m.Channel == channel)
                   select u;
        if (scope.AiAgentId is { } agent)
            read = from u in read join c in store.Customers on u.CustomerId equals c.Id where c.AiAgentId == agent select u;
        var counts = await (
            from u in read
            group u by new
            {
                u.Producer,
                // Rounded first: 0.57 is a little less than 57 hundredths in binary.
                Hundredths = (int)(Math.Round(u.Confidence * 10_000) / 100),
                Forced = (string)(object)u.Risks != "[]" || (u.Intent != null && alwaysReviewed.Contains(u.Intent)),
                Unsampled = u.Review == ReviewStatus.None && u.SamplingProbability == null,
            } into g
            select new { g.Key, Count = g.LongCount(), Last = g.Max(u => u.CreatedAt) }).ToListAsync(cancellationToken);
        return [.. counts.Select(c => new Counted(c.Key.Producer, c.Key.Hundredths, c.Key.Forced, c.Key.Unsampled, c.Count, c.Last))];
    }

    /// <summary>When the first of those counted came in, of any slice; and whether earlier ones are not counted.</summary>
    public async Task<(DateTime From, bool IsCut)> SpanAsync(CancellationToken cancellationToken)
    {
        var earliest = await store.Understandings.FromSql($"SELECT * FROM Understandings WHERE Id >= {_from} ORDER BY Id DESC LIMIT 1 OFFSET {Most}")
            .Select(u => (DateTime?)u.CreatedAt).SingleOrDefaultAsync(cancellationToken);
        if (earliest is { } cut) return (cut, true);
        var first = await store.Understandings.FromSql($"SELECT * FROM Understandings WHERE Id >= {_from} ORDER BY Id LIMIT 1")
            .Select(u => (DateTime?)u.CreatedAt).SingleOrDefaultAsync(cancellationToken);
        return (first ?? since, false);
    }
}
