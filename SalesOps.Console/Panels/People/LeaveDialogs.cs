using MediatR;
using Radzen;
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
        var guard = new DialogGuard();
        var parameters = guard.Parameters;
        parameters[nameof(LeaveDialog.Id)] = personId;
        var options = guard.Options;
        options.Width = "min(560px, 96vw)";
        if (await dialogs.OpenAsync<LeaveDialog>(Text.LeaveTitle.With(name), parameters, options) is not LeaveDialog.Deed deed) return false;
        undos.Add(new Undos.Undo(deed.Said, deed.FinalAt, async () =>
        {
            var undone = await mediator.Send(new UndoAbsence.Command(Guid.CreateVersion7(), deed.AbsenceId, deed.Version));
            return undone.Succeeded ? (Text.LeaveUndone.With(name), null) : (null, undone.Errors[0]);
        }));
        return true;
    }
}
