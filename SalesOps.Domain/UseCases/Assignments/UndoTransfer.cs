using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>
/// 撤销转移: takes back one's own transfers within ten seconds, each by itself. The assignment made goes, and the one that ended goes on, or who had
/// none waits on, since when they did; what customers wrote since goes with them. Who was moved again since stays; so does whose place was taken meanwhile, or whose salesperson is gone.
/// </summary>
public static class UndoTransfer
{
    /// <param name="Assignments">Those that the transfer made.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Guid> Assignments) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Rows(c => c.Assignments, id => id);
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var made = await change.Store.Assignments.Where(a => request.Assignments.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
            var belongings = await Belongings.ReadAsync(change, [.. made.Values.Select(a => a.CustomerId)]);
            var holdings = new Holdings(change);
            var lines = new List<BulkLine>(request.Assignments.Count);
            foreach (var id in request.Assignments)
                lines.Add(new BulkLine(id, made.GetValueOrDefault(id) is { } next ? await ReturnAsync(belongings, next, holdings) : Refusals.Undone));
            return Bulk.Answer(lines);
        }

        private async Task<Error?> ReturnAsync(Belongings belongings, Assignment next, Holdings holdings)
        {
            var (id, at) = (next.CustomerId, next.CreatedAt);
            if (await WaitedAsync(next) is { } bound)
            {
                if (bound.ActorId != change.Actor.Id) return Refusals.NotYours;
                if (change.Now > at + UndoWindow.Length) return Refusals.Final;
                if (next.Status != AssignmentStatus.Active) return Refusals.BuiltOn;
                await belongings.WaitOnAsync(next, holdings);
                return null;
            }
            var handover = await change.Store.Handovers.FirstOrDefaultAsync(h => h.CustomerId == id && h.CreatedAt == at && h.Kind == HandoverKind.ManualTransfer);
            var before = await change.Store.Assignments.FirstOrDefaultAsync(a => a.CustomerId == id && a.EndedAt == at && a.Status == AssignmentStatus.Transferred);
            if (handover is null || before is null || handover.ById != change.Actor.Id) return Refusals.NotYours;
            if (change.Now > at + UndoWindow.Length) return Refusals.Final;
            if (next.Status != AssignmentStatus.Active) return Refusals.BuiltOn;
            var agent = change.Directory.AiAgents[before.AiAgentId];
            if (agent.OwnerId != before.SalesUserId || agent.Status == AgentStatus.Disabled || !change.Directory.SalesUsers[before.SalesUserId].IsActive)
                return Error.Conflict("The agent cannot take the customer back.", "target_status");
            if (holdings.Of(agent.Id) >= agent.Capacity)
                return Error.Conflict("The agent has no room any more.", "target_capacity");
            var channel = belongings.Customer(id).Channel;
            if (!holdings.HasRoom(agent, channel)) return Error.Conflict("The agent has no room on the channel any more.", "target_cap");
            holdings.Add(agent.Id, channel, 1);
            holdings.Add(next.AiAgentId, channel, -1);
            belongings.Return(next, before, null, handover);
            return null;
        }

        /// <summary>What the journal says of how somebody who waited was bound by hand; null when it was not so.</summary>
        private async Task<AuditEntry?> WaitedAsync(Assignment made)
        {
            if (!TransferCustomers.Reasons.Contains(made.Reason)) return null;
            var entries = await change.Store.AuditEntries.AsNoTracking().Where(e => e.CustomerId == made.CustomerId && e.Action == Binding.Waited && e.At == made.CreatedAt).ToListAsync();
            return entries.Find(e => new PastRows(change.Store.Model, typeof(Assignment)).Apply(e.Changes).OfType<Assignment>().Any(a => a.Id == made.Id));
        }
    }
}
