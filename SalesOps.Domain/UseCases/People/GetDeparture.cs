using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>停用前: everything a person has, and who is proposed to get it.</summary>
public static class GetDeparture
{
    public sealed record Query(Guid SalesUserId) : IQuery<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Conversations">How many conversations the person holds.</param>
    /// <param name="Reviews">How many reviews wait that go with the customers.</param>
    /// <param name="Tasks">How many open tasks go with the customers.</param>
    /// <param name="OtherTasks">How many open tasks go with no agent.</param>
    /// <param name="HeirId">Who is proposed for conversations and other tasks; null when there is nobody.</param>
    public sealed record Answer(string Name, Role Role, bool IsLastAdmin, IReadOnlyList<Agent> Agents, int Conversations, long Reviews, long Tasks, int OtherTasks, Guid? HeirId);

    /// <param name="HeirId">Who is proposed; null when there is nobody.</param>
    public sealed record Agent(Guid Id, string Name, AgentStatus Status, long Customers, Guid? HeirId);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var (counters, directory, _) = lane.Last;
            if (!directory.SalesUsers.TryGetValue(request.SalesUserId, out var user)) return Error.NotFound("The person");
            var agents = Estate.Agents(directory, user.Id, id => counters[Model.Counters.ActiveBindings, id]).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
            var heirs = directory.SalesUsers.Values.Where(u => u.IsActive && u.IsSalesperson && u.Id != user.Id).Select(u => (u.Id, counters[Model.Counters.ActiveBindings, u.Id])).ToList();
            var proposed = Succession.Propose(agents.Select(a => (a.Id, counters[Model.Counters.ActiveBindings, a.Id])), heirs);
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var conversations = await store.Conversations.CountAsync(c => c.HolderUserId == user.Id, cancellationToken);
            var ids = agents.Select(a => a.Id).ToList();
            var others = await store.WorkTasks.CountAsync(t => t.SalesUserId == user.Id && t.Status == WorkTaskStatus.Open
                && !store.Assignments.Any(a => a.CustomerId == t.CustomerId && a.Status == AssignmentStatus.Active && ids.Contains(a.AiAgentId)), cancellationToken);
            return new Answer(user.Name, user.Role, LastAdmin.Is(directory, user),
                [.. agents.Select(a => new Agent(a.Id, a.Name, a.Status, counters[Model.Counters.ActiveBindings, a.Id], proposed[a.Id]))],
                conversations, counters[Model.Counters.UnderstandingReviews, user.Id] + counters[Model.Counters.StateReviews, user.Id],
                counters[Model.Counters.OpenTasks, user.Id] - others, others,
                heirs.Count > 0 ? heirs.MinBy(h => h.Item2).Id : directory.SalesUsers.Values.FirstOrDefault(u => u.IsActive && u.Id != user.Id)?.Id);
        }
    }
}
