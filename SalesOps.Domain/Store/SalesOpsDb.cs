using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Mapping;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store;

/// <summary>The store's tables. Reads go through pooled read-only contexts; writes only through the <see cref="WriteLane"/>.</summary>
public sealed class SalesOpsDb(DbContextOptions<SalesOpsDb> options) : DbContext(options)
{
    /// <summary>In the write lane, where every row read belongs to the running command; null for readers.</summary>
    internal TrackedRows? Tracked { get; set; }

    public DbSet<SalesUser> SalesUsers => Set<SalesUser>();
    public DbSet<AiAgent> AiAgents => Set<AiAgent>();
    public DbSet<Departure> Departures => Set<Departure>();
    public DbSet<Absence> Absences => Set<Absence>();
    public DbSet<AgentEdit> AgentEdits => Set<AgentEdit>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<CustomerEdit> CustomerEdits => Set<CustomerEdit>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<Viewing> Viewings => Set<Viewing>();
    public DbSet<DataRequest> DataRequests => Set<DataRequest>();
    public DbSet<EarlierErasure> EarlierErasures => Set<EarlierErasure>();
    public DbSet<Merge> Merges => Set<Merge>();
    public DbSet<ChannelIdentity> ChannelIdentities => Set<ChannelIdentity>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Understanding> Understandings => Set<Understanding>();
    public DbSet<StateTransition> StateTransitions => Set<StateTransition>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<Decision> Decisions => Set<Decision>();
    public DbSet<Assignment> Assignments => Set<Assignment>();
    public DbSet<Handover> Handovers => Set<Handover>();
    public DbSet<WorkTask> WorkTasks => Set<WorkTask>();
    public DbSet<Export> Exports => Set<Export>();
    public DbSet<PolicyChange> PolicyChanges => Set<PolicyChange>();
    public DbSet<PlaybookVersion> PlaybookVersions => Set<PlaybookVersion>();
    public DbSet<SettingChange> SettingChanges => Set<SettingChange>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Operation> Operations => Set<Operation>();
    public DbSet<CounterValue> CounterValues => Set<CounterValue>();
    public DbSet<CounterMinute> CounterMinutes => Set<CounterMinute>();
    public DbSet<CustomerKey> CustomerKeys => Set<CustomerKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // A parent hardly ever goes: who went into another customer, whose adding is undone. It is looked for in small tables and by indexes there are anyway; one for every foreign key would only be written.
        conventions.Conventions.Remove<ForeignKeyIndexConvention>();
        conventions.Properties<Guid>().HaveConversion<GuidBytes>();
        conventions.DefaultTypeMapping<Guid>().HasConversion<GuidBytes>();
        conventions.Properties<DateTime>().HaveConversion<UnixMilliseconds>();
        Coded<Channel>(conventions);
        Coded<Role>(conventions);
        Coded<UserStatus>(conventions);
        Coded<AgentStatus>(conventions);
        Coded<StrandedChoice>(conventions);
        Coded<Holder>(conventions);
        Coded<Direction>(conventions);
        Coded<ReviewStatus>(conventions);
        Coded<ReviewKind>(conventions);
        Coded<NextStep>(conventions);
        Coded<TransitionStatus>(conventions);
        Coded<AssignmentStatus>(conventions);
        Coded<HandoverKind>(conventions);
        Coded<TaskKind>(conventions);
        Coded<WorkTaskStatus>(conventions);
        Coded<ActorKind>(conventions);
        Coded<PolicyKind>(conventions);
        Coded<SettingKind>(conventions);
        Coded<DataRequestKind>(conventions);
        Coded<DataRequestStatus>(conventions);
        conventions.Properties<IReadOnlyList<Channel>>().HaveConversion<CodeList<Channel>, ListComparer<Channel>>();
        conventions.Properties<IReadOnlyList<ChannelCap>>().HaveConversion<CapList, ListComparer<ChannelCap>>();
        conventions.Properties<IReadOnlyList<ApiScope>>().HaveConversion<CodeList<ApiScope>, ListComparer<ApiScope>>();
        conventions.Properties<IReadOnlyList<string>>().HaveConversion<JsonList<string>, ListComparer<string>>();
        conventions.Properties<IReadOnlyList<EvidenceSpan>>().HaveConversion<JsonList<EvidenceSpan>, ListComparer<EvidenceSpan>>();
        conventions.Properties<IReadOnlyList<Alternative>>().HaveConversion<JsonList<Alternative>, ListComparer<Alternative>>();
        conventions.Properties<IReadOnlyList<Rebound>>().HaveConversion<JsonList<Rebound>, ListComparer<Rebound>>();
        conventions.Properties<IReadOnlyList<Guid>>().HaveConversion<JsonList<Guid>, ListComparer<Guid>>();
        conventions.Properties<IReadOnlyList<Model.Rules.PlaybookRule>>().HaveConversion<JsonList<Model.Rules.PlaybookRule>, ListComparer<Model.Rules.PlaybookRule>>();
        conventions.Properties<IReadOnlyList<Handed>>().HaveConversion<JsonList<Handed>, ListComparer<Handed>>();
        conventions.Properties<AbsenceTerms>().HaveConversion<JsonValue<AbsenceTerms>>();
        conventions.Properties<AgentTraits>().HaveConversion<JsonValue<AgentTraits>>();
        conventions.Properties<DecisionTrace>().HaveConversion<JsonValue<DecisionTrace>>();
    }

    private static void Coded<T>(ModelConfigurationBuilder conventions) where T : struct, Enum =>
        conventions.Properties<T>().HaveConversion<CodeText<T>>();

    protected override void OnModelCreating(ModelBuilder model) => StoreTables.Map(model);
}
