using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Audit;

/// <summary>The last thing that was done with a customer the caller may see; nothing is counted, so that it can be asked all the time.</summary>
public static class GetLatestEntry
{
    public sealed record Query : IQuery<Answer>, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Entry">Null while there is none.</param>
    public sealed record Answer(ListAudit.Row? Entry);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var found = await store.AuditEntries.VisibleTo(caller.Current).Where(a => a.CustomerId != null && a.Action != AuditActions.Viewed).OrderByDescending(a => a.Sequence)
                .Select(ListAudit.Found.Of).FirstOrDefaultAsync(cancellationToken);
            return new Answer(found?.Row(lane.Last.Directory));
        }
    }
}
