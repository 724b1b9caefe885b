using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Two customers side by side, and what speaks against making them one, each way round.</summary>
public static class PreviewMerge
{
    public sealed record Query(Guid CustomerId, Guid OtherId) : IQuery<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Customer">Who stays.</param>
    /// <param name="Other">Who goes into that one.</param>
    /// <param name="Refused">Why that cannot be; null when it can.</param>
    /// <param name="RefusedTheOtherWay">Why the other cannot stay; null when it can.</param>
    public sealed record Answer(Side Customer, Side Other, Error? Refused, Error? RefusedTheOtherWay);

    /// <param name="AiAgentId">Null for one who waits unbound.</param>
    /// <param name="FirstSeenAt">UTC.</param>
    /// <param name="LastSeenAt">UTC.</param>
    /// <param name="Reviews">Those that wait for a decision.</param>
    public sealed record Side(Guid Id, string Name, IReadOnlyList<string> Identities, Guid? AiAgentId, string? AiAgent, string? SalesUser, string Note,
        DateTime FirstSeenAt, DateTime LastSeenAt, int Messages, int OpenTasks, int Reviews);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (await store.Customers.FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken) is not { } customer) return Error.NotFound("The customer");
            if (await store.Customers.FirstOrDefaultAsync(c => c.Id == request.OtherId, cancellationToken) is not { } other) return Error.NotFound("The other customer");
            var directory = lane.Last.Directory;
            return new Answer(await SideAsync(store, customer, directory, cancellationToken), await SideAsync(store, other, directory, cancellationToken),
                await Merging.RefuseAsync(store, directory, customer, other, cancellationToken), await Merging.RefuseAsync(store, directory, other, customer, cancellationToken));
        }

        private static async Task<Side> SideAsync(SalesOpsDb store, Customer c, StoreDirectory directory, CancellationToken cancellationToken) => new(c.Id, c.Name,
            [.. (await store.ChannelIdentities.Where(i => i.CustomerId == c.Id).OrderBy(i => i.CreatedAt).ToListAsync(cancellationToken)).Select(i => i.Display)],
            c.AiAgentId, directory.NameOfAgent(c.AiAgentId), directory.NameOfUser(c.SalesUserId), c.Traits.Note, c.FirstSeenAt, c.LastSeenAt,
            await store.Messages.CountAsync(m => m.CustomerId == c.Id, cancellationToken), c.OpenTasks,
            await store.Reviews.CountAsync(r => r.CustomerId == c.Id && r.Status == ReviewStatus.Pending, cancellationToken));
    }
}
