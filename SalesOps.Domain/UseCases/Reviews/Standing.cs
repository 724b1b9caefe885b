using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>Where a conversation stands, as a decision about it sees it: now, or when the decision that is repeated was made.</summary>
public sealed record Standing(string State, Holder Holder)
{
    public static Standing Of(Conversation conversation) => new(conversation.State, conversation.Holder);
}
