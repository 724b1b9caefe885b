using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>影响预览: what an edit of an AI agent would do to its customers, before it is saved.</summary>
public static class GetAgentImpact
{
    private const int MostShown = 100;

    public sealed record Query(Guid AiAgentId, AgentTraits To) : IQuery<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Held">How many customers the agent holds.</param>
    /// <param name="Stranded">How many of them it could no longer hold.</param>
    /// <param name="Homeless">How many of those fit nowhere.</param>
    /// <param name="Following">How many would get another salesperson with the agent, if nobody were moved.</param>
    /// <param name="OpenWindows">How many of the stranded can still be answered on their channel.</param>
    /// <param name="Goes">Where the stranded would go, the most first.</param>
    /// <param name="Customers">The stranded, who wrote last first; at most 100.</param>
    /// <param name="On">How many of those it holds last wrote from each channel.</param>
    public sealed record Answer(int Held, int Stranded, int Homeless, int Following, int OpenWindows, IReadOnlyList<Goal> Goes, IReadOnlyList<Line> Customers,
        IReadOnlyDictionary<Channel, int> On)
    {
        /// <summary>How many customers the edit touches, when this becomes of those whom the agent can no longer hold.</summary>
        public int Going(StrandedChoice choice) => choice switch
        {
            StrandedChoice.Move => Math.Max(Stranded, Following),
            StrandedChoice.UntilEnd => Stranded + Following,
            _ => Following,
        };
    }

    /// <param name="AiAgent">Null for nowhere.</param>
    public sealed record Goal(string? AiAgent, int Customers);

    /// <param name="WindowUntil">Until when the channel lets us answer; UTC; null when for ever.</param>
    /// <param name="Choice">The agents that were weighed, and the one chosen.</param>
    public sealed record Line(Guid CustomerId, string Name, Channel Channel, string? Language, StrandedBy By, DateTime LastSeenAt, DateTime? WindowUntil, AssignmentChoice Choice);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, Playbook playbook, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (counters, directory, _) = lane.Last;
            if (!directory.AiAgents.TryGetValue(request.AiAgentId, out var agent)) return Error.NotFound("The AI agent");
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var held = await HeldCustomers.ReadAsync(store, agent.Id, cancellationToken);
            var now = time.GetUtcNow().UtcDateTime;
            var plan = HeldCustomers.Plan(directory, now, id => counters[Model.Counters.ActiveBindings, id],
                await Holdings.ReadAsync(store, directory, cancellationToken), agent, request.To, held);
            var shown = plan.Take(MostShown).ToList();
            var ids = shown.Select(s => s.Customer.CustomerId).ToList();
            var names = await store.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
            return new Answer(held.Count, plan.Count, plan.Count(s => s.Choice.AiAgentId is null), request.To.OwnerId == agent.OwnerId ? 0 : held.Count,
                plan.Count(s => WindowOf(s.Customer) is not { } until || until > now),
                [.. plan.GroupBy(s => directory.NameOfAgent(s.Choice.AiAgentId)).Select(g => new Goal(g.Key, g.Count())).OrderByDescending(g => g.Customers)],
                [.. shown.Select(s => new Line(s.Customer.CustomerId, names[s.Customer.CustomerId], s.Customer.Channel, s.Customer.Language, s.By, s.Customer.LastSeenAt,
                    WindowOf(s.Customer), s.Choice))],
                held.CountBy(h => h.Channel).ToDictionary());
        }

        private DateTime? WindowOf(BoundCustomer customer) => customer.LastSeenAt + playbook.Reviews.ReplyWindows[customer.Channel];
    }
}
