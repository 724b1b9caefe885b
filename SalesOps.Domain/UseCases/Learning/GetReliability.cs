using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>可靠性: what people found of the readings of one producer, against the confidence it claimed.</summary>
public static class GetReliability
{
    public sealed record Query(Scope Scope) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Producer">Who read them; null when nothing was judged.</param>
    /// <param name="Producers">All whose readings were judged, the one that read last first.</param>
    /// <param name="Sampled">How many of the outcomes passed by themselves and were looked at by chance.</param>
    /// <param name="Unjudged">How many reviews wait still or ended without a judgement.</param>
    public sealed record Answer(string? Producer, IReadOnlyList<ProducerCount> Producers, Reliability Reliability, int Sampled, int Unjudged);

    public sealed record ProducerCount(string Producer, int Outcomes);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Scope).NotNull().SetValidator(new Scope.Validator());
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, ReviewPolicy policy, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var since = request.Scope.Since(time);
            var judged = await JudgedReadings.ReadAsync(store, policy, request.Scope, since, cancellationToken);
            var producers = judged.GroupBy(r => r.Producer).OrderByDescending(g => g.Max(r => r.At)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new ProducerCount(g.Key, g.Count())).ToList();
            var producer = request.Scope.Producer ?? producers.FirstOrDefault()?.Producer;
            var outcomes = judged.Where(r => r.Producer == producer).Select(r => r.Outcome).ToList();
            return new Answer(producer, producers, Reliability.Of(outcomes), outcomes.Count(o => o.Probability < 1),
                producer is null ? 0 : await JudgedReadings.CountUnjudgedAsync(store, request.Scope, producer, since, cancellationToken));
        }
    }
}
