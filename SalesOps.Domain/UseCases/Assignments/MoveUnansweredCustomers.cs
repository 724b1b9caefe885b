using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>
/// 无人回复转派: a customer whom nobody answered, neither the AI nor a person by a mark, for as much work time as the settings say goes on to another salesperson's agent. The time counts from when the
/// customer began to wait or was bound, whichever is later, in the hours of the agent or else the console's. Nobody gets them who was silent to the same wait, nor who is not there (<see cref="Attendance"/>).
/// Where nobody fits they stay, and a task says so, once an assignment; while it is open a person sees to it. Who is held by a person stays with them: that the answer is late the tasks say, which move when overdue.
/// </summary>
public static class MoveUnansweredCustomers
{
    private const int AtOnce = 100;
    /// <summary>How many of those who wait longest are looked at.</summary>
    private const int LookedAt = 1000;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Stayed">For how many nobody was found, so that a task was made.</param>
    /// <param name="IsMore">There may be more than were seen to.</param>
    public sealed record Answer(int Moved, int Stayed, bool IsMore);

    internal sealed record Waiting(Guid CustomerId, Guid AiAgentId, DateTime Since, DateTime BoundAt);

    /// <summary>Who waits so long with one agent, longest first, and has neither a person nor a task that says so. Work time is never shorter than time: among these are those who are late.</summary>
    /// <param name="since">UTC.</param>
    internal static IQueryable<Waiting> WaitingSince(SalesOpsDb store, DateTime since) =>
        from c in store.Customers
        // Each asks for one row: a join would begin with all that are bound.
        let boundAt = store.Assignments.Where(a => a.CustomerId == c.Id && a.Status == AssignmentStatus.Active).Select(a => (DateTime?)a.CreatedAt).FirstOrDefault()
        where c.UnansweredSince > DateTime.MinValue && c.UnansweredSince <= since && c.AiAgentId != null && boundAt <= since
            && !store.Conversations.Any(t => t.CustomerId == c.Id && t.Holder == Holder.Human)
            && !store.WorkTasks.Any(t => t.CustomerId == c.Id && t.Kind == TaskKind.OwnerSilent && (t.Status == WorkTaskStatus.Open || t.CreatedAt >= boundAt))
        orderby c.UnansweredSince, c.Id
        select new Waiting(c.Id, c.AiAgentId!.Value, c.UnansweredSince!.Value, boundAt!.Value);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Directory.Settings.SilentTime is not { } time) return Error.Conflict("Nobody is moved because of silence.");
            var late = (await WaitingSince(change.Store, change.Now - time).Take(LookedAt).ToListAsync(cancellationToken)).Where(w => IsLate(w, time)).Take(AtOnce).ToList();
            if (late.Count == 0) return Error.Conflict("Nobody waits for so long.");
            List<Guid> ids = [.. late.Select(w => w.CustomerId)];
            var (belongings, languages) = (await Belongings.ReadAsync(change, ids), await Binding.LanguagesAsync(change.Store, ids));
            var past = (await change.Store.Assignments.AsNoTracking().Where(a => ids.Contains(a.CustomerId)).OrderByDescending(a => a.Id).ToListAsync(cancellationToken)).ToLookup(a => a.CustomerId);
            var (holdings, moved) = (new Holdings(change), 0);
            foreach (var id in ids)
            {
                var customer = belongings.Customer(id);
                var choice = Binding.Route(change, customer.Channel, belongings.Channels(id), languages.GetValueOrDefault(id), holdings, SilentOwners.Of([.. past[id]], customer.UnansweredSince));
                if (choice.Agents.FirstOrDefault(fit => fit.Fits && fit.Agent.IsAttended) is not { } fit)
                {
                    var task = RuleTasks.Make(change, TaskKind.OwnerSilent, customer);
                    change.Add(task);
                    change.Record("task.created", task, customer);
                    continue;
                }
                holdings.Add(customer.AiAgentId!.Value, customer.Channel, -1);
                holdings.Add(fit.Agent.AiAgentId, customer.Channel, 1);
                belongings.Move(id, change.Directory.AiAgents[fit.Agent.AiAgentId], Assignment.OwnerSilent);
                moved++;
            }
            return new Answer(moved, late.Count - moved, late.Count == AtOnce);
        }

        private bool IsLate(Waiting one, TimeSpan time) =>
            change.Directory.Settings.CalendarOf(one.AiAgentId).Add(one.Since > one.BoundAt ? one.Since : one.BoundAt, time) <= change.Now;
    }
}
