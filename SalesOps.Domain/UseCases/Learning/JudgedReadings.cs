using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Reviews;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>What people decided of readings, as outcomes.</summary>
internal static class JudgedReadings
{
    private static readonly ReviewStatus[] Decided = [ReviewStatus.Approved, ReviewStatus.Corrected, ReviewStatus.Rejected];
    private static readonly ReviewStatus[] Unjudged = [ReviewStatus.Pending, ReviewStatus.TakenOver, ReviewStatus.Withdrawn];

    /// <param name="Forced">A person sees such readings at any confidence.</param>
    internal sealed record Row(Outcome Outcome, string Producer, bool Forced, DateTime At);

    /// <summary>The reviews of readings that lie in the scope, whatever became of them and whoever produced them.</summary>
    /// <remarks>What was read again after a rejection is left out: it came here because another reading was wrong, and stands for nothing else.</remarks>
    public static IQueryable<Review> Reviews(SalesOpsDb store, Scope scope, DateTime since)
    {
        // A review is due after it was made, so that the index on the time it is due bounds both.
        var rows = store.Reviews.Where(r => r.Kind == ReviewKind.Understanding && r.DueAt >= since && r.CreatedAt >= since
            && !((string)(object)r.Reasons).Contains(RejectReview.ReadAgain));
        var (intent, language, channel) = scope.Slice;
        if (intent is not null) rows = rows.Where(r => r.Intent == intent);
        if (language is not null) rows = rows.Where(r => r.Language == language);
        if (channel is { } known) rows = rows.Where(r => r.Channel == known);
        if (scope.AiAgentId is { } agent) rows = rows.Where(r => r.AiAgentId == agent);
        return rows;
    }

    /// <summary>Those of <see cref="Reviews"/> that people decided.</summary>
    public static IQueryable<Review> DecidedReviews(SalesOpsDb store, Scope scope, DateTime since) => Reviews(store, scope, since).Where(r => Decided.Contains(r.Status));

    /// <summary>All that was judged, whoever produced it.</summary>
    public static async Task<List<Row>> ReadAsync(SalesOpsDb store, ReviewPolicy policy, Scope scope, DateTime since, CancellationToken cancellationToken)
    {
        var rows = await (
            from review in DecidedReviews(store, scope, since)
            join read in store.Understandings on review.UnderstandingId equals read.Id
            join decision in store.Decisions on review.Id equals decision.ReviewId
            where decision.UndoneAt == null && !decision.IsOpinion
            select new
            {
                read.Confidence, read.SamplingProbability, read.Producer, read.Intent, read.Stage, read.CreatedAt,
                HasRisk = (string)(object)read.Risks != "[]",
                decision.Outcome, Said = decision.Intent, SaidStage = decision.Stage, decision.Reason,
            }).ToListAsync(cancellationToken);
        return [.. from row in rows
                   let right = Outcome.IsRight(new Ruling(row.Outcome, row.Said, row.SaidStage, Reason: row.Reason), row.Intent, row.Stage)
                   where right is not null
                   select new Row(new Outcome(row.Confidence, right.Value, row.SamplingProbability ?? 1), row.Producer,
                       row.HasRisk || policy.IsAlwaysReviewed(row.Intent), row.CreatedAt)];
    }

    /// <summary>How many reviews wait still, or ended without a judgement.</summary>
    public static Task<int> CountUnjudgedAsync(SalesOpsDb store, Scope scope, string producer, DateTime since, CancellationToken cancellationToken) => (
        from review in Reviews(store, scope, since)
        where Unjudged.Contains(review.Status)
        join read in store.Understandings on review.UnderstandingId equals read.Id
        where read.Producer == producer
        select review.Id).CountAsync(cancellationToken);
}
