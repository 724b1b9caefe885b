using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>A conversation that is to change hands, with its customer; tracked rows.</summary>
internal sealed record HeldConversation(Customer Customer, Conversation Conversation)
{
    /// <summary>Opens it for somebody who saw it at a holder version; the error says who holds it by now.</summary>
    public static async Task<Result<HeldConversation>> OpenAsync(Change change, Caller sender, Guid conversationId, int holderVersion)
    {
        var conversation = await change.Store.Conversations.FirstOrDefaultAsync(c => c.Id == conversationId);
        var customer = conversation is null ? null : await change.Store.Customers.VisibleTo(sender).FirstOrDefaultAsync(c => c.Id == conversation.CustomerId);
        if (conversation is null || customer is null) return Error.NotFound("The conversation");
        if (customer.ErasedAt is not null) return Refusals.Erased;
        if (conversation.HolderVersion != holderVersion) return Stale(conversation, change.Directory);
        return new HeldConversation(customer, conversation);
    }

    /// <summary>Says who holds it by now.</summary>
    public static Error Stale(Conversation conversation, StoreDirectory directory) => new(ErrorKind.Stale,
        $"By now it is held by {directory.NameOfUser(conversation.HolderUserId) ?? conversation.Holder.Code()}, at version {conversation.HolderVersion}.", Code: $"holder_{conversation.Holder.Code()}");
}
