using MediatR;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Console.Panels.People;

/// <summary>休假: opens the dialog that plans, changes and ends a person's absences, and offers the way back.</summary>
internal static class LeaveDialogs
{
    /// <summary>True when something was done.</summary>
    public static async Task<bool> LeaveAsync(this DialogService dialogs, Guid personId, string name, Undos undos, IMediator mediator)
    {
        if (await dialogs.AskAsync<LeaveDialog>(Text.LeaveTitle.With(name), "min(560px, 96vw)", (nameof(LeaveDialog.Id), personId)) is not LeaveDialog.Deed deed) return false;
        undos.Offer(deed.Said, () => mediator.Send(new UndoAbsence.Command(Guid.CreateVersion7(), deed.AbsenceId, deed.Version)), _ => Text.LeaveUndone.With(name), deed.FinalAt);
        return true;
    }
}
