using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Audit;

/// <summary>审计日志: who did what to what, the newest first.</summary>
public static class ListAudit
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Object">As shown: <c>customer:457060a7</c>.</param>
    /// <param name="Actor">Null for the system.</param>
    /// <param name="At">UTC.</param>
    public sealed record Row(long Sequence, string Action, string Object, Guid? CustomerId, ActorKind ActorKind, string? Actor, DateTime At);

    private static readonly GridSource<AuditEntry> Source = new GridSource<AuditEntry>(a => a.Sequence)
        .Sort("sequence", a => a.Sequence)
        .Filter("rows", value => value switch
        {
            "operations" => a => a.CustomerId != null,
            "management" => a => a.CustomerId == null,
            "all" => a => true,
            _ => null,
        })
        .Filter("action", value => a => a.Action == value)
        .Filter("actor", value => Codes.TryParse<ActorKind>(value, out var kind) ? a => a.ActorKind == kind : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? a => a.CustomerId == id : null);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var found = await Source.ReadAsync(store.AuditEntries.VisibleTo(caller.Current), request.Grid,
                a => new { a.Sequence, a.Action, a.ObjectType, a.ObjectId, a.CustomerId, a.ActorKind, a.ActorId, a.At }, null, cancellationToken);
            if (!found.Succeeded) return Result<Page<Row>>.Fail(found.Errors);
            var directory = lane.Last.Directory;
            return new Page<Row>([.. found.Value.Rows.Select(a => new Row(a.Sequence, a.Action, $"{a.ObjectType}:{ShortId.Of(a.ObjectId)}", a.CustomerId,
                a.ActorKind, directory.NameOfUser(a.ActorId), a.At))], found.Value.Total);
        }
    }
}
