using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>影响预览: what an edit of an AI agent would do to its customers, before it is saved.</summary>
public static class GetAgentImpact
{
    /// <param name="Shown">Which of the stranded are named; null for the first of all.</param>
    public sealed record Query(Guid AiAgentId, AgentTraits To, Part? Shown = null) : IQuery<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <summary>A part of the stranded: those whom one of the numbers counts.</summary>
    /// <param name="Of">Null for all.</param>
    /// <param name="AiAgentId">Where they would go, if those of one goal are meant; null for nowhere.</param>
    /// <param name="Skip">How many to pass over.</param>
    public sealed record Part(PartOf? Of = null, Guid? AiAgentId = null, int Skip = 0)
    {
        internal bool Has(Guid? goal, bool isOpen) => Of switch { PartOf.Goal => goal == AiAgentId, PartOf.OpenWindows => isOpen, _ => true };
    }

    /// <summary>What a part is counted by.</summary>
    public enum PartOf { Goal, OpenWindows }

    /// <param name="Held">How many customers the agent holds.</param>
    /// <param name="Stranded">How many of them it could no longer hold.</param>
    /// <param name="Homeless">How many of those fit nowhere.</param>
    /// <param name="Following">How many would get another salesperson with the agent, if nobody were moved.</param>
    /// <param name="OpenWindows">How many of the stranded can still be answered on their channel.</param>
    /// <param name="Goes">Where the stranded would go, the most first.</param>
    /// <param name="Customers">The stranded of the part that was asked for, who wrote last first; at most <see cref="CountedRows.Most"/>.</param>
    /// <param name="On">How many of those it holds last wrote from each channel.</param>
    /// <param name="Listed">How many that part has.</param>
    public sealed record Answer(int Held, int Stranded, int Homeless, int Following, int OpenWindows, IReadOnlyList<Goal> Goes, IReadOnlyList<Line> Customers,
        IReadOnlyDictionary<Channel, int> On, int Listed)
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
    public sealed record Goal(Guid? AiAgentId, string? AiAgent, int Customers);

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
            var part = request.Shown ?? new Part();
            bool IsOpen(BoundCustomer customer) => WindowOf(customer) is not { } until || until > now;
            var listed = plan.Where(s => part.Has(s.Choice.AiAgentId, IsOpen(s.Customer))).ToList();
            var shown = listed.Skip(Math.Max(0, part.Skip)).Take(CountedRows.Most).ToList();
            var ids = shown.Select(s => s.Customer.CustomerId).ToList();
            var names = await store.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
            return new Answer(held.Count, plan.Count, plan.Count(s => s.Choice.AiAgentId is null), request.To.OwnerId == agent.OwnerId ? 0 : held.Count,
                plan.Count(s => IsOpen(s.Customer)),
                [.. plan.GroupBy(s => s.Choice.AiAgentId).Select(g => new Goal(g.Key, directory.NameOfAgent(g.Key), g.Count())).OrderByDescending(g => g.Customers)],
                // Who was merged or erased since is nobody's to move.
                [.. shown.Where(s => names.ContainsKey(s.Customer.CustomerId)).Select(s => new Line(s.Customer.CustomerId, names[s.Customer.CustomerId], s.Customer.Channel, s.Customer.Language, s.By, s.Customer.LastSeenAt,
                    WindowOf(s.Customer), s.Choice))],
                held.CountBy(h => h.Channel).ToDictionary(), listed.Count);
        }

        private DateTime? WindowOf(BoundCustomer customer) => customer.LastSeenAt + playbook.Reviews.ReplyWindows[customer.Channel];
    }
}
