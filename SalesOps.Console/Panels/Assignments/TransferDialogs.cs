using MediatR;
using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Panels.Assignments;

/// <summary>Opens the dialogs by which customers go to other agents, and offers to take back what they did.</summary>
internal static class TransferDialogs
{
    /// <summary>True when at least one was transferred.</summary>
    public static async Task<bool> TransferAsync(this DialogService dialogs, IReadOnlyList<TransferCustomers.Seen> customers)
    {
        var guard = new DialogGuard();
        var parameters = guard.Parameters;
        parameters[nameof(TransferDialog.Customers)] = customers;
        return await dialogs.OpenAsync<TransferDialog>(Text.TransferTitle, parameters, guard.Options) is true;
    }

    /// <summary>Shows who would go where for an even load, and carries it out.</summary>
    public static Task RebalanceAsync(this DialogService dialogs)
    {
        var guard = new DialogGuard();
        var options = guard.Options;
        options.Width = "min(720px, 96vw)";
        return dialogs.OpenAsync<RebalanceDialog>(Text.RebalanceTitle, guard.Parameters, options);
    }

    public static void Offer(this Undos undos, TransferCustomers.Answer answer, string what, IMediator mediator)
    {
        if (answer.Assignments.Count == 0) return;
        var undo = new BulkRun<Guid>(answer.Assignments, made => made);
        undos.Add(new Undos.Undo(what, answer.FinalAt, async () => (await undo.SendAsync(part => mediator.Send(new UndoTransfer.Command(part.Operation, part.Rows)))).Undone(Text.TransferUndone)));
    }
}
