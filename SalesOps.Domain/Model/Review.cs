namespace SalesOps.Domain.Model;

public enum ReviewKind
{
    /// <summary>理解复核: was the message understood?</summary>
    Understanding,
    /// <summary>状态复核: should the conversation move?</summary>
    State,
}

/// <summary>复核: an understanding or a transition that waits for a person. Copies what the queue shows, sorts and filters by.</summary>
public sealed class Review : IOfCustomer
{
    public Guid Id { get; private set; }
    public ReviewKind Kind { get; private set; }
    public Guid UnderstandingId { get; private set; }
    /// <summary>The transition that waits; null for an understanding.</summary>
    public Guid? StateTransitionId { get; private set; }
    public Guid ConversationId { get; private set; }
    public Guid CustomerId { get; private set; }
    public Guid? AiAgentId { get; private set; }
    public Guid? SalesUserId { get; private set; }
    public Channel Channel { get; private set; }
    public string? Language { get; private set; }
    public string? Intent { get; private set; }
    /// <summary>0..1.</summary>
    public double Confidence { get; private set; }
    /// <summary>Why it waits: codes of <see cref="Rules.ReviewPolicy"/>.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];
    public ReviewStatus Status { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>The earlier of the review's own limit and the end of the channel's reply window; UTC.</summary>
    public DateTime DueAt { get; private set; }
    /// <summary>Grows by one with every decision, undo and forced release; a decision names the version it was made from.</summary>
    public int Version { get; private set; }
    /// <summary>The person from whom a supervisor last took it; null when nobody did.</summary>
    public Guid? TakenFromId { get; private set; }
    /// <summary>Why two people are asked: a code of <see cref="Rules.SecondOpinion"/>; null when one decides.</summary>
    public string? Second { get; private set; }
    /// <summary>The first person who said what they think of it without deciding it; null while nobody did.</summary>
    public Guid? FirstById { get; private set; }
    /// <summary>The second, who thought otherwise: a third decides; null while nobody did.</summary>
    public Guid? SecondById { get; private set; }

    private Review() { }

    public Review(Guid id, ReviewKind kind, Customer customer, Message message, Understanding understanding, StateTransition? transition,
        IReadOnlyList<string> reasons, DateTime now, DateTime dueAt)
    {
        Id = id;
        Kind = kind;
        UnderstandingId = understanding.Id;
        StateTransitionId = transition?.Id;
        ConversationId = understanding.ConversationId;
        CustomerId = customer.Id;
        AiAgentId = customer.AiAgentId;
        SalesUserId = customer.SalesUserId;
        Channel = message.Channel;
        Language = message.Language;
        Intent = understanding.Intent;
        Confidence = understanding.Confidence;
        Reasons = reasons;
        Status = ReviewStatus.Pending;
        CreatedAt = now;
        DueAt = dueAt;
        Version = 1;
    }

    /// <summary>One person is not enough.</summary>
    /// <param name="reason">A code of <see cref="Rules.SecondOpinion"/>.</param>
    public void AskTwo(string reason) => Second = reason;

    /// <summary>Somebody said what they think of it; another person is asked next.</summary>
    public void Hear(Guid userId)
    {
        if (FirstById is null) FirstById = userId;
        else SecondById = userId;
        Version++;
    }

    /// <summary>Who spoke last takes it back.</summary>
    public void Unhear()
    {
        if (SecondById is not null) SecondById = null;
        else FirstById = null;
        Version++;
    }

    /// <summary>Nobody will decide on it any more.</summary>
    public void Withdraw() => Status = ReviewStatus.Withdrawn;

    /// <summary>The customer changed hands while this waits.</summary>
    public void Bind(Guid? aiAgentId, Guid? salesUserId)
    {
        AiAgentId = aiAgentId;
        SalesUserId = salesUserId;
    }

    public void Decide(ReviewStatus outcome)
    {
        Status = outcome;
        Version++;
    }

    /// <summary>Waits again: its decision was undone.</summary>
    public void Reopen()
    {
        Status = ReviewStatus.Pending;
        Version++;
    }

    /// <summary>A supervisor took it from whoever held it; what that person decides from now on is stale.</summary>
    public void TakeFrom(Guid userId)
    {
        TakenFromId = userId;
        Version++;
    }

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
