using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>安排休假前: the person's absences that are not over, and what another one would do.</summary>
public static class GetAbsences
{
    /// <param name="Until">Until when the one that is looked at would last; UTC; null when not said yet.</param>
    public sealed record Query(Guid SalesUserId, DateTime? Until = null) : IQuery<Answer>
    {
        public static Access Access => Access.Planners;
    }

    /// <param name="Absences">The first first.</param>
    /// <param name="Agents">Those that go to the stand-in, or are there.</param>
    /// <param name="Conversations">How many conversations the person holds of customers who go with no agent.</param>
    /// <param name="Tasks">How many open tasks go with no agent and are due before the person is back.</param>
    public sealed record Answer(SalesUser Person, IReadOnlyList<Line> Absences, IReadOnlyList<Agent> Agents, int Conversations, int Tasks)
    {
        /// <summary>Whose the customers of the conversations are, of each one; null for nobody's.</summary>
        public IReadOnlyList<Guid?> ConversationOwners { get; init; } = [];
        /// <summary>Whose the customers of the tasks are, of each one; null for nobody's.</summary>
        public IReadOnlyList<Guid?> TaskOwners { get; init; } = [];

        /// <summary>How much of what goes with no agent the stand-in gets: who sees their own customers alone, nothing of others'.</summary>
        public (int Conversations, int Tasks) GoingTo(SalesUser? standIn) => standIn is null || Caller.Person(standIn).OnlyOwnerId is not { } own ? (Conversations, Tasks)
            : (ConversationOwners.Count(owner => owner == own), TaskOwners.Count(owner => owner == own));

        /// <summary>Whether somebody can stand in for the person.</summary>
        /// <param name="keeps">They do so already.</param>
        public bool MayStandIn(StoreDirectory directory, SalesUser standIn, bool keeps) => AbsenceRules.MayStandIn(directory, standIn, Person, keeps);
    }

    /// <param name="IsRunning">It has begun.</param>
    public sealed record Line(Guid Id, DateTime From, DateTime Until, Guid StandInId, string StandIn, bool IsRunning, int Version);

    public sealed record Agent(Guid Id, string Name, long Customers);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var ((counters, directory, _), now) = (lane.Last, time.GetUtcNow().UtcDateTime);
            if (!directory.SalesUsers.TryGetValue(request.SalesUserId, out var person)) return Error.NotFound("The person");
            var agents = AbsenceRules.Going(directory, person.Id, id => counters[Model.Counters.ActiveBindings, id]).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var (going, until) = (agents.Select(a => a.Id).ToList(), request.Until ?? DateTime.MaxValue);
            var along = store.Assignments.Where(a => a.Status == AssignmentStatus.Active && going.Contains(a.AiAgentId)).Select(a => a.CustomerId);
            var conversations = await OwnersAsync(store.Conversations.Where(c => c.HolderUserId == person.Id && !along.Contains(c.CustomerId)).Select(c => c.CustomerId));
            var tasks = await OwnersAsync(store.WorkTasks.Where(t => t.SalesUserId == person.Id && t.Status == WorkTaskStatus.Open && t.DueAt < until && !along.Contains(t.CustomerId)).Select(t => t.CustomerId));
            return new Answer(person,
                [.. directory.Absences.Where(a => a.SalesUserId == person.Id && a.Until > now).Select(a => new Line(a.Id, a.From, a.Until, a.StandInId, directory.NameOfUser(a.StandInId)!, a.From <= now, a.Version))],
                [.. agents.Select(a => new Agent(a.Id, a.Name, counters[Model.Counters.ActiveBindings, a.Id]))], conversations.Count, tasks.Count)
            {
                ConversationOwners = conversations,
                TaskOwners = tasks,
            };

            Task<List<Guid?>> OwnersAsync(IQueryable<Guid> customers) =>
                customers.Select(id => store.Customers.Where(c => c.Id == id).Select(c => c.SalesUserId).First()).ToListAsync(cancellationToken);
        }
    }
}
