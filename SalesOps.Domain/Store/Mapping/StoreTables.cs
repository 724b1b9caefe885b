using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Mapping;

/// <summary>How the model's rows lie in tables, and by which indexes they are found.</summary>
internal static class StoreTables
{
    public static void Map(ModelBuilder model)
    {
        Walk.Map(model);
        MapPeople(model);
        MapCustomers(model);
        MapConversations(model);
        MapWork(model);
        MapSettings(model);
        MapAccounts(model);
        MapBooks(model);
        foreach (var key in model.Model.GetEntityTypes().SelectMany(t => t.GetKeys()).SelectMany(k => k.Properties))
            key.ValueGenerated = ValueGenerated.Never;
    }

    private static void MapPeople(ModelBuilder model)
    {
        model.Entity<SalesUser>(e =>
        {
            e.HasIndex(u => u.Email).IsUnique();
            e.HasIndex(u => new { u.Name, u.Id });
            e.HasIndex(u => new { u.CreatedAt, u.Id });
        });
        model.Entity<AiAgent>(e =>
        {
            e.HasIndex(a => a.Name).IsUnique();
            e.HasOne<SalesUser>().WithMany().HasForeignKey(a => a.OwnerId).OnDelete(DeleteBehavior.Restrict);
            e.Property(a => a.Channels);
            e.Property(a => a.Caps);
            e.Ignore(a => a.Traits);
            e.Ignore(a => a.HomeId);
        });
        model.Entity<Departure>(e =>
        {
            e.Property(d => d.AgentEdits);
            e.Property(d => d.Rest);
            e.Ignore(d => d.FinalAt);
            e.HasOne<SalesUser>().WithMany().HasForeignKey(d => d.SalesUserId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Absence>(e =>
        {
            e.Property(a => a.Before);
            e.Property(a => a.Rest);
            e.Ignore(a => a.Terms).Ignore(a => a.FinalAt);
            e.HasIndex(a => a.From, "AbsencesNotOver").HasFilter("\"EndedAt\" IS NULL");
            e.HasOne<SalesUser>().WithMany().HasForeignKey(a => a.SalesUserId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<AgentEdit>(e =>
        {
            e.Property(a => a.Before);
            e.Property(a => a.Customers);
            e.Ignore(a => a.FinalAt);
            e.HasIndex(a => new { a.PartOfId, a.Id }, "PartsOfAgentEdits").HasFilter("\"PartOfId\" IS NOT NULL");
            e.HasOne<AiAgent>().WithMany().HasForeignKey(a => a.AiAgentId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void MapCustomers(ModelBuilder model)
    {
        model.Entity<Customer>(e =>
        {
            e.Ignore(c => c.Traits);
            e.Property(c => c.OptOuts);
            // A column that a partial index's filter names stands in it as well, or each row is read to ask it once more.
            e.HasIndex(c => new { c.LastSeenAt, c.Id, c.OptOuts }, "OptedOutCustomers").HasFilter("\"OptOuts\" IS NOT NULL");
            // Written with every message anyway: what filters and retention ask of customers who are met in this order stands in it, and needs no index each.
            e.HasIndex(c => new { c.LastSeenAt, c.Id, c.Status, c.Intent, c.Stage, c.Confidence, c.Channel, c.OpenTasks, c.ErasedAt, c.SearchText, c.UnansweredSince }, "CustomersLastSeen");
            // The same of one salesperson's customers, who are so few that whatever is asked of them is read in this order; with all that the pool's filters ask.
            e.HasIndex(c => new { c.SalesUserId, c.LastSeenAt, c.Id, c.Status, c.Intent, c.Stage, c.Confidence, c.Channel, c.OpenTasks, c.ErasedAt, c.AiAgentId, c.WaitingSince, c.OptOuts, c.SearchText, c.UnansweredSince }, "CustomersOfSalesUser");
            // Those who wait for an answer are few where answers come: whatever is asked of them, in whatever order, is met here.
            e.HasIndex(c => new { c.UnansweredSince, c.Id, c.LastSeenAt, c.Status, c.Intent, c.Stage, c.Confidence, c.Channel, c.OpenTasks, c.AiAgentId, c.WaitingSince, c.ErasedAt, c.OptOuts, c.SearchText }, "UnansweredCustomers").HasFilter("\"UnansweredSince\" IS NOT NULL");
            // What was understood last decides all three, so that two of them that never meet are asked for often: any two stand at the beginning of one index.
            e.HasIndex(c => new { c.Status, c.Stage, c.Intent });
            e.HasIndex(c => new { c.Stage, c.Intent, c.Status });
            e.HasIndex(c => new { c.Intent, c.Status, c.Stage });
            e.HasIndex(c => c.Confidence);
            e.HasIndex(c => c.Channel);
            e.HasIndex(c => new { c.OpenTasks, c.Id }, "CustomersWithTasks").HasFilter("\"OpenTasks\" > 0");
            e.HasIndex(c => new { c.LastSeenAt, c.Id, c.AiAgentId, c.ErasedAt, c.WaitingSince, c.SearchText }, "UnboundCustomers").HasFilter("\"AiAgentId\" IS NULL");
            e.HasIndex(c => new { c.WaitingSince, c.Id, c.AiAgentId, c.ErasedAt, c.LastSeenAt, c.SearchText }, "WaitingCustomers").HasFilter("\"AiAgentId\" IS NULL");
            // A name hardly ever changes, so its order costs a message nothing. An agent has no more customers than its capacity: few enough to sort by when they were last seen.
            e.HasIndex(c => new { c.SearchText, c.Id }, "CustomersByName");
            e.HasIndex(c => new { c.SalesUserId, c.SearchText, c.Id });
            // The channel stands in it so that an agent's customers of one are counted here, without their rows.
            e.HasIndex(c => new { c.AiAgentId, c.SalesUserId, c.SearchText, c.Id, c.Channel }, "CustomersOfAgent").HasFilter("\"AiAgentId\" IS NOT NULL");
        });
        model.Entity<CustomerEdit>(e =>
        {
            e.Ignore(d => d.Before).Ignore(d => d.After).Ignore(d => d.FinalAt);
            e.HasIndex(d => new { d.CustomerId, d.Id });
            OfCustomer(e);
        });
        model.Entity<Consent>(e =>
        {
            e.Ignore(c => c.FinalAt);
            e.HasIndex(c => new { c.CustomerId, c.Id });
            OfCustomer(e);
        });
        model.Entity<Viewing>(e =>
        {
            e.HasIndex(v => v.CustomerId);
            OfCustomer(e);
        });
        model.Entity<DataRequest>(e =>
        {
            e.Ignore(r => r.ById).Ignore(r => r.FinalAt);
            e.HasIndex(r => new { r.EndedAt, r.DueAt, r.Id });
            e.HasIndex(r => r.CustomerId);
            OfCustomer(e);
        });
        // Whom it is about may have no row any more, having gone into another.
        model.Entity<EarlierErasure>().HasIndex(e => e.CustomerId);
        model.Entity<Merge>(e =>
        {
            e.Property(m => m.Channels);
            e.Property(m => m.Rows);
            e.HasIndex(m => m.CustomerId);
            e.HasIndex(m => m.IntoId);
        });
        model.Entity<ChannelIdentity>(e =>
        {
            e.HasIndex(i => new { i.Channel, i.ExternalId }).IsUnique();
            e.HasIndex(i => i.CustomerId);
            OfCustomer(e);
        });
    }

    private static void MapConversations(ModelBuilder model)
    {
        model.Entity<Conversation>(e =>
        {
            e.HasIndex(c => new { c.CustomerId, c.Channel }).IsUnique();
            e.HasIndex(c => c.HolderUserId, "ConversationsHeldByPeople").HasFilter("\"HolderUserId\" IS NOT NULL");
            OfCustomer(e);
        });
        model.Entity<Message>(e =>
        {
            e.HasIndex(m => new { m.Channel, m.ExternalId }).IsUnique();
            e.HasIndex(m => new { m.CustomerId, m.ReceivedAt });
            e.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Understanding>(e =>
        {
            e.Property(u => u.Risks);
            e.Property(u => u.Evidence);
            e.Property(u => u.Alternatives);
            e.Property(u => u.GlossEvidence);
            e.HasIndex(u => new { u.CustomerId, u.CreatedAt });
            e.HasOne<Message>().WithMany().HasForeignKey(u => u.MessageId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<StateTransition>(e =>
        {
            e.HasIndex(t => new { t.CustomerId, t.CreatedAt });
            e.HasOne<Conversation>().WithMany().HasForeignKey(t => t.ConversationId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Review>(e =>
        {
            e.Property(r => r.Reasons);
            e.Property(r => r.Version).HasDefaultValue(1);
            e.HasIndex(r => new { r.Status, r.DueAt, r.Id });
            e.HasIndex(r => new { r.SalesUserId, r.Status, r.DueAt, r.Id });
            e.HasIndex(r => new { r.Kind, r.CreatedAt }, "PendingReviewsByAge").HasFilter("\"Status\" = 'pending'");
            e.HasIndex(r => new { r.CustomerId, r.Status });
            e.HasOne<Understanding>().WithMany().HasForeignKey(r => r.UnderstandingId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Decision>(e =>
        {
            e.Property(d => d.Trace);
            e.Ignore(d => d.FinalAt);
            e.Ignore(d => d.Ruling);
            e.Property(d => d.IsOpinion).HasDefaultValue(false);
            e.HasIndex(d => new { d.ReviewId, d.At });
            e.HasIndex(d => new { d.ById, d.At });
            e.HasIndex(d => d.CustomerId);
            e.HasOne<Review>().WithMany().HasForeignKey(d => d.ReviewId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void MapWork(ModelBuilder model)
    {
        model.Entity<Assignment>(e =>
        {
            e.HasIndex(a => a.CustomerId, "OneActiveAssignmentACustomer").IsUnique().HasFilter("\"Status\" = 'active'");
            e.HasIndex(a => new { a.Status, a.Id });
            e.HasIndex(a => new { a.CustomerId, a.Id });
            // Nothing but the order of the list: a page far down is found in a fraction of the pages that the rows fill.
            e.HasIndex(a => a.Id, "AssignmentsInOrder");
            // All that the list asks of one salesperson's, as with their customers.
            e.HasIndex(a => new { a.SalesUserId, a.Id, a.Status, a.AiAgentId, a.CustomerId }, "AssignmentsOfSalesUser");
            e.HasIndex(a => new { a.AiAgentId, a.Id });
            e.HasIndex(a => a.LeavingSince, "LeavingAssignments").HasFilter("\"Status\" = 'active' AND \"LeavingSince\" IS NOT NULL");
            e.HasOne<AiAgent>().WithMany().HasForeignKey(a => a.AiAgentId).OnDelete(DeleteBehavior.Restrict);
            OfCustomer(e);
        });
        model.Entity<Handover>(e =>
        {
            e.HasIndex(h => new { h.Kind, h.Id });
            e.HasIndex(h => new { h.SalesUserId, h.Id });
            e.HasIndex(h => new { h.ById, h.Id });
            e.HasIndex(h => new { h.CustomerId, h.CreatedAt });
            e.HasIndex(h => new { h.Kind, h.Id }, "RunningTakeovers").HasFilter("\"Kind\" = 'human_takeover' AND \"EndedAt\" IS NULL");
            e.HasIndex(h => new { h.Kind, h.Id }, "PingPongs").HasFilter("\"IsPingPong\" = 1");
            OfCustomer(e);
        });
        model.Entity<WorkTask>(e =>
        {
            e.Ignore(t => t.EndsByItself);
            // Downwards by status: open comes first, so that one index serves all tasks and those of one status.
            e.HasIndex(t => new { t.Status, t.DueAt, t.Id }).IsDescending(true, false, false);
            e.HasIndex(t => new { t.Kind, t.Status, t.DueAt, t.Id }).IsDescending(false, true, false, false);
            e.HasIndex(t => new { t.SalesUserId, t.Status, t.DueAt, t.Id }).IsDescending(false, true, false, false);
            e.HasIndex(t => t.CreatedAt, "OpenTasksByAge").HasFilter("\"Status\" = 'open'");
            e.HasIndex(t => new { t.CustomerId, t.Status });
            OfCustomer(e);
        });
    }

    private static void MapSettings(ModelBuilder model)
    {
        model.Entity<PolicyChange>(e =>
        {
            e.Ignore(c => c.Slice);
            e.HasIndex(c => c.Number).IsUnique();
        });
        model.Entity<PlaybookVersion>(e =>
        {
            e.Property(v => v.Was);
            e.Property(v => v.Rules);
            e.HasIndex(v => v.Number).IsUnique();
        });
        model.Entity<SettingChange>().HasIndex(c => c.Number).IsUnique();
        model.Entity<SavedView>().HasIndex(v => new { v.List, v.OwnerId, v.Name }).IsUnique().HasFilter("\"RemovedAt\" IS NULL");
    }

    private static void MapAccounts(ModelBuilder model)
    {
        model.Entity<ApiKey>(e =>
        {
            e.Property(k => k.Scopes);
            e.HasIndex(k => k.KeyHash).IsUnique();
        });
        model.Entity<Account>(e =>
        {
            e.HasIndex(a => a.NormalizedEmail).IsUnique();
            e.HasOne<SalesUser>().WithOne().HasForeignKey<Account>(a => a.Id).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Invitation>().HasIndex(i => i.TokenHash).IsUnique();
    }

    private static void MapBooks(ModelBuilder model)
    {
        model.Entity<Export>();
        model.Entity<AuditEntry>(e =>
        {
            e.HasKey(a => a.Sequence);
            e.Property(a => a.Sequence).ValueGeneratedNever();
            e.HasIndex(a => new { a.CustomerId, a.Sequence });
            e.HasIndex(a => new { a.SalesUserId, a.Sequence });
            e.HasIndex(a => new { a.Action, a.Sequence });
            e.HasIndex(a => a.Sequence, "HumanEntries").HasFilter("\"ActorKind\" = 'human'");
            // Of people alone: what the system notes, with every message, writes nothing here.
            e.HasIndex(a => new { a.ActorId, a.Sequence, a.ActorKind }, "EntriesOfPeople").HasFilter("\"ActorKind\" = 'human'");
        });
        model.Entity<CounterValue>().HasKey(c => new { c.Code, c.Key });
        model.Entity<CounterMinute>().HasKey(c => new { c.Code, c.Key, c.Minute });
        model.Entity<CustomerKey>().HasKey(k => k.CustomerId);
    }

    private static void OfCustomer<T>(EntityTypeBuilder<T> entity) where T : class =>
        entity.HasOne<Customer>().WithMany().HasForeignKey("CustomerId").OnDelete(DeleteBehavior.Restrict);
}
