namespace SalesOps.Domain.Model;

/// <summary>Where an understanding stands with people.</summary>
public enum ReviewStatus
{
    /// <summary>Accepted without a person.</summary>
    None,
    /// <summary>Accepted without a person, and chosen at random to be looked at all the same.</summary>
    Sampled,
    Pending,
    Approved,
    Corrected,
    Rejected,
    /// <summary>A person took the conversation instead of judging what was understood.</summary>
    TakenOver,
    /// <summary>Nobody decided: what was to be decided is gone.</summary>
    Withdrawn,
}

/// <summary>A part of the message that speaks for the intent. Offsets count UTF-16 units of the message's text.</summary>
public sealed record EvidenceSpan(int Start, int Length);

/// <summary>Another intent the message could carry, with its confidence, 0..1.</summary>
public sealed record Alternative(string Intent, double Confidence);

/// <summary>What a message says in the reviewer's own language.</summary>
/// <param name="Evidence">What speaks for the intent; offsets count UTF-16 units of <paramref name="Text"/>.</param>
public sealed record Gloss(string Text, IReadOnlyList<EvidenceSpan> Evidence);

/// <summary>What somebody read in a message; the content of an <see cref="Understanding"/>, before it belongs to a message.</summary>
/// <param name="Intent">Null when no intent was recognized.</param>
/// <param name="Stage">Where the sale stands by this message, e.g. <c>discovery_capital</c>.</param>
/// <param name="Confidence">0..1.</param>
/// <param name="Risks">Risk codes, e.g. <c>scam_suspicion</c>.</param>
/// <param name="Producer">Who or what read it: a model's name and version, or <c>built-in-1</c>.</param>
/// <param name="Language"><c>vi</c>, <c>zh</c>, <c>en</c>, or null when not recognized.</param>
/// <param name="Gloss">Null when none was given.</param>
public sealed record Reading(
    string? Intent,
    string Stage,
    double Confidence,
    IReadOnlyList<string> Risks,
    IReadOnlyList<EvidenceSpan> Evidence,
    IReadOnlyList<Alternative> Alternatives,
    string Producer,
    string? Language,
    Gloss? Gloss = null);

/// <summary>输入理解: what was understood of a message, and what became of it.</summary>
public sealed class Understanding : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid MessageId { get; private set; }
    public Guid ConversationId { get; private set; }
    public Guid CustomerId { get; private set; }
    public string? Intent { get; private set; }
    public string Stage { get; private set; } = "";
    /// <summary>0..1.</summary>
    public double Confidence { get; private set; }
    public IReadOnlyList<string> Risks { get; private set; } = [];
    public IReadOnlyList<EvidenceSpan> Evidence { get; private set; } = [];
    public IReadOnlyList<Alternative> Alternatives { get; private set; } = [];
    public string Producer { get; private set; } = "";
    /// <summary>The message in the reviewer's language, as the producer put it; null when it did not.</summary>
    [Personal] public string? Gloss { get; private set; }
    /// <summary>What speaks for the intent in <see cref="Gloss"/>; null without one.</summary>
    public IReadOnlyList<EvidenceSpan>? GlossEvidence { get; private set; }
    public ReviewStatus Review { get; private set; }
    /// <summary>The chance with which an accepted understanding was chosen for review, 0..1; null when sampling did not apply.</summary>
    public double? SamplingProbability { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    private Understanding() { }

    public Understanding(Guid id, Message message, Reading reading, ReviewStatus review, double? samplingProbability, DateTime now)
    {
        Id = id;
        MessageId = message.Id;
        ConversationId = message.ConversationId;
        CustomerId = message.CustomerId;
        Intent = reading.Intent;
        Stage = reading.Stage;
        Confidence = reading.Confidence;
        Risks = reading.Risks;
        Evidence = reading.Evidence;
        Alternatives = reading.Alternatives;
        Producer = reading.Producer;
        (Gloss, GlossEvidence) = (reading.Gloss?.Text, reading.Gloss?.Evidence);
        Review = review;
        SamplingProbability = samplingProbability;
        CreatedAt = now;
    }

    /// <summary>A person decided, or took the decision back.</summary>
    public void Settle(ReviewStatus review) => Review = review;

    /// <summary>Nobody will decide on it any more.</summary>
    public void Withdraw() => Review = ReviewStatus.Withdrawn;

    /// <summary>Forgets what the message said.</summary>
    public void Erase() => (Gloss, GlossEvidence) = (null, null);

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
