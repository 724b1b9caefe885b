namespace SalesOps.Domain.Model;

public enum Direction
{
    Inbound,
    Outbound,
}

/// <summary>消息: what a customer or we said; one row a channel message id.</summary>
public sealed class Message : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid ConversationId { get; private set; }
    public Guid CustomerId { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>The channel's own message id; personal, because channels and runtimes build it from the sender's account.</summary>
    [Personal] public string ExternalId { get; private set; } = "";
    public Direction Direction { get; private set; }
    [Personal] public string Text { get; private set; } = "";
    /// <summary>The language it was read as (<c>vi</c>, <c>zh</c>, <c>en</c>); null when not recognized.</summary>
    public string? Language { get; private set; }
    /// <summary>When the customer sent it, as the channel says; UTC.</summary>
    public DateTime SentAt { get; private set; }
    /// <summary>When it reached us; UTC.</summary>
    public DateTime ReceivedAt { get; private set; }

    private Message() { }

    public Message(Guid id, Conversation conversation, string externalId, Direction direction, string text, string? language, DateTime sentAt, DateTime now)
    {
        Id = id;
        ConversationId = conversation.Id;
        CustomerId = conversation.CustomerId;
        Channel = conversation.Channel;
        ExternalId = externalId;
        Direction = direction;
        Text = text;
        Language = language;
        SentAt = sentAt;
        ReceivedAt = now;
    }

    /// <summary>Forgets what was said. The id stays one of a kind, as the store demands.</summary>
    public void Erase() => (Text, ExternalId) = ("", ErasedId(Id));

    /// <summary>What stands in the place of the channel's id once the message is erased.</summary>
    public static string ErasedId(Guid id) => $"erased-{id:N}";

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
