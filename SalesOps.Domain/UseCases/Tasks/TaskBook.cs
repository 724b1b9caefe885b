using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>A task as somebody saw it who changes it: one that changed since is left as it is.</summary>
/// <param name="DueAt">UTC.</param>
public sealed record SeenTask(Guid TaskId, WorkTaskStatus Status, Guid? SalesUserId, DateTime DueAt);

/// <summary>Opens tasks to change them, each by itself.</summary>
internal sealed class TaskBook(Change change, CallerContext caller)
{
    /// <summary>Acts on each that is still as it was seen.</summary>
    /// <inheritdoc cref="EachAsync(IReadOnlyList{Guid}, string, Func{WorkTask, Customer, Error})" path="/param"/>
    public Task<Result<BulkAnswer>> EachAsync(IReadOnlyList<SeenTask> seen, string action, Func<WorkTask, Customer, Error?> act)
    {
        var lines = seen.ToDictionary(s => s.TaskId);
        return EachAsync([.. seen.Select(s => s.TaskId)], action, (task, customer) => Stale(task, lines[task.Id]) ?? act(task, customer));
    }

    /// <param name="action">For the audit log.</param>
    /// <param name="act">Changes the task, or says why not.</param>
    public async Task<Result<BulkAnswer>> EachAsync(IReadOnlyList<Guid> ids, string action, Func<WorkTask, Customer, Error?> act)
    {
        var tasks = await change.Store.WorkTasks.VisibleTo(caller.Current).Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id);
        var customerIds = tasks.Values.Select(t => t.CustomerId).Distinct().ToList();
        var customers = await change.Store.Customers.Where(c => customerIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id);
        var lines = new List<BulkLine>(ids.Count);
        foreach (var id in ids)
        {
            var task = tasks.GetValueOrDefault(id);
            var refused = task is null ? Error.NotFound("The task") : act(task, customers[task.CustomerId]);
            if (refused is null) change.Record(action, task!, customers[task!.CustomerId]);
            lines.Add(new BulkLine(id, refused));
        }
        return Bulk.Answer(lines);
    }

    /// <summary>Whether the person may be given a task.</summary>
    public bool MayGet(Guid salesUserId) => change.Directory.MayWork(salesUserId);

    /// <summary>Whether the person may own a task: also who is suspended keeps theirs.</summary>
    public bool MayOwn(Guid salesUserId) => change.Directory.SalesUsers.TryGetValue(salesUserId, out var person) && person.IsActive;

    /// <summary>Whether the person may open the customer, and so do something for them.</summary>
    public bool MayServe(Guid salesUserId, Customer customer) => Caller.Person(change.Directory.SalesUsers[salesUserId]).Sees(customer.SalesUserId ?? Guid.Empty);

    /// <summary>Says what changed; null when nothing did.</summary>
    private Error? Stale(WorkTask task, SeenTask seen) =>
        task.Status != seen.Status ? new Error(ErrorKind.Stale, $"The task is {task.Status.Code()} by now.", Code: $"task_{task.Status.Code()}")
        : task.SalesUserId != seen.SalesUserId ? new Error(ErrorKind.Stale, $"The task belongs to {change.Directory.NameOfUser(task.SalesUserId) ?? "nobody"} by now.", Code: "task_given")
        : task.DueAt != seen.DueAt ? new Error(ErrorKind.Stale, $"The task is due at {task.DueAt:yyyy-MM-dd HH:mm} UTC by now.", Code: "task_postponed")
        : null;
}
