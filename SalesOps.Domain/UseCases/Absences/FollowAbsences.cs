using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>
/// 代班: does the next thing that absences ask for: an AI agent goes, with its customers, to who acts for whose it is, or home; what goes with no agent
/// goes to who acts when an absence begins; an absence whose time is over is closed. Sent until there is nothing left to do.
/// Where more customers than change hands at once go with an agent, they follow it: see <see cref="FollowAgentEdits"/>.
/// </summary>
public static class FollowAbsences
{
    private const int AtOnce = 500;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="AiAgentId">The agent that moved; null when none did.</param>
    /// <param name="AbsenceId">The absence that began or is over; null when none.</param>
    /// <param name="Moved">How many customers went with the agent, those who follow left out, or how many conversations and tasks without one.</param>
    public sealed record Answer(Guid? AiAgentId, Guid? AbsenceId, int Moved);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (directory, now) = (change.Directory, change.Now);
            foreach (var agent in directory.AiAgents.Values.OrderBy(a => a.Id))
                if (Lending.Wanted(directory, agent, now, Bindings) is { } to) return await LendAsync(agent.Id, to, cancellationToken);
            // What belongs to customers who follow goes with them, not as what goes with no agent.
            foreach (var absence in directory.Absences.Where(a => a.BegunAt is null && a.Covers(now) && !IsFollowed(a.SalesUserId)))
                if (directory.ActingFor(absence.SalesUserId, now, person => person.IsActive) is { } acts) return await BeginAsync(absence.Id, directory.SalesUsers[acts], cancellationToken);
            if (directory.Absences.FirstOrDefault(a => a.Until <= now) is not { } over) return Error.Conflict("No absence asks for anything.");
            return Close(over.Id);
        }

        private bool IsFollowed(Guid person) => change.Directory.AiAgents.Values.Any(a => a.HomeId == person && a.PendingEditId is not null);

        private long Bindings(Guid agent) => change.Count(Model.Counters.ActiveBindings, agent);

        private async Task<Answer> LendAsync(Guid id, Guid to, CancellationToken cancellationToken)
        {
            var agent = change.Find<AiAgent>(id)!;
            var (version, undoable) = (agent.Version, change.Now - UndoWindow.Length);
            var (before, home) = (agent.Traits, agent.HomeOwnerId);
            agent.Lend(to);
            var isHome = agent.HomeOwnerId is null;
            var edits = await change.Store.AgentEdits.Where(e => e.AiAgentId == id && e.Version == version && e.UndoneAt == null && e.At >= undoable).ToListAsync(cancellationToken);
            foreach (var edit in edits) edit.Outlast(agent);
            var action = isHome ? "ai_agent.returned" : "ai_agent.lent";
            if (Bindings(id) > EditAiAgent.MostMoved)
            {
                var followed = new AgentEdit(change.NewId(), agent, before, home, [], change.Actor.Id, change.Now);
                agent.Await(followed, StrandedChoice.Stay);
                change.Add(followed);
                change.Record(action, agent, [.. edits, followed]);
                return new Answer(id, null, 0);
            }
            var customers = await change.Store.Assignments.AsNoTracking().Where(a => a.AiAgentId == id && a.Status == AssignmentStatus.Active).Select(a => a.CustomerId).ToListAsync(cancellationToken);
            var belongings = await Belongings.ReadAsync(change, customers);
            foreach (var customer in customers) belongings.Follow(customer, agent, Assignment.ReasonToFollow(agent));
            change.Record(action, agent, [.. edits]);
            return new Answer(id, null, customers.Count);
        }

        private async Task<Answer> BeginAsync(Guid id, SalesUser heir, CancellationToken cancellationToken)
        {
            var absence = change.Find<Absence>(id)!;
            var (store, person) = (change.Store, absence.SalesUserId);
            var (caller, until) = (Caller.Person(heir), absence.Until);
            var held = store.Conversations.Where(c => c.HolderUserId == person);
            var due = store.WorkTasks.Where(t => t.SalesUserId == person && t.Status == WorkTaskStatus.Open && t.DueAt < until);
            // Who sees their own customers alone gets nothing of others': that stays where it is.
            if (caller.OnlyOwnerId is { } owner)
            {
                held = held.Where(c => store.Customers.Any(o => o.Id == c.CustomerId && o.SalesUserId == owner));
                due = due.Where(t => store.Customers.Any(o => o.Id == t.CustomerId && o.SalesUserId == owner));
            }
            var conversations = await held.OrderBy(c => c.Id).Take(AtOnce).ToListAsync(cancellationToken);
            var takeovers = await Takeover.Running(change, [.. conversations.Select(c => c.CustomerId)]).ToListAsync(cancellationToken);
            var tasks = await due.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancellationToken);
            var handed = Handing.Give(change, conversations, takeovers, tasks, heir.Id);
            absence.Hand(heir.Id, handed, conversations.Count < AtOnce && tasks.Count < AtOnce, change.Now);
            change.Record("absence.begun", absence);
            return new Answer(null, id, handed.Count);
        }

        private Answer Close(Guid id)
        {
            var absence = change.Find<Absence>(id)!;
            absence.Close();
            change.Record("absence.over", absence);
            return new Answer(null, id, 0);
        }
    }
}
