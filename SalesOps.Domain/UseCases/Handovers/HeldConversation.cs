using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>A conversation that is to change hands, or to be marked, with its customer; tracked rows.</summary>
internal sealed record HeldConversation(Customer Customer, Conversation Conversation)
{
    /// <summary>Opens it for somebody who saw it at a holder version; the error says who holds it by now.</summary>
    public static Result<HeldConversation> Open(Change change, Caller sender, Guid conversationId, int holderVersion)
    {
        var opened = Open(change, sender, conversationId);
        return opened.Succeeded && opened.Value.Conversation.HolderVersion != holderVersion ? Stale(opened.Value.Conversation, change.Directory) : opened;
    }

    /// <summary>Opens it for somebody who may see its customer.</summary>
    public static Result<HeldConversation> Open(Change change, Caller sender, Guid conversationId)
    {
        var conversation = change.Find<Conversation>(conversationId);
        var customer = conversation is null ? null : change.Find<Customer>(conversation.CustomerId);
        if (conversation is null || customer is null || !customer.IsVisibleTo(sender)) return Error.NotFound("The conversation");
        return customer.ErasedAt is null ? new HeldConversation(customer, conversation) : Refusals.Erased;
    }

    /// <summary>Says who holds it by now.</summary>
    public static Error Stale(Conversation conversation, StoreDirectory directory) => new(ErrorKind.Stale,
        $"By now it is held by {directory.NameOfUser(conversation.HolderUserId) ?? conversation.Holder.Code()}, at version {conversation.HolderVersion}.", Code: $"holder_{conversation.Holder.Code()}");
}
