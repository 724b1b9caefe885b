using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>Who writes from a channel account, and the conversation held there; tracked rows.</summary>
/// <param name="WaitedOn">The channel on which the customer waited unbound until now; null for who is bound or new.</param>
internal sealed record Correspondent(Customer Customer, Conversation Conversation, Channel? WaitedOn = null)
{
    /// <summary>The customer who wrote from this account before, now seen again; null when nobody did.</summary>
    /// <param name="state">Where a conversation begins that was not held on this channel yet.</param>
    public static Correspondent? Find(Change change, Channel channel, string externalId, string state)
    {
        if (change.Find<ChannelIdentity>((nameof(Channel), channel.Code()), (nameof(ChannelIdentity.ExternalId), externalId)) is not { } identity) return null;
        var customer = change.Find<Customer>(identity.CustomerId)!;
        var conversation = change.Find<Conversation>((nameof(Conversation.CustomerId), customer.Id), (nameof(Channel), channel.Code()));
        Channel? waitedOn = customer.IsBound ? null : customer.Channel;
        customer.Seen(identity, change.Now);
        conversation?.Heard(change.Now, wantsAnswers: !customer.IsOptedOut(channel));
        conversation ??= Begin(change, customer, channel, state);
        customer.Await(conversation);
        return new Correspondent(customer, conversation, waitedOn);
    }

    /// <summary>A customer who writes for the first time.</summary>
    public static Correspondent Meet(Change change, Channel channel, string externalId, string? name, string state)
    {
        var id = change.NewId();
        var identity = new ChannelIdentity(change.NewId(), id, channel, externalId, change.Now);
        var customer = new Customer(id, name is not null && TextRules.IsVisible(name) ? name : externalId, identity, state, change.Now);
        change.Add(customer, identity);
        var conversation = Begin(change, customer, channel, state);
        customer.Await(conversation);
        return new Correspondent(customer, conversation);
    }

    private static Conversation Begin(Change change, Customer customer, Channel channel, string state)
    {
        var conversation = new Conversation(change.NewId(), customer.Id, channel, state, change.Now);
        change.Add(conversation);
        return conversation;
    }
}
