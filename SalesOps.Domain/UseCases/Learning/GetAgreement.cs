using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>一致率: how often two people who judged the same, neither knowing what the other said, were of one mind.</summary>
public static class GetAgreement
{
    /// <param name="Days">How far back the first of the two may have spoken.</param>
    public sealed record Query(int Days) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Pairs">Reviews about which two people spoke; those that were taken over before the second did are none.</param>
    /// <param name="Agreed">Those of one mind.</param>
    public sealed record Answer(int Pairs, int Agreed);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Days).InclusiveBetween(1, GetReviewers.MostDays);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var firsts = GetReviewers.Since(store, [.. lane.Last.Directory.SalesUsers.Keys], time.GetUtcNow().UtcDateTime.AddDays(-request.Days)).Where(d => d.IsOpinion && d.RepeatsId == null);
            var spoken = await (
                from first in firsts
                join review in store.Reviews on new { Id = first.ReviewId, first.ById } equals new { review.Id, ById = review.FirstById }
                join later in store.Decisions on review.Id equals later.ReviewId
                where later.UndoneAt == null && later.RepeatsId == null && later.ById != first.ById && (review.SecondById == null || later.ById == review.SecondById)
                select new { first, later }).ToListAsync(cancellationToken);
            var pairs = spoken.Where(p => p.later.Outcome != ReviewStatus.TakenOver).ToList();
            return new Answer(pairs.Count, pairs.Count(p => SecondOpinion.Agree(p.first.Ruling, p.later.Ruling)));
        }
    }
}
