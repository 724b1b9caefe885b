using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>
/// 隐藏复测: an understanding that the reader of the queue decided some time ago, as it looked then, to be decided once more without knowing it.
/// Nothing is stored until it is: what waits for nobody is no review, and is counted nowhere.
/// </summary>
public static class GetRepeat
{
    /// <summary>For so long it is offered; whoever is away longer is spared it.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromDays(7);

    public sealed record Query : IQuery<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <summary>Both are null when there is none.</summary>
    /// <param name="Row">For the queue; its time limit is for the queue to choose.</param>
    public sealed record Answer(ListReviews.Row? Row, GetReviewCase.Case? Case)
    {
        public static readonly Answer None = new(null, null);
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, Playbook playbook, TimeProvider time,
        IRequestHandler<GetReviewCase.Query, Result<GetReviewCase.Case>> cases) : IRequestHandler<Query, Result<Answer>>
    {
        private static readonly ReviewStatus[] Judged = [ReviewStatus.Approved, ReviewStatus.Corrected, ReviewStatus.Rejected];

        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var directory = lane.Last.Directory;
            var (share, until) = (directory.Settings.RepeatShare, time.GetUtcNow().UtcDateTime - directory.Settings.RepeatAfter);
            if (share == 0 || caller.Current.SalesUserId is not { } me) return Answer.None;
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var own = await Own(store, me, until).ToListAsync(cancellationToken);
            var chosen = own.Find(id => Operations.LotOf("repeat", id.ToString()) < share);
            if (chosen == default) return Answer.None;
            var earlier = await store.Decisions.FirstAsync(d => d.Id == chosen, cancellationToken);
            var found = await cases.Handle(new GetReviewCase.Query(earlier.ReviewId), cancellationToken);
            if (!found.Succeeded) return Answer.None;
            var past = await store.Reviews.FirstAsync(r => r.Id == earlier.ReviewId, cancellationToken);
            var seen = AsThen(found.Value, earlier, directory);
            return new Answer(new ListReviews.Row(past.Id, past.Kind, past.CustomerId, seen.Customer, past.Intent, null, null, past.Confidence, past.Channel, past.Language,
                string.Join(",", past.Reasons), past.CreatedAt, past.DueAt, RepeatsId: earlier.Id), seen);
        }

        /// <summary>The person's decisions that are due to come back, the first of them first; the lot is not yet drawn.</summary>
        internal static IQueryable<Guid> Own(SalesOpsDb store, Guid me, DateTime until)
        {
            var since = until - Offered;
            return
                from decision in store.Decisions
                where decision.ById == me && decision.At > since && decision.At <= until && decision.UndoneAt == null && !decision.IsOpinion && Judged.Contains(decision.Outcome)
                    && !store.Decisions.Any(d => d.ReviewId == decision.ReviewId && d.RepeatsId == decision.Id && d.UndoneAt == null)
                join review in store.Reviews on decision.ReviewId equals review.Id
                where review.Kind == ReviewKind.Understanding
                join read in store.Understandings on review.UnderstandingId equals read.Id
                join message in store.Messages on read.MessageId equals message.Id
                // What was erased cannot be judged.
                where message.Text != ""
                orderby decision.At
                select decision.Id;
        }

        /// <summary>What was to be seen before the decision: nothing of it, nor of what came after.</summary>
        private GetReviewCase.Case AsThen(GetReviewCase.Case now, Decision earlier, StoreDirectory directory)
        {
            var (then, standing) = (earlier.Trace, new Standing(earlier.Trace.State, earlier.Trace.Holder));
            return now with
            {
                Status = ReviewStatus.Pending,
                State = standing.State,
                HolderName = directory.NameOfUser(then.HolderUserId),
                Approval = then.Understanding == ReviewStatus.Sampled ? new Approval(Consequence.AcceptedBefore)
                    : Approval.Of(standing, playbook.Match(standing.State, now.Intent, now.Stage, 1)),
                Ways = GetReviewCase.Way.Of(playbook, standing.State, now.Intent, now.Stage, now.Confidence),
                // Each review has its task.
                Tasks = 1,
                IsUnwanted = false,
                TakenFromId = null,
                Decision = null,
                Second = null,
                FirstById = null,
                SecondById = null,
                Opinions = [],
                After = [],
                RepeatsId = earlier.Id,
            };
        }
    }
}
