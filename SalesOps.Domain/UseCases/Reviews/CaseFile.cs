using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>案卷: a review that waits, with every row that a decision touches; tracked.</summary>
internal sealed class CaseFile
{
    private readonly Change _change;
    private readonly DecisionTrace _before;
    private readonly DateTime? _openedAt;
    private readonly Decision? _repeats;
    private readonly List<WorkTask> _asked = [];
    private StateTransition? _move;
    private Review? _made;
    private Understanding? _again;
    private Handover? _handover;

    /// <param name="openedAt">Since when the actor looks at it, UTC; null when they did not open it.</param>
    /// <param name="repeats">The actor's own decision that is made once more; null for none.</param>
    public CaseFile(Change change, Review review, Understanding understanding, Message message, Conversation conversation, Customer customer,
        StateTransition? transition, List<WorkTask> tasks, DateTime? openedAt, Decision? repeats)
    {
        (_change, Review, Understanding, Message, Conversation, Customer, Transition, Tasks) = (change, review, understanding, message, conversation, customer, transition, tasks);
        (_openedAt, _repeats) = (openedAt, repeats);
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

    /// <summary>Notes what the actor says of it; nothing follows.</summary>
    public Decision Hear(Ruling ruling)
    {
        var opinion = new Decision(_change.NewId(), Review, ruling, _change.Actor.Id, _change.Now, Looked, ReadingTime.Of(Message.Text), isOpinion: true, _repeats?.Id);
        _change.Add(opinion);
        return opinion;
    }

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
}
