using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Console.Api;

/// <summary>What the sender of a message is told.</summary>
/// <param name="Duplicate">The message came before; the rest is the answer of then.</param>
/// <param name="Sequence">The last audit entry the message made.</param>
internal sealed record MessageAnswer(Guid CustomerId, Guid ConversationId, bool Duplicate, long Sequence, ReceiveMessage.AssignmentAnswer? Assignment,
    ReceiveMessage.UnderstandingAnswer Understanding, ReceiveMessage.StateAnswer State, ReceiveMessage.HolderAnswer Holder)
{
    public static MessageAnswer Of(Result<ReceiveMessage.Answer> answer) => new(answer.Value.CustomerId, answer.Value.ConversationId, answer.Receipt!.Duplicate,
        answer.Receipt.Sequence, answer.Value.Assignment, answer.Value.Understanding, answer.Value.State, answer.Value.Holder);
}
