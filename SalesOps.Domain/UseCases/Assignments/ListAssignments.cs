using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>分配关系: assignments, active and past, the newest first.</summary>
public static class ListAssignments
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Customer">Null when the customer is not the caller's any more.</param>
    /// <param name="CreatedAt">UTC.</param>
    /// <param name="IsLeaving">The agent is no longer meant for the customer, who stays with it until the conversation ends.</param>
    public sealed record Row(Guid Id, Guid CustomerId, string? Customer, Guid AiAgentId, string? AiAgent, string? SalesUser, AssignmentStatus Status, string Reason, DateTime CreatedAt, bool IsLeaving);

    internal static readonly GridSource<Assignment> Source = new GridSource<Assignment>(r => r.Id)
        // Ids begin with the moment of their making.
        .Sort("createdAt", a => a.Id)
        .Filter("rows", value => value switch
        {
            "active" => Model.Counters.ActiveBindings.Rows,
            // 绑定数: those of an AI agent's counter without its lendings.
            "bound" => a => a.Reason != Assignment.OwnerAway && a.Reason != Assignment.OwnerBack,
            _ => null,
        })
        .Filter("status", value => Codes.TryParse<AssignmentStatus>(value, out var status) ? a => a.Status == status : null)
        .Filter("agent", value => Guid.TryParse(value, out var id) ? a => a.AiAgentId == id : null)
        .Filter("salesUser", value => Guid.TryParse(value, out var id) ? a => a.SalesUserId == id : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? a => a.CustomerId == id : null)
        .Search((rows, found) => rows.Where(a => found.Contains(a.CustomerId)), (rows, customers) => rows.Where(a => customers.Any(c => c.Id == a.CustomerId)));

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, ShownCounters shown) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sender = caller.Current;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var directory = lane.Last.Directory;
            var customers = store.Customers.VisibleTo(sender);
            return await Source.ReadAsync(store, store.Assignments.VisibleTo(sender), request.Grid,
                a => new { a.Id, a.CustomerId, Customer = customers.Where(c => c.Id == a.CustomerId).Select(c => c.Name).FirstOrDefault(), a.AiAgentId, a.SalesUserId, a.Status, a.Reason, a.CreatedAt, a.LeavingSince },
                a => new Row(a.Id, a.CustomerId, a.Customer, a.AiAgentId, directory.NameOfAgent(a.AiAgentId), directory.NameOfUser(a.SalesUserId), a.Status, a.Reason, a.CreatedAt,
                    a.Status == AssignmentStatus.Active && a.LeavingSince is not null),
                shown[lane.Last.Counters, Model.Counters.Bindings, sender.CounterKey], cancellationToken, named: store.Customers.NamedTo(sender));
        }
    }
}
