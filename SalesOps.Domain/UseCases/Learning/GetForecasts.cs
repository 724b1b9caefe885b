using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>阈值预测: what every threshold would have asked of reviewers, and let through, over the time that is asked about.</summary>
public static class GetForecasts
{
    /// <summary>So few timed decisions say nothing of how long one takes.</summary>
    public const int LeastTimed = 30;
    private const int MostTimed = 2000;

    public sealed record Query(Scope Scope) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Producer">Whose readings; null when there are none.</param>
    /// <param name="Threshold">What holds for the slice now, 0..1.</param>
    /// <param name="SampledShare">What holds for the slice now, 0..1.</param>
    /// <param name="ByHundredths">From 0.00 to 1.00; empty when nothing came in.</param>
    /// <param name="Readings">How many came in.</param>
    /// <param name="Days">Over how long.</param>
    /// <param name="IsCut">More came in than are counted: the newest are.</param>
    /// <param name="NeverSampled">How many passed while nothing was sampled: no outcome speaks for them.</param>
    /// <param name="Decision">How long a decision takes, the median; null when too few were timed.</param>
    /// <param name="Timed">How many decisions were timed.</param>
    public sealed record Answer(string? Producer, double Threshold, double SampledShare, IReadOnlyList<Forecast> ByHundredths, long Readings, double Days, bool IsCut,
        long NeverSampled, TimeSpan? Decision, int Timed);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Scope).NotNull().SetValidator(new Scope.Validator());
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, Playbook playbook, ReviewPolicy policy, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (scope, since) = (request.Scope, request.Scope.Since(time));
            var judged = await JudgedReadings.ReadAsync(store, policy, scope, since, cancellationToken);
            var intake = new Intake(store, scope, since);
            var counts = await intake.CountAsync(playbook.Reviews.AlwaysReview, cancellationToken);
            var producer = scope.Producer ?? counts.MaxBy(c => c.Last)?.Producer;
            var mine = counts.Where(c => c.Producer == producer).ToList();
            var (threshold, share) = (policy.Of(PolicyKind.Threshold, scope.Slice), policy.Of(PolicyKind.SampledShare, scope.Slice));
            var (from, isCut) = await intake.SpanAsync(cancellationToken);
            // Under an hour a rate by day says nothing.
            var days = Math.Max((time.GetUtcNow().UtcDateTime - from).TotalDays, 1 / 24.0);
            var outcomes = judged.Where(r => r.Producer == producer && !r.Forced).Select(r => r.Outcome).ToList();
            var readings = mine.Select(c => new ReadingCount(c.Hundredths, c.Count, c.Forced)).ToList();
            var (decision, timed) = await DecisionTimeAsync(store, since, cancellationToken);
            return new Answer(producer, threshold, share,
                mine.Count == 0 ? [] : [.. Enumerable.Range(0, 101).Select(h => Forecast.At(h, readings, outcomes, days, share))],
                mine.Sum(c => c.Count), days, isCut, mine.Where(c => c.Unsampled && !c.Forced).Sum(c => c.Count), decision, timed);
        }

        private static async Task<(TimeSpan? Median, int Timed)> DecisionTimeAsync(SalesOpsDb store, DateTime since, CancellationToken cancellationToken)
        {
            var times = await store.Decisions.Where(d => d.At >= since && d.LookedMs != null).OrderByDescending(d => d.Id).Take(MostTimed)
                .Select(d => d.LookedMs!.Value).ToListAsync(cancellationToken);
            if (times.Count < LeastTimed) return (null, times.Count);
            times.Sort();
            return (TimeSpan.FromMilliseconds(times[times.Count / 2]), times.Count);
        }
    }
}
