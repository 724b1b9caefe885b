using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>
/// Moves customers who stayed with an agent only until their conversation ended, now that it has: nobody heard from them for a day.
/// Whom the agent can hold after all stays; who fits nowhere stays too, because being answered late is better than by nobody.
/// </summary>
public static class MoveLeavingCustomers
{
    /// <summary>How long a customer is silent when the conversation has ended.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromHours(24);
    private const int AtOnce = 200;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    public sealed record Answer(int Moved, int Stayed);

    /// <summary>The assignments that end now.</summary>
    internal static IQueryable<Assignment> Ended(SalesOpsDb store, DateTime now)
    {
        var silentSince = now - Silence;
        return store.Assignments.Where(a => a.Status == AssignmentStatus.Active && a.LeavingSince != null
            && store.Customers.Any(c => c.Id == a.CustomerId && c.LastSeenAt < silentSince)).OrderBy(a => a.LeavingSince).Take(AtOnce);
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var ended = await Ended(change.Store, change.Now).ToListAsync(cancellationToken);
            var belongings = await Belongings.ReadAsync(change, [.. ended.Select(a => a.CustomerId)]);
            var (moved, stayed) = (0, 0);
            // Each choice on top of the ones before: who leaves makes room, who comes takes it.
            var taken = new Dictionary<Guid, int>();
            foreach (var assignment in ended)
            {
                taken[assignment.AiAgentId] = taken.GetValueOrDefault(assignment.AiAgentId) - 1;
                var language = await change.Store.Messages.Where(m => m.CustomerId == assignment.CustomerId && m.Language != null)
                    .OrderByDescending(m => m.ReceivedAt).Select(m => m.Language).FirstOrDefaultAsync(cancellationToken);
                var choice = Binding.Choose(change, belongings.Customer(assignment.CustomerId).Channel, language, taken);
                var goesTo = choice.Agents.Any(fit => fit.Fits && fit.Agent.AiAgentId == assignment.AiAgentId) ? assignment.AiAgentId : choice.AiAgentId;
                var staysAt = goesTo ?? assignment.AiAgentId;
                taken[staysAt] = taken.GetValueOrDefault(staysAt) + 1;
                if (goesTo == assignment.AiAgentId)
                {
                    assignment.Stay();
                    change.Record("assignment.staying", assignment);
                    stayed++;
                }
                else if (goesTo is { } to)
                {
                    belongings.Move(assignment.CustomerId, change.Directory.AiAgents[to], "conversation_ended");
                    moved++;
                }
            }
            if (moved + stayed == 0) return Error.Conflict("Nobody who leaves fits anywhere, or nobody leaves.");
            return new Answer(moved, stayed);
        }
    }
}
