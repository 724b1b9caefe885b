using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>What a change of an agent does to its customers; worked out once, for what the preview shows and for what the edit does.</summary>
internal static class HeldCustomers
{
    /// <summary>The customers bound to the agent.</summary>
    public static async Task<List<BoundCustomer>> ReadAsync(SalesOpsDb store, Guid aiAgentId, CancellationToken cancellationToken)
    {
        var held = await store.Assignments.AsNoTracking().Where(a => a.AiAgentId == aiAgentId && a.Status == AssignmentStatus.Active)
            .Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => new
            {
                Customer = new BoundCustomer(c.Id, c.Channel,
                    store.Messages.Where(m => m.CustomerId == c.Id && m.Language != null).OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefault(), c.LastSeenAt, null),
                IsSeveral = c.AbsorbedText != null,
            }).ToListAsync(cancellationToken);
        List<Guid> several = [.. held.Where(h => h.IsSeveral).Select(h => h.Customer.CustomerId)];
        var channels = several.Count == 0 ? null : await Binding.ChannelsAsync(store, several, [], cancellationToken);
        return held.ConvertAll(h => h.IsSeveral ? h.Customer with { Others = [.. channels![h.Customer.CustomerId].Where(channel => channel != h.Customer.Channel)] } : h.Customer);
    }

    /// <summary>Some of those whom the agent, as it is by now, can no longer hold; by one reason at a time, the customers of others when there are none.</summary>
    /// <param name="before">What it was before the edit.</param>
    /// <param name="withLeaving">Also those who are to leave already when their conversation ends.</param>
    public static async Task<List<(Guid CustomerId, Channel Channel, StrandedBy By)>> SomeAsync(Change change, AiAgent agent, AgentTraits before, bool withLeaving, int most, CancellationToken cancellationToken)
    {
        var store = change.Store;
        var held = store.Assignments.AsNoTracking().Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active && (withLeaving || a.LeavingSince == null))
            .Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => c);
        if (agent.Status != AgentStatus.Active) return await TakeAsync(held.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), most, StrandedBy.Status);
        // As the preview says it: see Stranding.
        var (channels, was, came) = (agent.Channels.ToList(), before.Channels.ToList(), before.Status == AgentStatus.Active);
        var others = store.Conversations.AsQueryable();
        var stays = held.Where(c => came && c.AbsorbedText != null && !was.Contains(c.Channel)
            && (others.Any(t => t.CustomerId == c.Id && channels.Contains(t.Channel)) || !others.Any(t => t.CustomerId == c.Id && was.Contains(t.Channel)))).Select(c => c.Id);
        var served = held.Where(c => channels.Contains(c.Channel) || stays.Contains(c.Id));
        if (await TakeAsync(held.Where(c => !channels.Contains(c.Channel) && !stays.Contains(c.Id)).OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), most, StrandedBy.Channel)
            is { Count: > 0 } unserved) return unserved;
        if (await BetterAsync(was.Except(channels).ToList()) is { Count: > 0 } better) return better;
        if (await BeyondAsync(served, agent.Capacity, StrandedBy.Capacity) is { Count: > 0 } many) return many;
        foreach (var cap in agent.Caps ?? [])
            if (!(before.CapOf(cap.Channel) <= cap.Most) && await BeyondAsync(served.Where(c => c.Channel == cap.Channel), cap.Most, StrandedBy.Cap) is { Count: > 0 } capped) return capped;
        return [];

        async Task<List<(Guid, Channel, StrandedBy)>> BetterAsync(List<Channel> gone)
        {
            var half = gone.Count == 0 ? [] : await TakeAsync(served.Where(c => c.AbsorbedText != null && store.Conversations.Any(t => t.CustomerId == c.Id && t.Channel != c.Channel && gone.Contains(t.Channel)))
                .OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id), int.MaxValue, StrandedBy.Channel);
            if (half.Count == 0) return [];
            var ids = half.ConvertAll(c => c.Item1);
            var (all, languages, holdings) = (await Binding.ChannelsAsync(store, ids, [], cancellationToken), await Binding.LanguagesAsync(store, ids), new Holdings(change));
            return [.. half.Where(c => IsBetterElsewhere(c.Item1, c.Item2)).Take(most)];

            bool IsBetterElsewhere(Guid id, Channel last)
            {
                holdings.Add(agent.Id, last, -1);
                var choice = Binding.Route(change, last, [.. all[id]], languages.GetValueOrDefault(id), holdings);
                holdings.Add(choice.Improves(agent.Id) ? choice.AiAgentId!.Value : agent.Id, last, 1);
                return choice.Improves(agent.Id);
            }
        }

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
        return Stranding.Plan(loads[true].Single(), changed, customers, loads[false]);
    }

    /// <summary>A cap strands when it comes or is lowered; who came in beyond it by writing from another channel stays through any other edit.</summary>
    private static ChannelLoad Keeping(ChannelCap cap, int? was, int held) => new(cap.Channel, held, was <= cap.Most ? Math.Max(cap.Most, held) : cap.Most);
}
