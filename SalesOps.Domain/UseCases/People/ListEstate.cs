using System.Linq.Expressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Domain.UseCases.People;

/// <summary>What of somebody's <see cref="ListEstate"/> names.</summary>
public enum EstatePart
{
    /// <summary>The customers of the agents that go.</summary>
    Customers,
    /// <summary>Reviews that wait and go with the customers.</summary>
    Reviews,
    /// <summary>Open tasks that go with the customers.</summary>
    Tasks,
    /// <summary>Conversations held of customers who go with the agents.</summary>
    Conversations,
    /// <summary>Open tasks that go with no agent, to one person.</summary>
    OtherTasks,
    /// <summary>Conversations held that go with no agent, to one person.</summary>
    OtherConversations,
    /// <summary>Open tasks that go with no agent and stay, because who stands in may not open their customers.</summary>
    StayingTasks,
    /// <inheritdoc cref="StayingTasks"/>
    StayingConversations,
}

/// <summary>The rows behind the numbers of <see cref="GetDeparture"/> and <see cref="GetAbsences"/>.</summary>
public static class ListEstate
{
    /// <param name="Skip">How many to pass over.</param>
    /// <param name="Leave">The leave that is looked at; null when the person is to be disabled.</param>
    public sealed record Query(Guid SalesUserId, EstatePart Part, int Skip = 0, Away? Leave = null) : IQuery<CountedRows>
    {
        public static Access Access => Access.Planners;
    }

    /// <param name="Until">UTC; null when not said yet.</param>
    /// <param name="StandInId">Null when not said yet.</param>
    public sealed record Away(DateTime? Until, Guid? StandInId);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<CountedRows>>
    {
        public async Task<Result<CountedRows>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (counters, directory, _) = lane.Last;
            if (!directory.SalesUsers.TryGetValue(request.SalesUserId, out var user)) return Error.NotFound("The person");
            long Bindings(Guid agent) => counters[Model.Counters.ActiveBindings, agent];
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var going = (request.Leave is null ? Estate.Agents(directory, user.Id, Bindings) : AbsenceRules.Going(directory, user.Id, Bindings)).Select(a => a.Id).ToList();
            var moving = store.Assignments.Where(a => a.Status == AssignmentStatus.Active && going.Contains(a.AiAgentId));
            var (along, until) = (moving.Select(a => a.CustomerId), request.Leave?.Until ?? DateTime.MaxValue);
            // Who sees their own customers alone stands in for nothing of others'.
            var own = request.Leave?.StandInId is { } id && directory.SalesUsers.TryGetValue(id, out var standIn) ? Caller.Person(standIn).OnlyOwnerId : null;
            var theirs = store.Customers.Where(c => c.SalesUserId == own).Select(c => c.Id);
            var held = store.Conversations.Where(c => c.HolderUserId == user.Id);
            var tasks = store.WorkTasks.Where(t => t.SalesUserId == user.Id && t.Status == WorkTaskStatus.Open);
            var (otherHeld, otherTasks) = (held.Where(c => !along.Contains(c.CustomerId)), tasks.Where(t => t.DueAt < until && !along.Contains(t.CustomerId)));
            return request.Part switch
            {
                EstatePart.Customers => await PageAsync(moving, a => a.Id, a => a.CustomerId, _ => null),
                EstatePart.Reviews => await PageAsync(store.Reviews.Where(r => r.SalesUserId == user.Id && r.Status == ReviewStatus.Pending), r => r.Id, r => r.CustomerId, r => r.Kind.Code()),
                EstatePart.Tasks => await TasksAsync(tasks.Where(t => along.Contains(t.CustomerId))),
                EstatePart.Conversations => await HeldAsync(held.Where(c => along.Contains(c.CustomerId))),
                EstatePart.OtherTasks => await TasksAsync(own is null ? otherTasks : otherTasks.Where(t => theirs.Contains(t.CustomerId))),
                EstatePart.OtherConversations => await HeldAsync(own is null ? otherHeld : otherHeld.Where(c => theirs.Contains(c.CustomerId))),
                EstatePart.StayingTasks => await TasksAsync(own is null ? otherTasks.Where(t => false) : otherTasks.Where(t => !theirs.Contains(t.CustomerId))),
                _ => await HeldAsync(own is null ? otherHeld.Where(c => false) : otherHeld.Where(c => !theirs.Contains(c.CustomerId))),
            };

            Task<CountedRows> TasksAsync(IQueryable<WorkTask> rows) => PageAsync(rows, t => t.Id, t => t.CustomerId, t => t.Kind.Code());

            Task<CountedRows> HeldAsync(IQueryable<Conversation> rows) => PageAsync(rows, c => c.Id, c => c.CustomerId, c => c.Channel.Code());

            async Task<CountedRows> PageAsync<T>(IQueryable<T> rows, Expression<Func<T, Guid>> key, Func<T, Guid> customer, Func<T, string?> code) where T : class
            {
                var page = await rows.AsNoTracking().OrderBy(key).Skip(Math.Max(0, request.Skip)).Take(CountedRows.Most).ToListAsync(cancellationToken);
                var ids = page.Select(customer).Distinct().ToList();
                var (names, keyOf) = (await store.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken), key.Compile());
                return new CountedRows(await rows.CountAsync(cancellationToken), [.. page.Select(row => new CountedRow(keyOf(row), customer(row), names.GetValueOrDefault(customer(row), ""), code(row)))]);
            }
        }
    }
}
