namespace SalesOps.Domain.Model;

public enum HandoverKind
{
    HumanTakeover,
    ManualTransfer,
    HandBack,
}

/// <summary>转人工/转销售: a conversation or customer changed hands.</summary>
public sealed class Handover : IOfCustomer
{
    /// <summary>Two takeovers of a conversation within this time are a ping-pong between AI and people.</summary>
    public static readonly TimeSpan PingPongWindow = TimeSpan.FromMinutes(10);

    public Guid Id { get; private set; }
    public HandoverKind Kind { get; private set; }
    public Guid CustomerId { get; private set; }
    public Guid? ConversationId { get; private set; }
    /// <summary>The salesperson whose customer it is after the handover.</summary>
    public Guid? SalesUserId { get; private set; }
    /// <summary>A reason code, e.g. <c>customer_asked</c>.</summary>
    public string Reason { get; private set; } = "";
    /// <summary>What the AI is to know that takes it back: what was agreed. Null for other kinds, and when nothing was said.</summary>
    [Personal] public string? Note { get; private set; }
    /// <summary>Which takeover of its conversation it is, from 1; null for kinds that are none.</summary>
    public int? Round { get; private set; }
    /// <summary>It is the second within <see cref="PingPongWindow"/>; null for kinds that are no takeover.</summary>
    public bool? IsPingPong { get; private set; }
    /// <summary>The person who did it, of a takeover the one who holds the conversation since; null when the system did.</summary>
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

    /// <summary>Until when it can be undone; UTC.</summary>
    public DateTime FinalAt => CreatedAt + UndoWindow.Length;

    /// <summary>A takeover that follows others of its conversation.</summary>
    /// <param name="earlier">When those began; UTC.</param>
    public void Follow(IReadOnlyCollection<DateTime> earlier) => (Round, IsPingPong) = (earlier.Count + 1, earlier.Any(at => CreatedAt - at <= PingPongWindow));

    public void Tell(string? note) => Note = note;

    /// <summary>Forgets what was noted.</summary>
    public void Erase() => Note = null;

    /// <summary>The takeover goes on with another person, or with the customer of another salesperson.</summary>
    public void PassTo(Guid holderId, Guid? salesUserId) => (ById, SalesUserId) = (holderId, salesUserId);

    /// <summary>The takeover is over.</summary>
    public void End(DateTime now) => EndedAt = now;

    /// <summary>The takeover goes on as if it had not ended.</summary>
    public void Resume() => EndedAt = null;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
