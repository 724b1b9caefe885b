using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

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

    private sealed record Leaver(Guid CustomerId, Guid AiAgentId, Channel Channel, bool IsSeveral);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var going = await PlanAsync(cancellationToken);
            if (going.Count == 0) return Error.Conflict("Nobody who leaves fits anywhere, or nobody leaves.");
            var belongings = await Belongings.ReadAsync(change, [.. going.Select(g => g.Leaver.CustomerId)]);
            var moved = 0;
            foreach (var (leaver, to) in going)
            {
                if (to != leaver.AiAgentId)
                {
                    belongings.Move(leaver.CustomerId, change.Directory.AiAgents[to], "conversation_ended");
                    moved++;
                    continue;
                }
                var assignment = belongings.Assignment(leaver.CustomerId)!;
                assignment.Stay();
                change.Record("assignment.staying", assignment);
            }
            return new Answer(moved, going.Count - moved);
        }

        /// <summary>Those who can go or stay for good, who left first foremost; each choice on top of the ones before.</summary>
        private async Task<List<(Leaver Leaver, Guid To)>> PlanAsync(CancellationToken cancellationToken)
        {
            var going = new List<(Leaver, Guid)>();
            var holdings = new Holdings(change);
            // Whom nobody can hold does not stand in the way of those behind.
            var stuck = new HashSet<(Guid, Channel)>();
            foreach (var leaver in await EndedAsync(cancellationToken))
            {
                if (going.Count == AtOnce) break;
                if (stuck.Contains((leaver.AiAgentId, leaver.Channel))) continue;
                holdings.Add(leaver.AiAgentId, leaver.Channel, -1);
                var to = await ChooseAsync(leaver, holdings);
                var place = to ?? leaver.AiAgentId;
                holdings.Add(place, leaver.Channel, 1);
                if (to is null) stuck.Add((leaver.AiAgentId, leaver.Channel));
                else going.Add((leaver, to.Value));
                // Who goes leaves room behind.
                if (place != leaver.AiAgentId) stuck.Clear();
            }
            return going;
        }

        /// <summary>Where the customer is from now on: where it is, unless another serves more of their channels; null when nobody can hold it.</summary>
        private async Task<Guid?> ChooseAsync(Leaver leaver, Holdings holdings)
        {
            var languages = await Binding.LanguagesAsync(change.Store, [leaver.CustomerId]);
            var channels = Binding.Channels(change, leaver.CustomerId, leaver.Channel, leaver.IsSeveral);
            var choice = Binding.Route(change, leaver.Channel, channels, languages.GetValueOrDefault(leaver.CustomerId), holdings);
            return choice.Agents.Any(fit => fit.Fits && fit.Agent.AiAgentId == leaver.AiAgentId) && !choice.Improves(leaver.AiAgentId) ? leaver.AiAgentId : choice.AiAgentId;
        }

        private Task<List<Leaver>> EndedAsync(CancellationToken cancellationToken)
        {
            var silentSince = change.Now - Silence;
            return change.Store.Assignments.Where(a => a.Status == AssignmentStatus.Active && a.LeavingSince != null)
                .Join(change.Store.Customers.Where(c => c.LastSeenAt < silentSince), a => a.CustomerId, c => c.Id, (a, c) => new { a.LeavingSince, a.Id, c })
                .OrderBy(l => l.LeavingSince).ThenBy(l => l.Id).Select(l => new Leaver(l.c.Id, l.c.AiAgentId!.Value, l.c.Channel, l.c.AbsorbedText != null)).ToListAsync(cancellationToken);
        }
    }
}
