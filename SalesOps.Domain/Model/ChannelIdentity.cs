namespace SalesOps.Domain.Model;

/// <summary>A customer's account on a channel; one account belongs to one customer.</summary>
public sealed class ChannelIdentity : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>The account's id as the channel gives it.</summary>
    [Personal] public string ExternalId { get; private set; } = "";
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    private ChannelIdentity() { }

    public ChannelIdentity(Guid id, Guid customerId, Channel channel, string externalId, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        Channel = channel;
        ExternalId = externalId;
        CreatedAt = now;
    }

    /// <summary>As shown: <c>telegram:6712345001</c>.</summary>
    public string Display => $"{Channel.Code()}:{ExternalId}";

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
