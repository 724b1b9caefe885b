using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>均衡预览: who would go where so that all agents are full to the same share. Customers a person holds stay; so do, unless asked for, those who wrote within a day.</summary>
public static class PreviewRebalance
{
    /// <summary>The fullest agents, of whom customers are taken.</summary>
    private const int Givers = 12;

    /// <param name="WithTalking">Also those who wrote within <see cref="MoveLeavingCustomers.Silence"/>.</param>
    /// <param name="SameOwner">Only between agents of the same salesperson.</param>
    public sealed record Query(bool WithTalking, bool SameOwner) : IQuery<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Moves">In the order in which they are carried out; at most a hundred.</param>
    /// <param name="Instead">What would find somebody to move when nobody was found; null when nothing would, or somebody was.</param>
    public sealed record Answer(IReadOnlyList<AgentLine> Agents, IReadOnlyList<Line> Moves, Obstacle? Instead);

    /// <param name="Held">How many it holds now.</param>
    public sealed record AgentLine(Guid AiAgentId, string Name, string SalesUser, int Held, int Capacity);

    /// <param name="Language">What the customer last wrote in; null when not known.</param>
    /// <param name="LastSeenAt">UTC.</param>
    public sealed record Line(Guid CustomerId, string Name, Channel Channel, string? Language, DateTime LastSeenAt, Guid From, Guid To);

    /// <summary>What stood in the way of every move.</summary>
    public enum Obstacle
    {
        /// <summary>All who could go wrote within a day.</summary>
        Talking,
        /// <summary>All who could go would go to another salesperson.</summary>
        Owner,
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (counters, directory, _) = lane.Last;
            var now = time.GetUtcNow().UtcDateTime;
            var loads = Binding.Loads(directory, now, id => counters[Model.Counters.ActiveBindings, id], await Holdings.ReadAsync(store, directory, cancellationToken)).ToList();
            var held = await HeldAsync(store, loads, cancellationToken);
            var silent = held.Where(h => h.Customer.LastSeenAt < now - MoveLeavingCustomers.Silence).ToList();
            IReadOnlyList<PlannedMove> Plan(bool withTalking, bool sameOwner) => Rebalancing.Plan(loads, withTalking ? held : silent, Bulk.Most, sameOwner);
            var plan = Plan(request.WithTalking, request.SameOwner);
            Obstacle? instead = plan.Count > 0 ? null
                : !request.WithTalking && Plan(true, request.SameOwner).Count > 0 ? Obstacle.Talking
                : request.SameOwner && Plan(true, false).Count > 0 ? Obstacle.Owner : null;
            var ids = plan.Select(m => m.Customer.CustomerId).ToList();
            var names = await store.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
            return new Answer([.. loads.Select(l => new AgentLine(l.AiAgentId, l.Name, directory.NameOfUser(l.OwnerId) ?? "", l.ActiveBindings, l.Capacity))],
                [.. plan.Select(m => new Line(m.Customer.CustomerId, names[m.Customer.CustomerId], m.Customer.Channel, m.Customer.Language, m.Customer.LastSeenAt, m.From, m.To))], instead);
        }

        /// <summary>Of the fullest agents and each channel that another has room for, those who were silent the longest.</summary>
        private static async Task<List<Held>> HeldAsync(SalesOpsDb store, List<AgentLoad> loads, CancellationToken cancellationToken)
        {
            var held = new List<Held>();
            foreach (var giver in loads.Where(l => l.ActiveBindings > 0).OrderByDescending(l => (double)l.ActiveBindings / Math.Max(1, l.Capacity)).ThenBy(l => l.AiAgentId).Take(Givers))
            {
                foreach (var channel in Enum.GetValues<Channel>())
                {
                    if (!loads.Exists(l => l.AiAgentId != giver.AiAgentId && AssignmentPolicy.Choose(channel, null, [l]).AiAgentId is not null)) continue;
                    held.AddRange((await store.Customers.Where(c => c.AiAgentId == giver.AiAgentId && c.Channel == channel && c.ErasedAt == null
                            && !store.Conversations.Any(t => t.CustomerId == c.Id && t.HolderUserId != null))
                        .OrderBy(c => c.LastSeenAt).ThenBy(c => c.Id).Take(Bulk.Most).Select(c => new { c.Id, c.LastSeenAt }).ToListAsync(cancellationToken))
                        .Select(c => new Held(new BoundCustomer(c.Id, channel, null, c.LastSeenAt), giver.AiAgentId)));
                }
            }
            List<Guid> ids = [.. held.Select(h => h.Customer.CustomerId)];
            var languages = await Binding.LanguagesAsync(store, ids);
            var channels = await Binding.ChannelsAsync(store, ids, [], cancellationToken);
            return [.. held.Select(h => h with { Customer = h.Customer with { Language = languages.GetValueOrDefault(h.Customer.CustomerId), Others = [.. channels[h.Customer.CustomerId].Where(c => c != h.Customer.Channel)] } })];
        }
    }
}
