using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Two customers as one: what speaks against it, and who went into whom.</summary>
internal static class Merging
{
    /// <summary>Null when nothing does.</summary>
    /// <param name="customer">Who stays.</param>
    /// <param name="other">Who goes into that one.</param>
    public static async Task<Error?> RefuseAsync(SalesOpsDb store, StoreDirectory directory, Customer customer, Customer other, CancellationToken cancellationToken)
    {
        if (customer.ErasedAt is not null || other.ErasedAt is not null) return Refusals.Erased;
        var (ours, theirs) = (await ChannelsAsync(store, customer.Id, cancellationToken), await ChannelsAsync(store, other.Id, cancellationToken));
        if (ours.Overlaps(theirs))
            return Error.Conflict($"Both have an account on {ours.First(theirs.Contains).Code()}: one person has one there.", "merge_same_channel");
        if (await store.Merges.AnyAsync(m => m.IntoId == other.Id && m.SeparatedAt == null, cancellationToken))
            return Error.Conflict("Others went into the one who is to go: let that one stay instead.", "merge_has_absorbed");
        if (await store.Messages.CountAsync(m => m.CustomerId == other.Id, cancellationToken) > MergeCustomers.MostMessages)
            return Error.Conflict($"Who is to go has more than {MergeCustomers.MostMessages} messages: let that one stay instead.", "merge_too_long");
        if (customer.AiAgentId is null && other.AiAgentId is { } taker && directory.AiAgents[taker].CapOf(customer.Channel) is { } most
            && await store.Customers.CountAsync(c => c.AiAgentId == taker && c.Channel == customer.Channel, cancellationToken) >= most)
            return Error.Conflict($"{directory.AiAgents[taker].Name} holds as many on {customer.Channel.Code()} as it may: let the other one stay.", "merge_agent_cap");
        // The agent has both from now on.
        return (customer.AiAgentId ?? other.AiAgentId) is { } agent && !ours.Union(theirs).All(directory.AiAgents[agent].Channels.Contains)
            ? Error.Conflict($"{directory.AiAgents[agent].Name} does not serve every channel: transfer first, or let the other one stay.", "merge_agent_channel")
            : null;
    }

    /// <summary>Those who went into the customer and are still in it.</summary>
    public static Task<List<Merge>> OfAsync(SalesOpsDb store, Guid customer, CancellationToken cancellationToken) =>
        store.Merges.Where(m => m.IntoId == customer && m.SeparatedAt == null).OrderBy(m => m.Id).ToListAsync(cancellationToken);

    private static async Task<HashSet<Channel>> ChannelsAsync(SalesOpsDb store, Guid customer, CancellationToken cancellationToken) =>
    [
        .. await store.ChannelIdentities.Where(i => i.CustomerId == customer).Select(i => i.Channel).ToListAsync(cancellationToken),
        .. await store.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Channel).ToListAsync(cancellationToken),
    ];
}
