using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>What a change of an agent does to its customers; worked out once, for what the preview shows and for what the edit does.</summary>
internal static class HeldCustomers
{
    /// <summary>The customers bound to the agent.</summary>
    public static async Task<List<BoundCustomer>> ReadAsync(SalesOpsDb store, Guid aiAgentId, CancellationToken cancellationToken) =>
        await store.Assignments.AsNoTracking().Where(a => a.AiAgentId == aiAgentId && a.Status == AssignmentStatus.Active)
            .Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => new BoundCustomer(c.Id, c.Channel,
                store.Messages.Where(m => m.CustomerId == c.Id && m.Language != null).OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefault(), c.LastSeenAt))
            .ToListAsync(cancellationToken);

    /// <summary>Whom the agent can no longer hold with these traits, and where each would go.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    /// <param name="others">How many customers of a channel another agent holds.</param>
    public static IReadOnlyList<Stranded> Plan(StoreDirectory directory, DateTime now, Func<Guid, long> bindings, Func<Guid, Channel, long> others, AiAgent agent, AgentTraits to,
        IReadOnlyCollection<BoundCustomer> customers)
    {
        var loads = Binding.Loads(directory, now, bindings, others).ToLookup(load => load.AiAgentId == agent.Id);
        var changed = loads[true].Single() with
        {
            OwnerId = to.OwnerId,
            Name = to.Name,
            Language = to.Language,
            Channels = to.Channels,
            Capacity = to.Capacity,
            Status = to.Status,
            Caps = to.Caps?.Select(cap => Keeping(cap, agent.CapOf(cap.Channel), customers.Count(c => c.Channel == cap.Channel))).ToList(),
        };
        return Stranding.Plan(changed, customers, loads[false]);
    }

    /// <summary>A cap strands when it comes or is lowered; who came in beyond it by writing from another channel stays through any other edit.</summary>
    private static ChannelLoad Keeping(ChannelCap cap, int? was, int held) => new(cap.Channel, held, was <= cap.Most ? Math.Max(cap.Most, held) : cap.Most);
}
