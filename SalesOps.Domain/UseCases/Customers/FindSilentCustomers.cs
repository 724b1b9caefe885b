using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Whose time is over, the longest silent first; nobody while customers are kept for good, or while the clock is not believed (<see cref="ClockTrust"/>).</summary>
public static class FindSilentCustomers
{
    /// <summary>So many that the lane has them erased in a tenth of a second.</summary>
    public const int AtOnce = 20;

    public sealed record Query : IQuery<Answer>
    {
        public static Access Access => Access.SystemOnly;

        /// <summary>Who is passed over.</summary>
        public IReadOnlySet<Guid> Except { get; init; } = new HashSet<Guid>();
    }

    /// <param name="Customers">At most <see cref="AtOnce"/>.</param>
    public sealed record Answer(IReadOnlyList<Guid> Customers);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, ClockTrust clock, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow().UtcDateTime;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            // Asked first, and always: it watches the clock.
            if (!await clock.IsBelievedAsync(store, cancellationToken) || lane.Last.Directory.Settings.KeptSince(now) is not { } since) return new Answer([]);
            var silent = await Retention.Silent(store, since).Where(Retention.IsFree(store, now)).OrderBy(c => c.LastSeenAt).ThenBy(c => c.Id)
                .Select(c => c.Id).Take(AtOnce + request.Except.Count).ToListAsync(cancellationToken);
            return new Answer([.. silent.Where(id => !request.Except.Contains(id)).Take(AtOnce)]);
        }
    }
}
