using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Console.Panels.Assignments;

/// <summary>Opens the dialogs by which customers go to other agents, and offers to take back what they did.</summary>
internal static class TransferDialogs
{
    /// <summary>Answers which were left as they were; null when nobody was transferred.</summary>
    public static async Task<IReadOnlySet<Guid>?> TransferAsync(this DialogService dialogs, IReadOnlyList<TransferCustomers.Seen> customers) =>
        await dialogs.AskAsync<TransferDialog>(Text.TransferTitle, (nameof(TransferDialog.Customers), customers)) is BulkAnswer answer ? answer.Left(customers.Select(c => c.CustomerId)) : null;

    /// <summary>Shows who would go where for an even load, and carries it out.</summary>
    public static Task RebalanceAsync(this DialogService dialogs) => dialogs.AskAsync<RebalanceDialog>(Text.RebalanceTitle, "min(720px, 96vw)");

    /// <summary>Sends the parts; answers as one transfer of all.</summary>
    public static async Task<Result<TransferCustomers.Answer>> TransferAsync<TSeen>(this BulkRun<TSeen> run, Func<BulkPart<TSeen>, Task<Result<TransferCustomers.Answer>>> send)
    {
        var (made, finalAt) = (new List<Guid>(), default(DateTime));
        var outcome = await run.SendAsync(async part =>
        {
            var answer = await send(part);
            if (!answer.Succeeded) return Result<BulkAnswer>.Fail(answer.Errors);
            made.AddRange(answer.Value.Assignments);
            finalAt = answer.Value.FinalAt;
            return answer.Value.Outcome;
        });
        return outcome.Succeeded ? new TransferCustomers.Answer(outcome.Value, made, finalAt) : Result<TransferCustomers.Answer>.Fail(outcome.Errors);
    }

    public static void Offer(this Undos undos, TransferCustomers.Answer answer, string what, IMediator mediator)
    {
        if (answer.Assignments.Count == 0) return;
        var undo = new BulkRun<Guid>(answer.Assignments, made => made);
        undos.Offer(what, () => undo.SendAsync(part => mediator.Send(new UndoTransfer.Command(part.Operation, part.Rows))), Text.TransferUndone, answer.FinalAt);
    }
}
