using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Tasks;

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

    /// <summary>Adds the same for several customers, and offers to take it back.</summary>
    /// <returns>Whom nothing was added for; null when nothing was added.</returns>
    public static async Task<IReadOnlySet<Guid>?> AddTasksAsync(this DialogService dialogs, IReadOnlyList<Guid> customers, Undos undos, NotificationService notifications, IMediator mediator)
    {
        if (await dialogs.AskAsync<AddTasksDialog>(Text.Add_tasks, (nameof(AddTasksDialog.Customers), customers)) is not ChangedTasks added) return null;
        notifications.Tell(added.Answer, Text.TasksAdded, customers.Count);
        var undo = new BulkRun<Guid>(added.Deeds);
        undos.Offer(Text.TasksAdded.With(added.Answer.Done), () => undo.SendAsync(part => mediator.Send(new UndoTasks.Command(part.Operation, part.Rows[0]))), Text.TasksAddingUndone);
        return added.Answer.Left(customers);
    }
}
