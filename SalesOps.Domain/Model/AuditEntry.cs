namespace SalesOps.Domain.Model;

/// <summary>Who did something: a person, or the system (a channel, the AI runtime, a worker).</summary>
public enum ActorKind
{
    System,
    Human,
}

/// <summary>审计: one action on one object, with what it changed; a link of the hash chain. Rows are only ever added.</summary>
public sealed record AuditEntry
{
    /// <summary>The global sequence number: 1, 2, 3, … without a gap.</summary>
    public long Sequence { get; init; }
    /// <summary>UTC.</summary>
    public DateTime At { get; init; }
    /// <summary>What was done, e.g. <c>customer.created_and_assigned</c>.</summary>
    public string Action { get; init; } = "";
    /// <summary>What it was done to, e.g. <c>customer</c>.</summary>
    public string ObjectType { get; init; } = "";
    public Guid ObjectId { get; init; }
    public ActorKind ActorKind { get; init; }
    /// <summary>The <see cref="SalesUser"/> who did it; null for the system.</summary>
    public Guid? ActorId { get; init; }
    /// <summary>The customer it is about, whose key seals the personal part; null when it is about none.</summary>
    public Guid? CustomerId { get; init; }
    /// <summary>The salesperson whose customer or agent it is about; null when nobody's.</summary>
    public Guid? SalesUserId { get; init; }
    public Guid OperationId { get; init; }
    /// <summary>What changed, without the personal part; see <c>Store/Format/ChangeWriter.cs</c>.</summary>
    public byte[] Changes { get; init; } = [];
    /// <summary>The personal part of what changed, sealed with the customer's key; null when there is none or it was erased.</summary>
    public byte[]? Sealed { get; init; }
    /// <summary>SHA-256 of <see cref="Sealed"/>, which the chain keeps after erasure; empty when there never was one.</summary>
    public byte[] SealedHash { get; init; } = [];
    /// <summary>SHA-256 over the entry before's hash and every field above; see <c>Store/Audit/AuditHash.cs</c>.</summary>
    public byte[] Hash { get; init; } = [];
}
