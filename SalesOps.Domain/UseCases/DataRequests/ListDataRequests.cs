using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>个人数据请求: what customers asked about their personal data, what is overdue for longest first.</summary>
public static class ListDataRequests
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Customer">Empty once erased.</param>
    /// <param name="ReceivedAt">UTC, as the others.</param>
    /// <param name="Reason">Why it was refused, as a code; null otherwise.</param>
    public sealed record Row(Guid Id, DataRequestKind Kind, Guid CustomerId, string Customer, string Source, DataRequestStatus Status, DateTime ReceivedAt, DateTime AnswerDueAt, DateTime? AnsweredAt,
        DateTime CompletionDueAt, DateTime? EndedAt, string? Reason, int Version)
    {
        public bool IsPending => EndedAt is null;
        public SeenRequest Seen => new(Id, Version);
    }

    private static readonly GridSource<DataRequest> Source = new GridSource<DataRequest>(r => r.Id)
        // What has not ended comes first.
        .Sort("dueAt", (requests, down) => down ? requests.OrderByDescending(r => r.EndedAt).ThenByDescending(r => r.DueAt) : requests.OrderBy(r => r.EndedAt).ThenBy(r => r.DueAt), descending: false)
        .Sort("receivedAt", r => r.ReceivedAt)
        .Filter("rows", value => value switch
        {
            "pending" => r => r.EndedAt == null,
            "all" => r => true,
            _ => null,
        })
        .Filter("due", (value, now) => value == "overdue" ? r => r.EndedAt == null && r.DueAt <= now
            : GridRanges.TryTime(value, out var time) && now + time is var at ? r => r.EndedAt == null && r.DueAt <= at : null)
        .Filter("status", value => Codes.TryParse<DataRequestStatus>(value, out var status) ? r => r.Status == status : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? r => r.CustomerId == id : null)
        .Search((rows, found) => rows.Where(r => found.Contains(r.CustomerId)), (rows, customers) => rows.Where(r => customers.Any(c => c.Id == r.CustomerId)));

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, TimeProvider time) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            return await Source.ReadAsync(store, store.DataRequests, request.Grid,
                r => new { r.Id, r.Kind, r.CustomerId, Customer = store.Customers.Where(c => c.Id == r.CustomerId).Select(c => c.Name).First(), r.Source, r.Status, r.ReceivedAt, r.AnswerDueAt, r.AnsweredAt, r.CompletionDueAt, r.EndedAt, r.Reason, r.Version },
                r => new Row(r.Id, r.Kind, r.CustomerId, r.Customer, r.Source, r.Status, r.ReceivedAt, r.AnswerDueAt, r.AnsweredAt, r.CompletionDueAt, r.EndedAt, r.Reason, r.Version), null, cancellationToken,
                time.GetUtcNow().UtcDateTime);
        }
    }
}
