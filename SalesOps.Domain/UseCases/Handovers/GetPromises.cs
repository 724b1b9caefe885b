using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>交还前的承诺: what is still to be done for a customer, whoever has to do it. A salesperson who hands back sees colleagues' tasks of their own customer too.</summary>
public static class GetPromises
{
    public sealed record Query(Guid CustomerId) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Tasks">The most pressing first.</param>
    public sealed record Answer(Guid CustomerId, IReadOnlyList<Promise> Tasks) : IAboutCustomer;

    /// <param name="Note">What was noted by hand; null for tasks that rules made.</param>
    /// <param name="OwnerId">Null for nobody's.</param>
    /// <param name="Owner">The owner's name.</param>
    /// <param name="DueAt">UTC.</param>
    /// <param name="ReviewId">The review whose decision ends it; null for other kinds.</param>
    public sealed record Promise(Guid Id, TaskKind Kind, string? Note, Guid? OwnerId, string? Owner, DateTime DueAt, Guid? ReviewId)
    {
        /// <inheritdoc cref="WorkTask.EndsByItself"/>
        public bool EndsByItself => WorkTask.EndByThemselves(Kind);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (!await store.Customers.VisibleTo(caller.Current).AnyAsync(c => c.Id == request.CustomerId, cancellationToken)) return Error.NotFound("The customer");
            var open = await OpenAsync(store, [request.CustomerId], lane.Last.Directory, cancellationToken);
            return new Answer(request.CustomerId, [.. open[request.CustomerId]]);
        }
    }

    /// <summary>What is still to be done for each of the customers, the most pressing first.</summary>
    internal static async Task<ILookup<Guid, Promise>> OpenAsync(SalesOpsDb store, IReadOnlyCollection<Guid> customers, StoreDirectory directory, CancellationToken stop)
    {
        var open = await store.WorkTasks.Where(t => customers.Contains(t.CustomerId) && t.Status == WorkTaskStatus.Open)
            .Select(t => new { t.CustomerId, t.Id, t.Kind, t.Note, t.SalesUserId, t.DueAt, t.ReviewId }).ToListAsync(stop);
        // Asked for in this order, all open tasks could be walked for a few customers'.
        return open.OrderBy(t => t.DueAt).ThenBy(t => t.Id)
            .ToLookup(t => t.CustomerId, t => new Promise(t.Id, t.Kind, t.Note, t.SalesUserId, directory.NameOfUser(t.SalesUserId), t.DueAt, t.ReviewId));
    }
}
