using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>The head of the customer drawer: who it is, where it writes from, who speaks for us.</summary>
public static class GetCustomer
{
    public sealed record Query(Guid CustomerId) : IQuery<Answer>, IShared
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="FirstSeenAt">UTC.</param>
    /// <param name="LastSeenAt">UTC.</param>
    /// <param name="Messages">How many messages there are.</param>
    /// <param name="ErasedAt">When the personal data was erased; UTC; null while it stands.</param>
    /// <param name="ErasedReason">Why, as a code; null while it stands.</param>
    /// <param name="Note">What people noted; empty when there is nothing.</param>
    /// <param name="Channels">Those on which there is an account.</param>
    /// <param name="WasMerged">It was a part of another customer for a time.</param>
    /// <param name="FirstErased">Who had erased the customer before a backup came back; null when that did not happen.</param>
    public sealed record Answer(Guid Id, string Name, IReadOnlyList<string> Identities, string Status, Guid? AiAgentId, string? AiAgent, string? SalesUser, string? Intent,
        string Stage, double Confidence, int OpenTasks, DateTime FirstSeenAt, DateTime LastSeenAt, IReadOnlyList<Talk> Conversations, int Version,
        int Messages, DateTime? ErasedAt, string? ErasedReason, string Note, IReadOnlyList<Channel> Channels, IReadOnlyList<OptOut> OptOuts,
        IReadOnlyList<Merged> Merges, bool WasMerged, FirstErasure? FirstErased = null) : IAboutCustomer
    {
        Guid IAboutCustomer.CustomerId => Id;

        /// <summary>What can be edited.</summary>
        public CustomerTraits Traits => new(Name, Note);
    }

    /// <param name="HeldBy">The person who holds it; null while the AI or nobody does.</param>
    /// <param name="LastInboundAt">UTC.</param>
    /// <param name="UnansweredSince">Since when the oldest message waits that nobody answered; UTC; null when none does.</param>
    /// <param name="TakenOverAt">When the takeovers began that were within <see cref="Handover.PingPongWindow"/> as this was read; UTC.</param>
    public sealed record Talk(Guid Id, Channel Channel, string State, Holder Holder, string? HeldBy, int HolderVersion, DateTime LastInboundAt, DateTime? UnansweredSince, Guid? HeldById, IReadOnlyList<DateTime> TakenOverAt)
    {
        /// <summary>How many takeovers began within <see cref="Handover.PingPongWindow"/>.</summary>
        /// <param name="now">UTC.</param>
        public int Takeovers(DateTime now) => TakenOverAt.Count(at => at >= now - Handover.PingPongWindow);

        /// <summary>Whether the caller may take it over; from a colleague only those take it who decide.</summary>
        public bool MayBeTakenBy(Caller taker) => HeldById != taker.SalesUserId && (Holder != Holder.Human || Access.Deciders.Allows(taker));

        /// <inheritdoc cref="HandBackConversation.MayBeBy"/>
        public bool MayBeHandedBackBy(Caller caller) => Holder == Holder.Human && HandBackConversation.MayBeBy(caller, HeldById);
    }

    /// <param name="Source">How the customer said so, as a code.</param>
    /// <param name="Note">The proof in words; null when there is none.</param>
    /// <param name="By">Who wrote it down; null when the customer's own words were understood so.</param>
    /// <param name="At">UTC.</param>
    public sealed record OptOut(Channel Channel, string Source, string? Note, string? By, DateTime At);

