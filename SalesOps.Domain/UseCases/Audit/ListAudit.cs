using System.Linq.Expressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

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
    /// <param name="First">Of an erasure made again after a restore, whose it was; null for all others.</param>
    public sealed record Row(long Sequence, string Action, string Object, Guid? CustomerId, ActorKind ActorKind, string? Actor, DateTime At, FirstErasure? First = null);

    private const string Time = "time";

    private static readonly GridSource<AuditEntry> Source = new GridSource<AuditEntry>(a => a.Sequence)
        .Sort("sequence", a => a.Sequence)
        .Filter("rows", value => value switch
        {
            "operations" => a => a.CustomerId != null && a.Action != AuditActions.Viewed,
            "viewings" => a => a.Action == AuditActions.Viewed,
            "management" => a => a.CustomerId == null,
            "all" => a => true,
            _ => null,
        })
        .Filter("action", value => a => a.Action == value)
        // Literals: the index of what people did is made for one of them.
        .Filter("actor", value => value switch
        {
            "human" => a => a.ActorKind == ActorKind.Human,
            "system" => a => a.ActorKind == ActorKind.System,
            _ => null,
        })
        .Filter("person", value => Guid.TryParse(value, out var id) ? a => a.ActorKind == ActorKind.Human && a.ActorId == id : null)
        // Those of the time are found by their numbers, before anything else is asked: see the handler.
        .Filter(Time, value => GridRanges.TrySpan(value, out _, out _) ? a => true : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? a => a.CustomerId == id : null)
        .Search((rows, found) => rows.Where(a => a.CustomerId != null && found.Contains(a.CustomerId.Value)), (rows, customers) => rows.Where(a => customers.Any(c => c.Id == a.CustomerId)));

    /// <summary>What is read of an entry: not its changes, which are large.</summary>
    internal sealed record Found(long Sequence, string Action, string ObjectType, Guid ObjectId, Guid? CustomerId, ActorKind ActorKind, Guid? ActorId, DateTime At)
    {
        public static readonly Expression<Func<AuditEntry, Found>> Of =
            a => new Found(a.Sequence, a.Action, a.ObjectType, a.ObjectId, a.CustomerId, a.ActorKind, a.ActorId, a.At);

        public Row Row(StoreDirectory directory) => new(Sequence, Action, $"{ObjectType}:{ShortId.Of(ObjectId)}", CustomerId, ActorKind, directory.NameOfUser(ActorId), At);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var directory = lane.Last.Directory;
            var rows = store.AuditEntries.VisibleTo(caller.Current);
            if (request.Grid.Keys is null && request.Grid.Filter(Time) is { } time && GridRanges.TrySpan(time, out var from, out var until))
                rows = await EntryTimes.BetweenAsync(store, rows, from, until, cancellationToken);
            var page = await Source.ReadAsync(store, rows, request.Grid, Found.Of, entry => entry.Row(directory), null, cancellationToken, named: store.Customers.NamedTo(caller.Current));
            return page.Succeeded ? await WithFirstAsync(store, directory, page.Value, cancellationToken) : page;
        }

        private static async Task<Page<Row>> WithFirstAsync(SalesOpsDb store, StoreDirectory directory, Page<Row> page, CancellationToken cancellationToken)
        {
            var erased = page.Rows.Where(IsSystems).Select(row => row.CustomerId!.Value).ToList();
            if (erased.Count == 0) return page;
            var first = await FirstErasure.OfAsync(store, directory, erased, cancellationToken);
            return page with { Rows = [.. page.Rows.Select(row => IsSystems(row) ? row with { First = first.GetValueOrDefault(row.CustomerId!.Value) } : row)] };
        }

        private static bool IsSystems(Row row) => row is { Action: Erasure.Action, ActorKind: ActorKind.System, CustomerId: not null };
    }
}
