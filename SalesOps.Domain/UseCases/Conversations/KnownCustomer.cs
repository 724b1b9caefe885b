using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>A customer who wrote before from this channel account; the conversation is null when it was on another channel.</summary>
internal sealed class KnownCustomer
{
    private static readonly Func<SalesOpsDb, Channel, string, IEnumerable<KnownCustomer>> Query = EF.CompileQuery(
        (SalesOpsDb store, Channel channel, string externalId) =>
            from identity in store.ChannelIdentities.AsTracking()
            where identity.Channel == channel && identity.ExternalId == externalId
            join customer in store.Customers on identity.CustomerId equals customer.Id
            join held in store.Conversations on new { CustomerId = customer.Id, identity.Channel } equals new { held.CustomerId, held.Channel } into conversations
            from conversation in conversations.DefaultIfEmpty()
            select new KnownCustomer { Identity = identity, Customer = customer, Conversation = conversation });

    public required ChannelIdentity Identity { get; init; }
    public required Customer Customer { get; init; }
    public required Conversation? Conversation { get; init; }

    /// <summary>Tracked rows; null when nobody wrote from this account yet.</summary>
    public static Task<KnownCustomer?> FindAsync(SalesOpsDb store, Channel channel, string externalId) =>
        Task.FromResult(Query(store, channel, externalId).FirstOrDefault());
}
