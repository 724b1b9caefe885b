using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>保留期限预览: who would be erased now if customers were kept for so many days.</summary>
public static class PreviewRetention
{
    /// <summary>As many as are looked at.</summary>
    public const int Most = 10_000;

    /// <param name="Days">Within the bounds of <see cref="SettingKind.RetentionDays"/>.</param>
    public sealed record Query(int Days) : IQuery<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Customers">How many would be erased.</param>
    /// <param name="Held">How many silent ones stay, because a person works on them.</param>
    /// <param name="LongestSince">When the first to be erased was last heard from; UTC; null when there is nobody.</param>
    /// <param name="IsMore">There are more than <see cref="Most"/> who are silent; only those who are so for longest are counted.</param>
    public sealed record Answer(int Customers, int Held, DateTime? LongestSince, bool IsMore);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Days).InclusiveBetween(SettingRules.Bounds(SettingKind.RetentionDays)!.Value.Least, SettingRules.Bounds(SettingKind.RetentionDays)!.Value.Most).WithErrorCode("range");
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow().UtcDateTime;
            var free = Retention.IsFree(store, now);
            var silent = Retention.Silent(store, now - TimeSpan.FromDays(request.Days)).OrderBy(c => c.LastSeenAt).ThenBy(c => c.Id);
            var all = await silent.Take(Most + 1).CountAsync(cancellationToken);
            var customers = await silent.Take(Math.Min(all, Most)).Where(free).CountAsync(cancellationToken);
            var longest = await silent.Where(free).Select(c => (DateTime?)c.LastSeenAt).FirstOrDefaultAsync(cancellationToken);
            return new Answer(customers, Math.Min(all, Most) - customers, longest, all > Most);
        }
    }
}
