using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>Who writes from a channel account, and the conversation held there; tracked rows.</summary>
internal sealed record Correspondent(Customer Customer, Conversation Conversation)
{
    private static readonly Func<SalesOpsDb, Channel, string, IEnumerable<Rows>> Query = EF.CompileQuery(
        (SalesOpsDb store, Channel channel, string externalId) =>
            from identity in store.ChannelIdentities.AsTracking()
            where identity.Channel == channel && identity.ExternalId == externalId
            join customer in store.Customers on identity.CustomerId equals customer.Id
            join held in store.Conversations on new { CustomerId = customer.Id, identity.Channel } equals new { held.CustomerId, held.Channel } into conversations
            from conversation in conversations.DefaultIfEmpty()
            select new Rows { Identity = identity, Customer = customer, Conversation = conversation });

    /// <summary>The customer who wrote from this account before, now seen again; null when nobody did.</summary>
    /// <param name="state">Where a conversation begins that was not held on this channel yet.</param>
    public static Correspondent? Find(Change change, Channel channel, string externalId, string state)
    {
        if (Query(change.Store, channel, externalId).FirstOrDefault() is not { } rows) return null;
        rows.Customer.Seen(rows.Identity, change.Now);
        rows.Conversation?.Heard(change.Now);
        return new Correspondent(rows.Customer, rows.Conversation ?? Begin(change, rows.Customer, channel, state));
    }

    /// <summary>A customer who writes for the first time.</summary>
    public static Correspondent Meet(Change change, Channel channel, string externalId, string? name, string state)
    {
        var id = change.NewId();
        var identity = new ChannelIdentity(change.NewId(), id, channel, externalId, change.Now);
        var customer = new Customer(id, name ?? externalId, identity, state, change.Now);
        change.Add(customer, identity);
        return new Correspondent(customer, Begin(change, customer, channel, state));
    }

    private static Conversation Begin(Change change, Customer customer, Channel channel, string state)
    {
        var conversation = new Conversation(change.NewId(), customer.Id, channel, state, change.Now);
        change.Add(conversation);
        return conversation;
    }

    private sealed class Rows
    {
        public required ChannelIdentity Identity { get; init; }
        public required Customer Customer { get; init; }
        public required Conversation? Conversation { get; init; }
    }
}
