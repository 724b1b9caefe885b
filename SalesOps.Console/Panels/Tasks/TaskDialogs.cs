using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Tasks;

/// <summary>What a dialog did to chosen tasks.</summary>
/// <param name="Deeds">The operations that did it, by which it can be taken back.</param>
internal sealed record ChangedTasks(IReadOnlyList<BulkPart<Guid>> Deeds, BulkAnswer Answer);

/// <summary>Opens the dialogs of tasks.</summary>
internal static class TaskDialogs
{
    /// <summary>Answers the new task's id; null when none was added.</summary>
    /// <param name="customer">Whom it is about; null to be chosen.</param>
    /// <param name="afterUndo">What follows when it is taken back.</param>
    public static async Task<Guid?> AddTaskAsync(this DialogService dialogs, (Guid Id, string Name)? customer, Func<Task>? afterUndo = null) =>
        await dialogs.AskAsync<AddTaskDialog>(Text.Add_tasks, (nameof(AddTaskDialog.Customer), customer), (nameof(AddTaskDialog.AfterUndo), afterUndo)) as Guid?;
}
