using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>Whether a review may be decided, and with which rows.</summary>
internal static class CaseOpening
{
    /// <summary>Opens a review for a decision; the error says who was faster, and with what.</summary>
    public static async Task<Result<CaseFile>> OpenAsync(Change change, ClaimBoard claims, Seen seen)
    {
        var store = change.Store;
        if (await store.Reviews.FirstOrDefaultAsync(r => r.Id == seen.ReviewId) is not { } review) return Error.NotFound("The review");
        if (seen.RepeatsId is { } repeatsId) return await OpenRepeatAsync(change, claims, review, repeatsId);
        if (review.Status != ReviewStatus.Pending) return await DecidedAsync(change, review);
        if (review.Version != seen.Version) return Error.Stale("The review");
        var claim = claims[review.Id];
        if (claim is not null && claim.UserId != change.Actor.Id && claim.Version >= review.Version && change.Actor.Id is not null)
            return Error.Conflict($"{change.Directory.NameOfUser(claim.UserId)} is at it.", "held");
        if (change.Actor.Id is { } me && (review.FirstById == me || review.SecondById == me))
            return Error.Conflict("You said already what you think of it; another person is asked.", "said_already");
        var conversation = await store.Conversations.FirstAsync(c => c.Id == review.ConversationId);
        if (conversation.State != seen.State) return new Error(ErrorKind.Stale, $"The conversation stands in {conversation.State} by now.", Code: "moved");
        var transition = review.StateTransitionId is { } id ? await store.StateTransitions.FirstAsync(t => t.Id == id) : null;
        var tasks = await store.WorkTasks.Where(t => t.CustomerId == review.CustomerId && t.Status == WorkTaskStatus.Open && t.ReviewId == review.Id).ToListAsync();
        return await ReadAsync(change, claims, review, conversation, transition, tasks, null);
    }

    private static async Task<CaseFile> ReadAsync(Change change, ClaimBoard claims, Review review, Conversation conversation, StateTransition? transition, List<WorkTask> tasks, Decision? repeats)
    {
        var (store, claim) = (change.Store, claims[review.Id]);
        var understanding = await store.Understandings.FirstAsync(u => u.Id == review.UnderstandingId);
        return new CaseFile(change, review, understanding, await store.Messages.FirstAsync(m => m.Id == understanding.MessageId), conversation,
            await store.Customers.FirstAsync(c => c.Id == review.CustomerId), transition, tasks, claim?.UserId == change.Actor.Id ? claim?.Since : null, repeats);
    }

    /// <summary>Opens an own decision of before to be made once more; each is repeated once.</summary>
    private static async Task<Result<CaseFile>> OpenRepeatAsync(Change change, ClaimBoard claims, Review review, Guid repeatsId)
    {
        var earlier = await change.Store.Decisions.FirstOrDefaultAsync(d => d.Id == repeatsId && d.ReviewId == review.Id && d.UndoneAt == null && !d.IsOpinion);
        if (earlier is null || earlier.ById is null || earlier.ById != change.Actor.Id || review.Kind != ReviewKind.Understanding) return Error.NotFound("The review");
        if (await change.Store.Decisions.AnyAsync(d => d.ReviewId == review.Id && d.RepeatsId == repeatsId && d.UndoneAt == null))
            return Error.Conflict("You said already what you think of it.", "said_already");
        return await ReadAsync(change, claims, review, await change.Store.Conversations.FirstAsync(c => c.Id == review.ConversationId), null, [], earlier);
    }

    private static async Task<Error> DecidedAsync(Change change, Review review)
    {
        var decision = await change.Store.Decisions.Where(d => d.ReviewId == review.Id && d.UndoneAt == null && !d.IsOpinion).OrderByDescending(d => d.At).FirstOrDefaultAsync();
        // An erasure closes what waits without a decision.
        if (decision is null) return Error.Conflict("The review was withdrawn: there is nothing to decide any more.", "withdrawn");
        return new Error(ErrorKind.Conflict, $"{change.Directory.NameOfUser(decision.ById) ?? "The system"} decided it: {decision.Outcome.Code()} at {decision.At:yyyy-MM-dd HH:mm:ss} UTC.",
            Code: "decided");
    }
}
