using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>案卷: a review that waits, with every row that a decision touches; tracked.</summary>
internal sealed class CaseFile
{
    private readonly Change _change;
    private readonly DecisionTrace _before;
    private readonly List<WorkTask> _asked = [];
    private StateTransition? _move;
    private Review? _made;
    private Understanding? _again;
    private Handover? _handover;
    private DateTime? _openedAt;
    private Decision? _repeats;

    private CaseFile(Change change, Review review, Understanding understanding, Message message, Conversation conversation, Customer customer,
        StateTransition? transition, List<WorkTask> tasks)
    {
        (_change, Review, Understanding, Message, Conversation, Customer, Transition, Tasks) = (change, review, understanding, message, conversation, customer, transition, tasks);
        _before = new DecisionTrace(understanding.Review, conversation.State, conversation.StateBefore, conversation.Holder, conversation.HolderUserId,
            customer.Intent, customer.Stage, customer.Confidence, customer.Status, "", 0, 0, null, null, null, [], null);
    }

    public Review Review { get; }
    public Understanding Understanding { get; }
    public Message Message { get; }
    public Conversation Conversation { get; }
    public Customer Customer { get; }
    /// <summary>The transition that waits; null for an understanding.</summary>
    public StateTransition? Transition { get; }
    /// <summary>It is a hidden repeat: what is said of it is noted, and nothing follows.</summary>
    public bool IsRepeat => _repeats is not null;
    /// <summary>Where the conversation stands; for a hidden repeat, where it stood then.</summary>
    public Standing Standing => _repeats is { Trace: var then } ? new Standing(then.State, then.Holder) : Standing.Of(Conversation);
    /// <summary>The open tasks that ask for this review.</summary>
    public List<WorkTask> Tasks { get; }

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
        return await ReadAsync(change, claims, review, conversation, transition, tasks);
    }

    private static async Task<CaseFile> ReadAsync(Change change, ClaimBoard claims, Review review, Conversation conversation, StateTransition? transition, List<WorkTask> tasks)
    {
        var (store, claim) = (change.Store, claims[review.Id]);
        var understanding = await store.Understandings.FirstAsync(u => u.Id == review.UnderstandingId);
        return new CaseFile(change, review, understanding, await store.Messages.FirstAsync(m => m.Id == understanding.MessageId), conversation,
            await store.Customers.FirstAsync(c => c.Id == review.CustomerId), transition, tasks) { _openedAt = claim?.UserId == change.Actor.Id ? claim?.Since : null };
    }

    /// <summary>Opens an own decision of before to be made once more; each is repeated once.</summary>
    private static async Task<Result<CaseFile>> OpenRepeatAsync(Change change, ClaimBoard claims, Review review, Guid repeatsId)
    {
        var earlier = await change.Store.Decisions.FirstOrDefaultAsync(d => d.Id == repeatsId && d.ReviewId == review.Id && d.UndoneAt == null && !d.IsOpinion);
        if (earlier is null || earlier.ById is null || earlier.ById != change.Actor.Id || review.Kind != ReviewKind.Understanding) return Error.NotFound("The review");
        if (await change.Store.Decisions.AnyAsync(d => d.ReviewId == review.Id && d.RepeatsId == repeatsId && d.UndoneAt == null))
            return Error.Conflict("You said already what you think of it.", "said_already");
        var file = await ReadAsync(change, claims, review, await change.Store.Conversations.FirstAsync(c => c.Id == review.ConversationId), null, []);
        file._repeats = earlier;
        return file;
    }

    /// <summary>
    /// Files the ruling as an opinion when two people are asked and it does not settle the case: when it is the first, or is not of one mind with the first.
    /// A third decides by what they say, and so does whoever is the last there is to ask. A hidden repeat decides nothing in any case.
    /// </summary>
    /// <returns>Null when the ruling decides.</returns>
    public async Task<Decided?> AskAnotherAsync(Ruling ruling)
    {
        if (IsRepeat) return NoteRepeat(ruling);
        if (Review.Second is null || Review.SecondById is not null || _change.Actor.Id is not { } me || !IsAnybodyLeft(me)) return null;
        if (Review.FirstById is not null)
        {
            var first = await _change.Store.Decisions.FirstAsync(d => d.ReviewId == Review.Id && d.IsOpinion && d.UndoneAt == null);
            if (SecondOpinion.Agree(first.Ruling, ruling)) return null;
        }
        var opinion = new Decision(_change.NewId(), Review, ruling, me, _change.Now, Looked, ReadingTime.Of(Message.Text), isOpinion: true);
        _change.Add(opinion);
        Review.Hear(me);
        _change.Record("review.opinion", Review, [opinion]);
        return new Decided(opinion.Id, Review.Id, ruling.Outcome, Conversation.State, opinion.FinalAt, IsOpinion: true);
    }

    /// <summary>Notes what somebody says once more of what they decided before.</summary>
    public Decided NoteRepeat(Ruling ruling)
    {
        var again = new Decision(_change.NewId(), Review, ruling, _change.Actor.Id, _change.Now, Looked, ReadingTime.Of(Message.Text), isOpinion: true, _repeats!.Id);
        _change.Add(again);
        _change.Record("review.repeated", Review, [again]);
        return new Decided(again.Id, Review.Id, ruling.Outcome, Standing.State, again.FinalAt, IsOpinion: true, IsRepeat: true);
    }

    private bool IsAnybodyLeft(Guid me) =>
        _change.Directory.SalesUsers.Values.Any(p => p.IsActive && p.Id != me && p.Id != Review.FirstById && Access.Deciders.Allows(Caller.Person(p)));

    /// <summary>Files the ruling: the review leaves the queue, and its task is done. What follows from it comes after.</summary>
    public Decision Close(Ruling ruling)
    {
        var decision = new Decision(_change.NewId(), Review, ruling, _change.Actor.Id, _change.Now, Looked, ReadingTime.Of(Message.Text));
        _change.Add(decision);
        Review.Decide(ruling.Outcome);
        if (Transition is null) Understanding.Settle(ruling.Outcome);
        foreach (var task in Tasks) task.Finish(Customer, _change.Now);
        _change.Record($"review.{ruling.Outcome.Code()}", Review, [decision, Understanding, Customer, .. Tasks, .. Transition is null ? [] : new object[] { Transition }]);
        return decision;
    }

    /// <summary>The customer's last understanding follows the decision, unless the customer was understood anew since.</summary>
    public async Task FollowAsync(string? intent, string stage, double confidence)
    {
        var at = Understanding.CreatedAt;
        var isLast = !await _change.Store.Understandings.AnyAsync(u => u.CustomerId == Customer.Id && u.CreatedAt > at);
        if (isLast) Customer.Understood(intent, stage, confidence, Conversation.State);
        else Customer.Understood(Customer.Intent, Customer.Stage, Customer.Confidence, Conversation.State);
    }

    /// <summary>Null when it was not opened; a clock that was set back opened it just now.</summary>
    private TimeSpan? Looked => _openedAt is { } since ? TimeSpan.FromTicks(Math.Max(0, (_change.Now - since).Ticks)) : null;

    public void Moved(StateTransition? transition, Review? review = null, WorkTask? task = null)
    {
        (_move, _made) = (transition, review);
        if (task is not null) _asked.Add(task);
    }

    public void Asked(WorkTask task) => _asked.Add(task);

    public void ReadAgain(Understanding understanding, Review review, WorkTask task)
    {
        (_again, _made) = (understanding, review);
        _asked.Add(task);
    }

    public void TakenOver(Handover handover) => _handover = handover;

    /// <summary>Notes what the decision changed, for an undo.</summary>
    public Decided Finish(Decision decision)
    {
        decision.Leave(_before with
        {
            StateAfter = Conversation.State,
            HolderVersion = Conversation.HolderVersion,
            CustomerVersion = Customer.Version,
            TransitionId = _move?.Id,
            ReviewId = _made?.Id,
            UnderstandingId = _again?.Id,
            TaskIds = [.. _asked.Select(t => t.Id)],
            HandoverId = _handover?.Id,
        });
        return new Decided(decision.Id, Review.Id, decision.Outcome, Conversation.State, decision.FinalAt);
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
