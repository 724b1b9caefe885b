using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>任务: what people must do, the most pressing first.</summary>
public static class ListTasks
{
    public sealed record Query(GridRequest Grid) : IQuery<Page<Row>>, IGridQuery, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="Customer">Null when the customer is not the caller's any more.</param>
    /// <param name="Note">What was noted by hand; null for tasks that rules made.</param>
    /// <param name="CreatedAt">UTC.</param>
    /// <param name="DueAt">UTC.</param>
    /// <param name="ReviewId">The review whose decision ends it; null for other kinds.</param>
    /// <param name="EscalatedAt">When it went to the fallback owner; UTC; null while it did not.</param>
    public sealed record Row(Guid Id, TaskKind Kind, Guid CustomerId, string? Customer, Guid? SalesUserId, string? SalesUser, string? Note, WorkTaskStatus Status,
        DateTime CreatedAt, DateTime DueAt, DateTime? EscalatedAt, Guid? ReviewId)
    {
        public SeenTask Seen => new(Id, Status, SalesUserId, DueAt);
    }

    /// <summary>The filter <c>salesUser</c>'s word for no owner.</summary>
    public const string Nobodys = "-";

    internal static readonly GridSource<WorkTask> Source = new GridSource<WorkTask>(r => r.Id)
        // Open ones first, then those that are done.
        .Sort("dueAt", (tasks, down) => down ? tasks.OrderBy(t => t.Status).ThenByDescending(t => t.DueAt) : tasks.OrderByDescending(t => t.Status).ThenBy(t => t.DueAt), descending: false)
        .Filter("rows", value => value switch
        {
            "open" => Model.Counters.OpenTasks.Rows,
            "all" => t => true,
            _ => null,
        })
        // What is late, or will be within some time; of all that is open.
        .Filter("due", (value, now) => value == "overdue" ? t => t.Status == WorkTaskStatus.Open && t.DueAt <= now
            : GridRanges.TryTime(value, out var time) && now + time is var at ? t => t.Status == WorkTaskStatus.Open && t.DueAt <= at : null)
        .Filter("status", value => Codes.TryParse<WorkTaskStatus>(value, out var status) ? t => t.Status == status : null)
        .Filter("kind", value => Codes.TryParse<TaskKind>(value, out var kind) ? t => t.Kind == kind : null)
        .Filter("customer", value => Guid.TryParse(value, out var id) ? t => t.CustomerId == id : null)
        // Apart from salesUser, so that a page can offer both.
        .Filter("mine", value => Guid.TryParse(value, out var id) ? t => t.SalesUserId == id : null)
        .Filter("salesUser", value => value == Nobodys ? t => t.SalesUserId == null : Guid.TryParse(value, out var id) ? t => t.SalesUserId == id : null)
        .Search((rows, found) => rows.Where(t => found.Contains(t.CustomerId)), (rows, customers) => rows.Where(t => customers.Any(c => c.Id == t.CustomerId)));

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Page<Row>>>
    {
        public async Task<Result<Page<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            var sender = caller.Current;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var directory = lane.Last.Directory;
            var customers = store.Customers.VisibleTo(sender);
            return await Source.ReadAsync(store, store.WorkTasks.VisibleTo(sender), request.Grid,
                t => new { t.Id, t.Kind, t.CustomerId, Customer = customers.Where(c => c.Id == t.CustomerId).Select(c => c.Name).FirstOrDefault(), t.SalesUserId, t.Note, t.Status, t.CreatedAt, t.DueAt, t.EscalatedAt, t.ReviewId },
                t => new Row(t.Id, t.Kind, t.CustomerId, t.Customer, t.SalesUserId, directory.NameOfUser(t.SalesUserId), t.Note, t.Status, t.CreatedAt, t.DueAt, t.EscalatedAt, t.ReviewId), null, cancellationToken,
                time.GetUtcNow().UtcDateTime, named: store.Customers.NamedTo(sender));
        }
    }
}
