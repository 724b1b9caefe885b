using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>Makes the tasks that rules ask for.</summary>
internal static class RuleTasks
{
    /// <summary>A task that is due as the settings say. To find an AI agent for a customer is the fallback owner's, when one is named, or of who stands in.</summary>
    public static WorkTask Make(Change change, TaskKind kind, Customer customer)
    {
        var task = new WorkTask(change.NewId(), kind, customer, null, change.Now, change.Directory.Settings.DueAt(kind, change.Now));
        if (kind == TaskKind.BindCustomer) task.GiveTo(change.Directory.FallbackAt(change.Now)?.Id);
        return task;
    }
}
