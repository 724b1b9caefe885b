namespace SalesOps.Domain.Model;

/// <summary>What comes after a rejection.</summary>
public enum NextStep
{
    /// <summary>The AI goes on: what a runtime read is read again by the built-in understanding, and waits as a review of its own.</summary>
    AiAgain,
    /// <summary>Whoever rejected it takes the conversation.</summary>
    HumanTakeover,
    /// <summary>A task for the salesperson: ask the customer what was meant.</summary>
    AskCustomer,
}

/// <summary>决定: what a person made of a review. Rows stay, also those that were undone.</summary>
public sealed class Decision : IOfCustomer, IUndoable
{
    public Guid Id { get; private set; }
    public Guid ReviewId { get; private set; }
    public Guid CustomerId { get; private set; }
    public ReviewStatus Outcome { get; private set; }
    /// <summary>The intent as corrected; null for other outcomes, and where no intent is right.</summary>
    public string? Intent { get; private set; }
    /// <summary>The stage as corrected; null for other outcomes.</summary>
    public string? Stage { get; private set; }
    /// <summary>The state a correction leads to; null when it leaves the conversation where it is, and for other outcomes.</summary>
    public string? Target { get; private set; }
    /// <summary>Why it was rejected or taken over, as a code; null for other outcomes.</summary>
    public string? Reason { get; private set; }
    /// <summary>What comes after a rejection; null for other outcomes.</summary>
    public NextStep? NextStep { get; private set; }
    /// <summary>In the reviewer's own words, which may repeat the customer's.</summary>
    [Personal] public string? Note { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who decided; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>How long the person had the case open before deciding, in ms; null when it was decided without being opened.</summary>
    public int? LookedMs { get; private set; }
    /// <summary>How long a quick reader takes for the message, in ms; null in rows of earlier versions.</summary>
    public int? ReadingMs { get; private set; }
    /// <summary>UTC; null while it stands.</summary>
    public DateTime? UndoneAt { get; private set; }
    public DecisionTrace Trace { get; private set; } = DecisionTrace.None;
    /// <summary>It says what its person thinks, and decides nothing: another person is asked as well.</summary>
    public bool IsOpinion { get; private set; }
    /// <summary>The own <see cref="Decision"/> of before that it is a hidden repeat of; null for all others.</summary>
    public Guid? RepeatsId { get; private set; }

    private Decision() { }

    public Decision(Guid id, Review review, Ruling ruling, Guid? byId, DateTime now, TimeSpan? looked, TimeSpan reading, bool isOpinion = false, Guid? repeatsId = null)
    {
        Id = id;
        ReviewId = review.Id;
        CustomerId = review.CustomerId;
        Outcome = ruling.Outcome;
        Intent = ruling.Intent;
        Stage = ruling.Stage;
        Target = ruling.Target;
        Reason = ruling.Reason;
        NextStep = ruling.NextStep;
        Note = ruling.Note;
        ById = byId;
        At = now;
        LookedMs = looked is { } time ? (int)Math.Min(time.TotalMilliseconds, int.MaxValue) : null;
        ReadingMs = (int)reading.TotalMilliseconds;
        IsOpinion = isOpinion;
        RepeatsId = repeatsId;
    }

    /// <summary>What was said.</summary>
    public Ruling Ruling => new(Outcome, Intent, Stage, Target, Reason, NextStep, Note);

    /// <summary>Until when it can be undone; UTC.</summary>
    public DateTime FinalAt => At + UndoWindow.Length;

    /// <summary>Notes what it changed, once all of it is done.</summary>
    public void Leave(DecisionTrace trace) => Trace = trace;

    public void Undo(DateTime now) => UndoneAt = now;

    /// <summary>Forgets what was noted.</summary>
    public void Erase() => Note = null;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}

/// <summary>What somebody says of a review. See <see cref="Decision"/> for the fields.</summary>
public sealed record Ruling(ReviewStatus Outcome, string? Intent = null, string? Stage = null, string? Target = null,
    string? Reason = null, NextStep? NextStep = null, string? Note = null);

/// <summary>How things stood before a decision, and what it made: all that an undo needs, and what must not have changed since.</summary>
/// <param name="Understanding">Where the understanding stood with people.</param>
/// <param name="State">The conversation's state before.</param>
/// <param name="Intent">The customer's last understanding before, with its stage and confidence.</param>
/// <param name="Status">The customer's status before.</param>
/// <param name="StateAfter">The conversation's state after.</param>
/// <param name="HolderVersion">The conversation's holder version after.</param>
/// <param name="CustomerVersion">The customer's version after.</param>
/// <param name="TransitionId">The transition it made; null when none.</param>
/// <param name="ReviewId">The review it made; null when none.</param>
/// <param name="UnderstandingId">The understanding it made; null when none.</param>
/// <param name="TaskIds">The tasks it made.</param>
/// <param name="HandoverId">The handover it made; null when none.</param>
public sealed record DecisionTrace(ReviewStatus Understanding, string State, string? StateBefore, Holder Holder, Guid? HolderUserId,
    string? Intent, string Stage, double Confidence, string Status, string StateAfter, int HolderVersion, int CustomerVersion,
    Guid? TransitionId, Guid? ReviewId, Guid? UnderstandingId, IReadOnlyList<Guid> TaskIds, Guid? HandoverId)
{
    public static readonly DecisionTrace None = new(ReviewStatus.None, "", null, Holder.Nobody, null, null, "", 0, "", "", 0, 0, null, null, null, [], null);
}
