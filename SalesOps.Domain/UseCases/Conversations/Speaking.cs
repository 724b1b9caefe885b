using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>The AI runtime's word to a customer: whether it is the AI's turn at all, what hinders a word, and the word itself. Asks prepared statements alone.</summary>
internal static class Speaking
{
    /// <summary>The longest word, in UTF-16 units.</summary>
    public const int Longest = 8000;

    /// <summary>Opens the conversation for the AI, which must hold it at that version; the error says who holds it by now.</summary>
    public static Result<HeldConversation> Open(Change change, Guid conversationId, int holderVersion)
    {
        if (change.Find<Conversation>(conversationId) is not { } conversation) return Error.NotFound("The conversation");
        if (conversation.HolderVersion != holderVersion) return HeldConversation.Stale(conversation, change.Directory);
        if (conversation.Holder != Holder.Ai) return Error.Conflict($"The holder is {conversation.Holder.Code()}: the AI does not speak.", $"holder_{conversation.Holder.Code()}");
        return new HeldConversation(change.Find<Customer>(conversation.CustomerId)!, conversation);
    }

    /// <summary>Why no word may go out; null when one may.</summary>
    public static Error? Refuse(Change change, Playbook playbook, Customer customer, Conversation conversation, string messageId)
    {
        if (IsUnwanted(playbook, conversation, customer)) return Error.Conflict("The customer wants no more messages.", "opted_out");
        if (MayBeUnwanted(change, playbook, conversation)) return Error.Conflict("A person has yet to decide whether the customer wants no more messages.", "opt_out_pending");
        return change.Find<Message>((nameof(Channel), conversation.Channel.Code()), (nameof(Message.ExternalId), messageId)) is null ? null : Refusals.MessageId;
    }

    public static void Say(Change change, Conversation conversation, string messageId, string text)
    {
        var message = new Message(change.NewId(), conversation, messageId, Direction.Outbound, text, null, change.Now, change.Now);
        change.Add(message);
        change.Record("message.sent", message);
    }

    /// <summary>The customer wants no messages in the conversation.</summary>
    public static bool IsUnwanted(Playbook playbook, Conversation conversation, Customer customer) =>
        playbook.IsFinal(conversation.State) || customer.IsOptedOut(conversation.Channel);

    /// <summary>The AI understood here that the customer wants no messages, and a person has yet to say whether that is so.</summary>
    private static bool MayBeUnwanted(Change change, Playbook playbook, Conversation conversation) =>
        change.FindAll<Review>((nameof(Review.CustomerId), conversation.CustomerId), (nameof(Review.Status), ReviewStatus.Pending.Code()))
            .Any(r => r.ConversationId == conversation.Id && change.Find<Understanding>(r.UnderstandingId) is { } read
                && playbook.Transitions.Any(move => move.Trigger == read.Intent && playbook.IsFinal(move.To)));
}
