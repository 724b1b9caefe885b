using MediatR;
using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.Panels.People;

/// <summary>暂离 / 在岗: says so at once, with the way back.</summary>
internal static class AvailabilityActs
{
    /// <summary>Turns it round; true when it was.</summary>
    /// <param name="seen">Since when the person is away as the page shows it; UTC; null for here.</param>
    public static async Task<bool> SetAvailabilityAsync(this IMediator mediator, Undos undos, NotificationService notifications, Guid person, string name, DateTime? seen)
    {
        var deed = Guid.CreateVersion7();
        var answer = await mediator.Send(new SetAvailability.Command(deed, person, IsAway: seen is null, seen));
        if (!answer.Succeeded)
        {
            notifications.Notify(NotificationSeverity.Error, ErrorTexts.Of(answer.Errors[0]));
            return false;
        }
        undos.Offer((seen is null ? Text.AwayDone : Text.AwayOver).With(name), () => mediator.Send(new UndoAvailability.Command(Guid.CreateVersion7(), deed)), _ => Text.AwayUndone.With(name), answer.Value.FinalAt);
        return true;
    }
}
