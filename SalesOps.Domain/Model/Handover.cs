namespace SalesOps.Domain.Model;

public enum HandoverKind
{
    HumanTakeover,
    ManualTransfer,
    HandBack,
}

/// <summary>转人工/转销售: a conversation or customer changed hands.</summary>
public sealed class Handover
{
    public Guid Id { get; private set; }
    public HandoverKind Kind { get; private set; }
    public Guid CustomerId { get; private set; }
    public Guid? ConversationId { get; private set; }
    /// <summary>The salesperson whose customer it is after the handover.</summary>
    public Guid? SalesUserId { get; private set; }
    /// <summary>A reason code, e.g. <c>customer_asked</c>.</summary>
    public string Reason { get; private set; } = "";
    /// <summary>The person who did it; null when the system did.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>When a takeover was handed back; UTC; null while it lasts, and for kinds that do not last.</summary>
    public DateTime? EndedAt { get; private set; }

    private Handover() { }

    public Handover(Guid id, HandoverKind kind, Guid customerId, Guid? conversationId, Guid? salesUserId, string reason, Guid? byId, DateTime now)
    {
        Id = id;
        Kind = kind;
        CustomerId = customerId;
        ConversationId = conversationId;
        SalesUserId = salesUserId;
        Reason = reason;
        ById = byId;
        CreatedAt = now;
    }

    /// <summary>The takeover is over.</summary>
    public void End(DateTime now) => EndedAt = now;
}