    /// <summary>Somebody who went into this customer and is still in it.</summary>
    /// <param name="Name">What that one was called.</param>
    /// <param name="Note">What was noted about that one; empty when there was nothing.</param>
    /// <param name="By">Who merged them.</param>
    /// <param name="At">UTC.</param>
    /// <param name="CustomerId">Who that one was, whose past can be looked at.</param>
    public sealed record Merged(Guid MergeId, string Name, string Note, IReadOnlyList<Channel> Channels, string? By, DateTime At, Guid CustomerId);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane, TimeProvider time) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var customer = await FindAsync(store, request.CustomerId, cancellationToken)
                // A link from before goes to whom the customer went into.
                ?? (await store.Merges.Where(m => m.CustomerId == request.CustomerId && m.SeparatedAt == null).Select(m => (Guid?)m.IntoId).FirstOrDefaultAsync(cancellationToken) is { } into
                    ? await FindAsync(store, into, cancellationToken) : null);
            if (customer is null) return Error.NotFound("The customer");
            var merges = await Merging.OfAsync(store, customer.Id, cancellationToken);
            var identities = await store.ChannelIdentities.Where(i => i.CustomerId == customer.Id).OrderBy(i => i.CreatedAt).ToListAsync(cancellationToken);
            var talks = await store.Conversations.Where(c => c.CustomerId == customer.Id).OrderByDescending(c => c.LastInboundAt).ToListAsync(cancellationToken);
            var playbook = lane.Last.Directory.Playbooks.Current;
            var consents = customer.OptOuts is null ? [] : await store.Consents.Where(c => c.CustomerId == customer.Id && c.UndoneAt == null && c.OptsOut)
                .OrderByDescending(c => c.Id).ToListAsync(cancellationToken);
            var recently = time.GetUtcNow().UtcDateTime - Handover.PingPongWindow;
            var takeovers = await store.Handovers.Where(h => h.CustomerId == customer.Id && h.CreatedAt >= recently && h.Kind == HandoverKind.HumanTakeover)
                .Select(h => new { h.ConversationId, h.CreatedAt }).ToListAsync(cancellationToken);
            var directory = lane.Last.Directory;
            return new Answer(customer.Id, customer.Name, [.. identities.Select(i => i.Display)], customer.Status, customer.AiAgentId, directory.NameOfAgent(customer.AiAgentId),
                directory.NameOfUser(customer.SalesUserId), customer.Intent, customer.Stage, customer.Confidence, customer.OpenTasks, customer.FirstSeenAt,
                customer.LastSeenAt, [.. talks.Select(c => new Talk(c.Id, c.Channel, c.State, c.Holder, directory.NameOfUser(c.HolderUserId), c.HolderVersion, c.LastInboundAt, c.UnansweredSince,
                    c.HolderUserId, [.. takeovers.Where(t => t.ConversationId == c.Id).Select(t => t.CreatedAt)]))],
                customer.Version, await store.Messages.CountAsync(m => m.CustomerId == customer.Id, cancellationToken), customer.ErasedAt, customer.ErasedReason,
                customer.Traits.Note, [.. identities.Select(i => i.Channel).Distinct()],
                [.. consents.Where(c => customer.IsOptedOut(c.Channel)).DistinctBy(c => c.Channel).Select(c => new OptOut(c.Channel, c.Source, c.Note, directory.NameOfUser(c.ById), c.At))
                    // Earlier versions filed nothing where the state machine had ended the conversation.
                    .Concat(talks.Where(c => playbook.IsFinal(c.State)).Select(c => new OptOut(c.Channel, Consents.Wrote, null, null, c.LastInboundAt))).DistinctBy(o => o.Channel)],
                [.. merges.Where(m => m.ErasedAt is null).Select(m => new Merged(m.Id, m.Name, m.Note ?? "", m.Channels, directory.NameOfUser(m.ById), m.At, m.CustomerId))],
                await store.Merges.AnyAsync(m => m.CustomerId == customer.Id, cancellationToken),
                customer.ErasedAt is null ? null : (await FirstErasure.OfAsync(store, directory, [customer.Id], cancellationToken)).GetValueOrDefault(customer.Id));
        }

        private Task<Customer?> FindAsync(SalesOpsDb store, Guid id, CancellationToken cancellationToken) =>
            store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
    }
}
