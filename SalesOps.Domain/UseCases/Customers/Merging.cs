using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;

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
        if (await RefuseCapAsync(store, directory, customer, other, cancellationToken) is { } full) return full;
        // The agent has both from now on.
        return (customer.AiAgentId ?? other.AiAgentId) is { } agent && !ours.Union(theirs).All(directory.AiAgents[agent].Channels.Contains)
            ? Error.Conflict($"{directory.AiAgents[agent].Name} does not serve every channel: transfer first, or let the other one stay.", "merge_agent_channel")
            : null;
    }

    /// <summary>Whether a customer who waits would get the other's agent, which has no room for one on that customer's channel; null when not.</summary>
    public static async Task<Error?> RefuseCapAsync(SalesOpsDb store, StoreDirectory directory, Customer customer, Customer other, CancellationToken cancellationToken) =>
        customer.AiAgentId is null && other.AiAgentId is { } taker && directory.AiAgents[taker].CapOf(customer.Channel) is { } most
            && await store.Customers.CountAsync(c => c.AiAgentId == taker && c.Channel == customer.Channel, cancellationToken) >= most
            ? Error.Conflict($"{directory.AiAgents[taker].Name} holds as many on {customer.Channel.Code()} as it may: let the other one stay.", "merge_agent_cap")
            : null;

    /// <summary>The other goes into the customer, with every row.</summary>
    /// <param name="rows">Everything that is the other's.</param>
    /// <param name="bound">What binding the customer to the other's agent changed; empty where that one had its own, or none has.</param>
    public static Merge Join(Change change, Customer customer, Customer other, List<IOfCustomer> rows, IReadOnlyCollection<object> bound)
    {
        Hand(change, rows, other, customer);
        var merge = new Merge(change.NewId(), other, customer, rows, change.Actor.Id, change.Now);
        foreach (var row in rows) row.BelongTo(customer.Id);
        customer.Absorb(other);
        change.Remove(other);
        change.Add(merge);
        change.Record(Merge.AbsorbedAction, other, merge);
        change.Record("customer.merged", customer, [.. bound]);
        return merge;
    }

    /// <summary>What is open becomes the work of whose customer it is now.</summary>
    private static void Hand(Change change, List<IOfCustomer> rows, Customer from, Customer to)
    {
        foreach (var row in rows)
            switch (row)
            {
                case Assignment { Status: AssignmentStatus.Active } assignment: assignment.Close(change.Now); break;
                case Conversation conversation when to.AiAgentId != from.AiAgentId: conversation.PassOn(); break;
                case Review { Status: ReviewStatus.Pending } review: review.Bind(to.AiAgentId, to.SalesUserId); break;
                case WorkTask { Status: WorkTaskStatus.Open, Kind: TaskKind.BindCustomer } task: task.Finish(from, change.Now); break;
                case WorkTask { Status: WorkTaskStatus.Open } task:
                    if (task.SalesUserId is null || task.SalesUserId == from.SalesUserId) task.GiveTo(to.SalesUserId);
                    to.TaskOpened();
                    break;
                default: break;
            }
        Takeover.Follow(change, to, rows, from.SalesUserId);
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
