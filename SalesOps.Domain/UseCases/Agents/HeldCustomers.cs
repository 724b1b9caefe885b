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
    public static async Task<List<BoundCustomer>> ReadAsync(SalesOpsDb store, Guid aiAgentId, CancellationToken cancellationToken)
    {
        var bound = store.Assignments.AsNoTracking().Where(a => a.AiAgentId == aiAgentId && a.Status == AssignmentStatus.Active);
        var others = (await bound.Join(store.Conversations, a => a.CustomerId, t => t.CustomerId, (a, t) => t)
            .Join(store.Customers, t => t.CustomerId, c => c.Id, (t, c) => new { c.Id, t.Channel, Last = c.Channel }).Where(t => t.Channel != t.Last).ToListAsync(cancellationToken))
            .GroupBy(t => t.Id, t => t.Channel).ToDictionary(t => t.Key, t => t.ToList());
        var held = await bound.Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => new BoundCustomer(c.Id, c.Channel,
            store.Messages.Where(m => m.CustomerId == c.Id && m.Language != null).OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefault(), c.LastSeenAt, null))
            .ToListAsync(cancellationToken);
        return others.Count == 0 ? held : held.ConvertAll(c => c with { Others = others.GetValueOrDefault(c.CustomerId) });
    }

    /// <summary>Some of those whom the agent, as it is by now, can no longer hold; by one reason at a time, the customers of others when there are none.</summary>
    /// <param name="before">What it was before the edit.</param>
    /// <param name="withLeaving">Also those who are to leave already when their conversation ends.</param>
    public static async Task<List<(Guid CustomerId, Channel Channel, StrandedBy By)>> SomeAsync(Change change, AiAgent agent, AgentTraits before, bool withLeaving, int most, CancellationToken cancellationToken)
    {
        var store = change.Store;
        var held = store.Assignments.AsNoTracking().Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active && (withLeaving || a.LeavingSince == null))
            .Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => c);
        var channels = agent.Channels.ToList();
        var served = held.Where(c => channels.Contains(c.Channel));
        if (agent.Status != AgentStatus.Active) return await TakeAsync(held.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), most, StrandedBy.Status);
        if (await TakeAsync(held.Where(c => !channels.Contains(c.Channel)).OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), most, StrandedBy.Channel) is { Count: > 0 } unserved) return unserved;
        // Who writes elsewhere too is asked for everywhere, as far as somebody serves all of that.
        foreach (var reach in Binding.Reaches(change))
            if (reach.Except(channels).Any() && await TakeAsync(served.Where(c => store.Conversations.Any(t => t.CustomerId == c.Id && !channels.Contains(t.Channel))
                    && !store.Conversations.Any(t => t.CustomerId == c.Id && !reach.Contains(t.Channel)) && reach.Contains(c.Channel)).OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), most, StrandedBy.Channel)
                is { Count: > 0 } half) return half;
        if (await BeyondAsync(served, agent.Capacity, StrandedBy.Capacity) is { Count: > 0 } many) return many;
        foreach (var cap in agent.Caps ?? [])
            if (!(before.CapOf(cap.Channel) <= cap.Most) && await BeyondAsync(served.Where(c => c.Channel == cap.Channel), cap.Most, StrandedBy.Cap) is { Count: > 0 } capped) return capped;
        return [];

        async Task<List<(Guid, Channel, StrandedBy)>> BeyondAsync(IQueryable<Customer> of, int room, StrandedBy by) =>
            await TakeAsync(of.OrderBy(c => c.LastSeenAt).ThenByDescending(c => c.Id), Math.Clamp(await of.CountAsync(cancellationToken) - room, 0, most), by);

        async Task<List<(Guid, Channel, StrandedBy)>> TakeAsync(IOrderedQueryable<Customer> of, int count, StrandedBy by) => count == 0 ? [] :
            [.. (await of.Take(count).Select(c => new { c.Id, c.Channel }).ToListAsync(cancellationToken)).Select(c => (c.Id, c.Channel, by))];
    }

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
