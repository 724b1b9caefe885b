using MediatR;
using Radzen;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
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
        undos.Offer(Text.AnsweredDone.With(customer), () => mediator.Send(new UndoAnswered.Command(Guid.CreateVersion7(), conversationId, deed)), _ => Text.AnsweredUndone, answer.Value.FinalAt);
        return true;
    }

    /// <summary>Marks customers in all their conversations, and offers to take that back; or says why all were refused.</summary>
    /// <param name="only">The one customer's name; null for several.</param>
    /// <returns>Who still waits; null when nobody was marked.</returns>
    public static async Task<IReadOnlySet<Guid>?> AnsweredAsync(this IMediator mediator, Undos undos, NotificationService notifications, BulkRun<MarkCustomersAnswered.Seen> run, IReadOnlyList<Guid> asked, string? only)
    {
        var finalAt = default(DateTime);
        var answer = await run.SendAsync(async part =>
        {
            var marked = await mediator.Send(new MarkCustomersAnswered.Command(part.Operation, part.Rows));
            if (!marked.Succeeded) return Result<BulkAnswer>.Fail(marked.Errors);
            finalAt = marked.Value.FinalAt;
            return marked.Value.Outcome;
        });
        if (!answer.Succeeded)
        {
            notifications.Refuse(answer.Errors);
            return null;
        }
        if (only is null) notifications.Tell(answer.Value, Text.AnsweredMany, asked.Count);
        var undo = new BulkRun<Guid>(run.Done);
        undos.Offer(only is null ? Text.AnsweredMany.With(answer.Value.Done) : Text.AnsweredDone.With(only),
            () => undo.SendAsync(part => mediator.Send(new UndoAnswers.Command(part.Operation, part.Rows[0]))), Text.AnsweredManyUndone, finalAt);
        return answer.Value.Left(asked);
    }
}
