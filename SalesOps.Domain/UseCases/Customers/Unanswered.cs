using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// Who waits for an answer. A conversation says since when, because it is answered there; its customer has the earliest of them, because the pool
/// is sorted and filtered by it.
/// </summary>
internal static class Unanswered
{
    /// <summary>The customer's conversation on the channel; null when there is none.</summary>
    public static Conversation? In(Change change, Guid customerId, Channel channel) =>
        change.Find<Conversation>((nameof(Conversation.CustomerId), customerId), (nameof(Channel), channel.Code()));

    /// <summary>The last word is ours.</summary>
    public static void End(Change change, Customer customer, Conversation conversation)
    {
        if (conversation.UnansweredSince is null) return;
        conversation.Answered();
        Settle(change, customer, conversation);
    }

    /// <summary>The conversation waits for an answer, or does so no more, and the customer with it.</summary>
    public static void Settle(Change change, Customer customer, Conversation conversation)
    {
        if (customer.UnansweredSince == conversation.UnansweredSince) return;
        customer.Await(Enum.GetValues<Channel>().Where(c => c != conversation.Channel).Select(c => In(change, customer.Id, c)).OfType<Conversation>().Prepend(conversation));
    }
}
