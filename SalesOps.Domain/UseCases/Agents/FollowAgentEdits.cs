using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>
/// Sends some more of an agent's customers where an edit sends them that was saved for more than change hands in one command; after its undo, back.
/// Until then each stays with whom they have. Sent until there is nobody left.
/// </summary>
public static class FollowAgentEdits
{
    private const int AtOnce = 200;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Went">How many customers went; none when all had arrived.</param>
    public sealed record Answer(Guid AiAgentId, int Went);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Directory.AiAgents.Values.Where(a => a.PendingEditId is not null).MinBy(a => a.Id) is not { } pending) return Error.Conflict("Nobody follows an edit.");
            var agent = change.Find<AiAgent>(pending.Id)!;
            var edit = change.Find<AgentEdit>(pending.PendingEditId!.Value)!;
            if (edit.UndoneAt is null)
            {
                var gone = await SendAsync(agent, edit, cancellationToken);
                if (gone.Count == 0) gone = await FollowAsync(agent, edit, cancellationToken);
                return gone.Count == 0 ? Arrive(agent) : Went(agent, edit, gone);
            }
            // The last to go are the first to come back, or some would find their place taken.
            var part = await change.Store.AgentEdits.Where(e => e.PartOfId == edit.Id && e.UndoneAt == null).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellationToken);
            if (part is null) return await FollowAsync(agent, edit, cancellationToken) is { Count: > 0 } newcomers ? Went(agent, edit, newcomers) : Arrive(agent);
            var returned = await AgentReturn.ReturnAsync(change, agent, part);
            part.Undo(change.Now);
            change.Record("ai_agent.edit_undone", agent, part);
            return new Answer(agent.Id, returned.Count);
        }

        /// <summary>Those whom the agent can no longer hold.</summary>
        private async Task<List<Rebound>> SendAsync(AiAgent agent, AgentEdit edit, CancellationToken cancellationToken)
        {
            if (edit.Choice is not (StrandedChoice.Move or StrandedChoice.UntilEnd)) return [];
            var stranded = await HeldCustomers.SomeAsync(change, agent, edit.Before, edit.Choice == StrandedChoice.Move, AtOnce, cancellationToken);
            var ids = stranded.ConvertAll(s => s.CustomerId);
            var belongings = await Belongings.ReadAsync(change, ids);
            if (edit.Choice == StrandedChoice.UntilEnd) return ids.ConvertAll(belongings.Leave);
            var (languages, holdings) = (await Binding.LanguagesAsync(change.Store, ids), new Holdings(change));
            return stranded.ConvertAll(one =>
            {
                holdings.Add(agent.Id, one.Channel, -1);
                var fit = Binding.Route(change, one.Channel, belongings.Channels(one.CustomerId), languages.GetValueOrDefault(one.CustomerId), holdings).Agents.FirstOrDefault(f => f.Fits && f.Agent.AiAgentId != agent.Id);
                if (fit is null) return belongings.Unbind(one.CustomerId);
                holdings.Add(fit.Agent.AiAgentId, one.Channel, 1);
                return belongings.Move(one.CustomerId, change.Directory.AiAgents[fit.Agent.AiAgentId], AgentRules.Reason(one.By));
            });
        }

        /// <summary>Those who are not yet with the agent's salesperson.</summary>
        private async Task<List<Rebound>> FollowAsync(AiAgent agent, AgentEdit edit, CancellationToken cancellationToken)
        {
            var ids = await change.Store.Assignments.AsNoTracking().Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active && a.SalesUserId != agent.OwnerId)
                .OrderBy(a => a.Id).Select(a => a.CustomerId).Take(AtOnce).ToListAsync(cancellationToken);
            var belongings = await Belongings.ReadAsync(change, ids);
            var reason = edit.ById is null ? Assignment.ReasonToFollow(agent) : "owner_changed";
            return ids.ConvertAll(id => belongings.Follow(id, agent, reason));
        }

        private Answer Went(AiAgent agent, AgentEdit edit, List<Rebound> gone)
        {
            var part = new AgentEdit(change.NewId(), agent, edit, gone, change.Now);
            // What follows the undone edit home is no part of it any more.
            if (edit.UndoneAt is not null) part.Undo(change.Now);
            change.Add(part);
            change.Record("ai_agent.edit_followed", agent, part);
            return new Answer(agent.Id, gone.Count);
        }

        private Answer Arrive(AiAgent agent)
        {
            agent.Arrive();
            change.Record("ai_agent.edit_followed", agent);
            return new Answer(agent.Id, 0);
        }
    }
}
