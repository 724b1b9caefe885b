using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>Makes the tasks that rules ask for.</summary>
internal static class RuleTasks
{
    /// <summary>A task that is due as the settings say, the salesperson's whose customer it is.</summary>
    public static WorkTask Make(Change change, TaskKind kind, Customer customer)
    {
        var task = new WorkTask(change.NewId(), kind, customer, null, change.Now, change.Directory.Settings.DueAt(kind, change.Now));
        // Who was silent cannot give the customer away.
        if (task.SalesUserId is null || kind == TaskKind.OwnerSilent) task.GiveTo(OwnerUnbound(change, kind));
        return task;
    }

    /// <summary>Has a person talk to the customer: one task, however often that is wished for.</summary>
    /// <param name="to">Who is to; null for whose customer it is, or for whoever has the task already.</param>
    public static WorkTask CallPerson(Change change, Customer customer, Guid? to = null)
    {
        var open = customer.OpenTasks == 0 ? [] : change.FindAll<WorkTask>((nameof(WorkTask.CustomerId), customer.Id), (nameof(WorkTask.Status), WorkTaskStatus.Open.Code()));
        if (open.FirstOrDefault(t => t.Kind == TaskKind.PersonWanted) is not { } task) change.Add(task = Make(change, TaskKind.PersonWanted, customer));
        if (to is not { } person) return task;
        if (task.SalesUserId != person) task.GiveTo(person);
        // It was too late for an earlier wish; it is not yet for this one, and may become so anew.
        if (task.EscalatedAt is not null || task.DueAt <= change.Now) task.Postpone(change.Directory.Settings.DueAt(task.Kind, change.Now));
        return task;
    }

    /// <summary>
    /// Whose the task is while the customer is nobody's: to find an AI agent, and to talk to who asks for a person, is the fallback owner's, when one is named, or of who stands in; so is to move who waits for somebody silent.
    /// </summary>
    public static Guid? OwnerUnbound(Change change, TaskKind kind) =>
        kind is TaskKind.BindCustomer or TaskKind.PersonWanted or TaskKind.OwnerSilent ? change.Directory.FallbackAt(change.Now)?.Id : null;
}
