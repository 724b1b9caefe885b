using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>复核人: how each person decides, for the lead.</summary>
public static class GetReviewers
{
    public const int MostDays = 90;

    /// <param name="Days">How far back.</param>
    /// <param name="Zone">The console's, by which days are told.</param>
    public sealed record Query(int Days, TimeZoneInfo Zone) : IQuery<IReadOnlyList<Row>>, IShared
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Repeated">Own decisions of before that were made once more, unseen as such.</param>
    /// <param name="Same">Those of the same mind.</param>
    public sealed record Row(string Name, ReviewerFigures Figures, int Repeated, int Same);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Days).InclusiveBetween(1, MostDays);
            RuleFor(q => q.Zone).NotNull();
        }
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (since, directory) = (time.GetUtcNow().UtcDateTime.AddDays(-request.Days), lane.Last.Directory);
            var rows = await (
                from decision in Since(store, [.. directory.SalesUsers.Keys], since)
                join review in store.Reviews on decision.ReviewId equals review.Id
                join read in store.Understandings on review.UnderstandingId equals read.Id
                join message in store.Messages on read.MessageId equals message.Id
                select new
                {
                    ById = decision.ById!.Value, decision.Outcome, decision.At, decision.LookedMs, decision.ReadingMs, decision.Intent, decision.Stage, decision.Reason, IsRepeat = decision.RepeatsId != null,
                    review.Kind, ReadIntent = read.Intent, ReadStage = read.Stage, message.Text,
                }).ToListAsync(cancellationToken);
            var decisions = rows.Select(r => new ReviewerDecision(r.ById, r.Outcome == ReviewStatus.Approved,
                DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(r.At, request.Zone)), r.LookedMs, r.ReadingMs,
                // Erased messages are all alike, and say nothing of whether they were; hidden repeats are counted by themselves.
                r.IsRepeat || r.Kind != ReviewKind.Understanding || r.Text.Length == 0 ? null : ThingOf(r.Text, r.ReadIntent, r.ReadStage),
                Outcome.IsRight(new Ruling(r.Outcome, r.Intent, r.Stage, Reason: r.Reason), r.ReadIntent, r.ReadStage))).ToList();
            var repeats = await RepeatsAsync(store, [.. directory.SalesUsers.Keys], since, cancellationToken);
            return Result<IReadOnlyList<Row>>.Of([.. ReviewerFigures.Of(decisions).Select(f =>
                new Row(directory.NameOfUser(f.ById) ?? "", f, repeats[f.ById].Count(), repeats[f.ById].Count(same => same)))]);
        }

        /// <summary>Of each hidden repeat by whom, whether it was of one mind with the decision before. What was taken over says nothing.</summary>
        private static async Task<ILookup<Guid, bool>> RepeatsAsync(SalesOpsDb store, IReadOnlyList<Guid> people, DateTime since, CancellationToken cancellationToken)
        {
            var pairs = await (
                from again in Since(store, people, since)
                where again.RepeatsId != null && again.Outcome != ReviewStatus.TakenOver
                join earlier in store.Decisions on again.RepeatsId equals earlier.Id
                select new { earlier, again }).ToListAsync(cancellationToken);
            return pairs.ToLookup(p => p.again.ById!.Value, p => SecondOpinion.Agree(p.earlier.Ruling, p.again.Ruling));
        }

        /// <summary>A hash is as good as the text, and a long message takes no more room than a short one.</summary>
        private static string ThingOf(string text, string? intent, string stage) =>
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Fold.Text(text).Trim()}\0{intent}\0{stage}")).AsSpan(0, 16));
    }

    /// <summary>The decisions of these people that stand.</summary>
    internal static IQueryable<Decision> Since(SalesOpsDb store, IReadOnlyList<Guid> people, DateTime since) =>
        store.Decisions.Where(d => d.ById != null && people.Contains(d.ById.Value) && d.At >= since && d.UndoneAt == null);
}
