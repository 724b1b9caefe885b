using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Domain.UseCases.People;

/// <summary>停用前: everything a person has, and who is proposed to get it.</summary>
public static class GetDeparture
{
    public sealed record Query(Guid SalesUserId) : IQuery<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="IsSuspended">The person is let in no more already.</param>
    /// <param name="IsFallback">The person is told when no agent fits; after, nobody is.</param>
    /// <param name="Lent">How many agents somebody has who stands in for the person; they stay there.</param>
    /// <param name="Conversations">How many conversations the person holds of customers who go with the agents.</param>
    /// <param name="Reviews">How many reviews wait that go with the customers.</param>
    /// <param name="Tasks">How many open tasks go with the customers.</param>
    /// <param name="OtherConversations">How many conversations the person holds of customers who go with no agent.</param>
    /// <param name="OtherTasks">How many open tasks go with no agent.</param>
    /// <param name="HeirId">Who is proposed for other conversations and tasks; null when there is nobody who is at work.</param>
    /// <param name="Following">How many customers are still on the way to the person or from them, after an edit of an agent; null when nobody is, and only then can the person be disabled.</param>
    public sealed record Answer(string Name, Role Role, bool IsLastAdmin, bool IsSuspended, bool IsFallback, IReadOnlyList<Agent> Agents, int Lent, int Conversations, long Reviews, long Tasks,
        int OtherConversations, int OtherTasks, Guid? HeirId, long? Following)
    {
        /// <summary>What goes with no agent.</summary>
        public DisableSalesUser.Rest Rest => new(OtherConversations, OtherTasks);

        /// <summary>More goes with no agent than changes hands in one command: it is given away first. See <see cref="GiveRestAway"/>.</summary>
        public bool IsRestInParts => Rest.Count > EditAiAgent.MostMoved;

        /// <summary>There is more than changes hands in one command: the agents are given away first. See <see cref="GiveAgentsAway"/>.</summary>
        public bool IsInParts => !IsRestInParts && Agents.Count > 0 && Agents.Sum(a => a.Customers) + Rest.Count > EditAiAgent.MostMoved;

        /// <summary>Whose the customers of the other tasks are; null for nobody's.</summary>
        public IReadOnlyList<Guid?> TaskOwners { get; init; } = [];

        /// <summary>Whether the person can get the other conversations and tasks.</summary>
        public bool MayInherit(StoreDirectory directory, SalesUser heir) => Estate.MayInherit(directory, heir, OtherConversations, TaskOwners);
    }

    /// <param name="HeirId">Who is proposed; null when there is nobody who is at work.</param>
    public sealed record Agent(Guid Id, string Name, AgentStatus Status, long Customers, Guid? HeirId);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (counters, directory, _) = lane.Last;
            if (!directory.SalesUsers.TryGetValue(request.SalesUserId, out var user)) return Error.NotFound("The person");
            var agents = Estate.Agents(directory, user.Id, id => counters[Model.Counters.ActiveBindings, id]).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
            var present = directory.SalesUsers.Values.Where(u => u.Id != user.Id && directory.IsAtWork(u.Id, time.GetUtcNow().UtcDateTime)).ToList();
            var heirs = present.Where(u => u.IsSalesperson).Select(u => (u.Id, counters[Model.Counters.ActiveBindings, u.Id])).ToList();
            var proposed = Succession.Propose(agents.Select(a => (a.Id, counters[Model.Counters.ActiveBindings, a.Id])), heirs);
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var ids = agents.Select(a => a.Id).ToList();
            var held = await store.Conversations.CountAsync(c => c.HolderUserId == user.Id, cancellationToken);
            var rest = Estate.RestOf(store, user.Id, ids);
            var along = held - await rest.Held.CountAsync(cancellationToken);
            var others = await rest.Tasks.Select(t => store.Customers.Where(c => c.Id == t.CustomerId).Select(c => c.SalesUserId).First()).ToListAsync(cancellationToken);
            List<Guid?> owners = [.. others.Distinct()];
            return new Answer(user.Name, user.Role, LastAdmin.Is(directory, user), directory.IsSuspended(user.Id), directory.Settings.FallbackOwnerId == user.Id && user.MayBeFallback,
                [.. agents.Select(a => new Agent(a.Id, a.Name, a.Status, counters[Model.Counters.ActiveBindings, a.Id], proposed[a.Id]))], Estate.Lent(directory, user.Id).Count(),
                along, counters[Model.Counters.UnderstandingReviews, user.Id] + counters[Model.Counters.StateReviews, user.Id],
                counters[Model.Counters.OpenTasks, user.Id] - others.Count, held - along, others.Count, Heir(user, [.. present.Where(u => Estate.MayInherit(directory, u, held - along, owners))], held - along, heirs),
                await Estate.FollowingAsync(store, directory, user.Id, cancellationToken)) { TaskOwners = owners };
        }

        /// <summary>The salesperson with the fewest customers; where conversations need somebody who sees everybody's customers, one of the same role first.</summary>
        private static Guid? Heir(SalesUser user, IReadOnlyList<SalesUser> able, int conversations, IReadOnlyList<(Guid Id, long Customers)> salespeople) => conversations > 0
            ? able.OrderBy(u => u.Role != user.Role).ThenBy(u => u.Role == Role.Admin).FirstOrDefault()?.Id
            : salespeople.Where(s => able.Any(u => u.Id == s.Id)).OrderBy(s => s.Customers).Select(s => (Guid?)s.Id).FirstOrDefault() ?? (able is [var any, ..] ? any.Id : (Guid?)null);
    }
}
