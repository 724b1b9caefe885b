namespace SalesOps.Domain.Model;

public enum TransitionStatus
{
    Applied,
    Pending,
    Approved,
    Rejected,
    /// <summary>Nobody decided: what was to be decided is gone.</summary>
    Withdrawn,
}

/// <summary>状态迁移: a move of a conversation's state machine, made or proposed.</summary>
public sealed class StateTransition : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid ConversationId { get; private set; }
    public Guid CustomerId { get; private set; }
    public Guid? UnderstandingId { get; private set; }
    public string From { get; private set; } = "";
    public string To { get; private set; } = "";
    /// <summary>The intent that triggered it.</summary>
    public string Trigger { get; private set; } = "";
    public string Stage { get; private set; } = "";
    /// <summary>0..1; that of the understanding, also where a person decided.</summary>
    public double Confidence { get; private set; }
    public TransitionStatus Status { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    private StateTransition() { }

    public StateTransition(Guid id, Understanding understanding, string from, string to, string trigger, string stage, TransitionStatus status, DateTime now)
    {
        Id = id;
        ConversationId = understanding.ConversationId;
        CustomerId = understanding.CustomerId;
        UnderstandingId = understanding.Id;
        From = from;
        To = to;
        Trigger = trigger;
        Stage = stage;
        Confidence = understanding.Confidence;
        Status = status;
        CreatedAt = now;
    }

    /// <summary>A person decided, or took the decision back.</summary>
    public void Settle(TransitionStatus status) => Status = status;

    /// <summary>Nobody will decide on it any more.</summary>
    public void Withdraw() => Status = TransitionStatus.Withdrawn;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
