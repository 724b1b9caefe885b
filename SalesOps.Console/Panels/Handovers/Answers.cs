using MediatR;
using Radzen;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Console.Panels.Handovers;

/// <summary>Says that a customer was answered where the console does not hear it.</summary>
internal static class Answers
{
    /// <summary>Marks it, and offers to take that back; or says why it was refused.</summary>
    /// <param name="lastInboundAt">The customer's last message that was seen; UTC.</param>
    /// <returns>Whether it was marked.</returns>
    public static async Task<bool> AnsweredAsync(this IMediator mediator, Undos undos, NotificationService notifications, Guid conversationId, DateTime lastInboundAt, string customer)
    {
        var deed = Guid.CreateVersion7();
        var answer = await mediator.Send(new MarkAnswered.Command(deed, conversationId, lastInboundAt));
        if (!answer.Succeeded)
        {
            notifications.Refuse(answer.Errors);
            return false;
        }
        undos.Add(new Undos.Undo(Text.AnsweredDone.With(customer), answer.Value.FinalAt, async () =>
        {
            var undone = await mediator.Send(new UndoAnswered.Command(Guid.CreateVersion7(), conversationId, deed));
            return undone.Undone(_ => Text.AnsweredUndone);
        }));
        return true;
    }
}
