using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>删除证明: what a customer asked for, that it was done, and which entry of the audit log proves it. Nothing in it says who the customer was.</summary>
public static class GetCertificate
{
    public sealed record Query(Guid RequestId) : IQuery<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Request">As it ended.</param>
    /// <param name="FiledBy">Null for the system, as the others.</param>
    /// <param name="ErasedReason">Why the customer was erased, as a code.</param>
    /// <param name="Sequence">The number of the audit entry that erased the customer and ended the request.</param>
    /// <param name="Hash">That entry's, in hexadecimal digits.</param>
    /// <param name="First">Who had erased the customer before a backup came back and the program did so again; null when that entry is the first.</param>
    public sealed record Answer(DataRequest Request, string? FiledBy, string? AnsweredBy, string? EndedBy, string ErasedReason, long Sequence, string Hash, FirstErasure? First);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (await store.DataRequests.FirstOrDefaultAsync(r => r.Id == request.RequestId && r.Status == DataRequestStatus.Completed, cancellationToken) is not { } asked) return Error.NotFound("The certificate");
            var reason = await store.Customers.Where(c => c.Id == asked.CustomerId).Select(c => c.ErasedReason).FirstAsync(cancellationToken);
            var entry = await store.AuditEntries.Where(a => a.CustomerId == asked.CustomerId && a.Action == Erasure.Action).Select(a => new { a.Sequence, a.Hash }).FirstAsync(cancellationToken);
            var directory = lane.Last.Directory;
            return new Answer(asked, directory.NameOfUser(asked.FiledById), directory.NameOfUser(asked.AnsweredById), directory.NameOfUser(asked.EndedById), reason!, entry.Sequence, Convert.ToHexStringLower(entry.Hash),
                (await FirstErasure.OfAsync(store, directory, [asked.CustomerId], cancellationToken)).GetValueOrDefault(asked.CustomerId));
        }
    }
}
