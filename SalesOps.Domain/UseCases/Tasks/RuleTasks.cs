using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>Makes the tasks that rules ask for.</summary>
internal static class RuleTasks
{
    /// <summary>A task that is due as the settings say, the salesperson's whose customer it is.</summary>
    public static WorkTask Make(Change change, TaskKind kind, Customer customer)
    {
        var task = new WorkTask(change.NewId(), kind, customer, null, change.Now, change.Directory.Settings.DueAt(kind, change.Now));
        if (task.SalesUserId is null) task.GiveTo(OwnerUnbound(change, kind));
        return task;
    }

    /// <summary>
    /// Whose the task is while the customer is nobody's: to find an AI agent, and to talk to who asks for a person, is the fallback owner's, when one is named, or of who stands in.
    /// </summary>
    public static Guid? OwnerUnbound(Change change, TaskKind kind) =>
        kind is TaskKind.BindCustomer or TaskKind.PersonWanted ? change.Directory.FallbackAt(change.Now)?.Id : null;
}
