using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>What one customer asked about the own personal data. Salespeople see it of their own customers.</summary>
public static class GetDataRequests
{
    public sealed record Query(Guid CustomerId) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Requests">What is still to be done first, the most pressing before the others; then what ended last.</param>
    public sealed record Answer(Guid CustomerId, IReadOnlyList<Row> Requests) : IAboutCustomer;

    /// <param name="Note">What was asked, in words; null when nothing was noted.</param>
    /// <param name="ReceivedAt">UTC, as the others.</param>
    /// <param name="DueAt">What is due next.</param>
    /// <param name="FiledBy">Null for the system, as the others.</param>
    /// <param name="Reason">Why it was refused, as a code; null otherwise.</param>
    public sealed record Row(Guid Id, DataRequestKind Kind, string Source, string? Note, DataRequestStatus Status, DateTime ReceivedAt, DateTime AnswerDueAt, DateTime CompletionDueAt, DateTime DueAt,
        string? FiledBy, DateTime? AnsweredAt, string? AnsweredBy, DateTime? EndedAt, string? EndedBy, string? Reason, int Version)
    {
        public bool IsPending => EndedAt is null;
        public SeenRequest Seen => new(Id, Version);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (!await store.Customers.VisibleTo(caller.Current).AnyAsync(c => c.Id == request.CustomerId, cancellationToken)) return Error.NotFound("The customer");
            var requests = await store.DataRequests.Where(r => r.CustomerId == request.CustomerId).ToListAsync(cancellationToken);
            var directory = lane.Last.Directory;
            return new Answer(request.CustomerId, [.. requests.OrderBy(r => r.EndedAt is not null).ThenByDescending(r => r.EndedAt).ThenBy(r => r.DueAt).ThenBy(r => r.Id)
                .Select(r => new Row(r.Id, r.Kind, r.Source, r.Note, r.Status, r.ReceivedAt, r.AnswerDueAt, r.CompletionDueAt, r.DueAt, directory.NameOfUser(r.FiledById), r.AnsweredAt,
                    directory.NameOfUser(r.AnsweredById), r.EndedAt, directory.NameOfUser(r.EndedById), r.Reason, r.Version))]);
        }
    }
}
