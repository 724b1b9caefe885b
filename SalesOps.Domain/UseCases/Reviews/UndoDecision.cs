using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>
/// 撤销: takes back a decision of one's own within ten seconds, with all its effects, as long as nothing was built on them.
/// What it had made goes away again; the audit log keeps both.
/// </summary>
public static class UndoDecision
{
    public sealed record Command(Guid OperationId, Guid DecisionId) : ICommand<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Version">The review's version, now that it waits again.</param>
    public sealed record Answer(Guid ReviewId, int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.DecisionId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var store = change.Store;
            if (await store.Decisions.FirstOrDefaultAsync(d => d.Id == request.DecisionId, cancellationToken) is not { } decision) return Error.NotFound("The decision");
            if (Refusals.Undoing(change, decision) is { } refused) return refused;
            var review = await store.Reviews.FirstAsync(r => r.Id == decision.ReviewId, cancellationToken);
            if (decision.IsOpinion) return UndoOpinion(review, decision);
            var understanding = await store.Understandings.FirstAsync(u => u.Id == review.UnderstandingId, cancellationToken);
            var conversation = await store.Conversations.FirstAsync(c => c.Id == review.ConversationId, cancellationToken);
            var customer = await store.Customers.FirstAsync(c => c.Id == review.CustomerId, cancellationToken);
            var trace = decision.Trace;
            if (customer.Version != trace.CustomerVersion || conversation.HolderVersion != trace.HolderVersion || conversation.State != trace.StateAfter
                || await Made.ReadAsync(store, trace, cancellationToken) is not { } made)
                return Refusals.BuiltOn;

            decision.Undo(change.Now);
            review.Reopen();
            if (review.StateTransitionId is { } id) (await store.StateTransitions.FirstAsync(t => t.Id == id, cancellationToken)).Settle(TransitionStatus.Pending);
            else understanding.Settle(trace.Understanding);
            conversation.Restore(trace.State, trace.StateBefore, trace.Holder, trace.HolderUserId);
            customer.Understood(trace.Intent, trace.Stage, trace.Confidence, trace.Status);
            foreach (var task in await store.WorkTasks.Where(t => t.CustomerId == customer.Id && t.ReviewId == review.Id && t.EndedAt == decision.At).ToListAsync(cancellationToken))
                task.Reopen(customer);
            foreach (var consent in await store.Consents.Where(c => c.CustomerId == customer.Id && c.Channel == conversation.Channel && c.At == decision.At && c.UndoneAt == null).ToListAsync(cancellationToken))
                Consents.TakeBack(change, customer, consent);
            foreach (var _ in made.Tasks) customer.TaskClosed();
            foreach (var row in made.Rows) change.Remove(row);
            change.Record("review.undone", review);
            return new Answer(review.Id, review.Version);
        }

        /// <summary>Nothing followed from it, unless somebody spoke after it; from a hidden repeat never.</summary>
        private Result<Answer> UndoOpinion(Review review, Decision opinion)
        {
            if (opinion.RepeatsId is not null)
            {
                opinion.Undo(change.Now);
                change.Record("review.repeat_undone", review, [opinion]);
                return new Answer(review.Id, review.Version);
            }
            if (review.Status != ReviewStatus.Pending || (review.SecondById ?? review.FirstById) != opinion.ById) return Refusals.BuiltOn;
            opinion.Undo(change.Now);
            review.Unhear();
            change.Record("review.opinion_undone", review, [opinion]);
            return new Answer(review.Id, review.Version);
        }
    }

    /// <summary>What the decision made.</summary>
    private sealed record Made(List<WorkTask> Tasks, List<object> Rows)
    {
        /// <summary>Null when something of it was taken up by somebody since.</summary>
        public static async Task<Made?> ReadAsync(SalesOpsDb store, DecisionTrace trace, CancellationToken cancellationToken)
        {
            var tasks = await store.WorkTasks.Where(t => trace.TaskIds.Contains(t.Id)).ToListAsync(cancellationToken);
            if (tasks.Exists(t => t.Status != WorkTaskStatus.Open)) return null;
            var rows = new List<object>(tasks);
            if (trace.ReviewId is { } reviewId)
            {
                var review = await store.Reviews.FirstAsync(r => r.Id == reviewId, cancellationToken);
                if (review.Version != 1) return null;
                rows.Add(review);
            }
            if (trace.TransitionId is { } transitionId) rows.Add(await store.StateTransitions.FirstAsync(t => t.Id == transitionId, cancellationToken));
            if (trace.UnderstandingId is { } understandingId) rows.Add(await store.Understandings.FirstAsync(u => u.Id == understandingId, cancellationToken));
            if (trace.HandoverId is { } handoverId)
            {
                var handover = await store.Handovers.FirstAsync(h => h.Id == handoverId, cancellationToken);
                if (handover.EndedAt is not null) return null;
                rows.Add(handover);
            }
            return new Made(tasks, rows);
        }
    }
}
