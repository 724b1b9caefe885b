using System.Text.Json.Serialization;

namespace SalesOps.Domain.Store.Changes;

/// <summary>A customer's personal data was erased; holds nothing personal.</summary>
/// <param name="At">UTC.</param>
/// <param name="Reason">A reason code.</param>
/// <param name="ById">The person who erased it; null when the program did, because of the retention or again after a restore.</param>
/// <param name="Sequence">The audit entry that says so.</param>
/// <param name="Hash">That entry's, in hexadecimal digits; null on lists of versions that did not note it.</param>
/// <param name="Earlier">The erasure that this one repeats after a restore; null when it is the first.</param>
/// <param name="IsUnproved">It was taken from a list that did not prove itself.</param>
public sealed record Erasure(Guid CustomerId, DateTime At, string Reason, Guid? ById, long Sequence = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hash = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EarlierAct? Earlier = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsUnproved = false)
{
    /// <summary>What the audit log calls it.</summary>
    public const string Action = "customer.erased";
    /// <summary>What the audit log calls it when another customer's past went with an erasure, and that one's present was said anew.</summary>
    public const string ResealAction = "customer.resealed";

    internal static ReadOnlySpan<byte> ActionBytes => "customer.erased"u8;
    internal static ReadOnlySpan<byte> ResealActionBytes => "customer.resealed"u8;

    /// <summary>Who erased the customer first, and when.</summary>
    [JsonIgnore]
    public EarlierAct First => Earlier ?? new EarlierAct(At, ById, Sequence, Hash, !IsUnproved);
}

/// <summary>An erasure whose audit entry went when an older backup came back.</summary>
/// <param name="At">UTC.</param>
/// <param name="ById">Who erased; null when the program did.</param>
/// <param name="Sequence">The number of the audit entry that said so.</param>
/// <param name="Hash">That entry's, in hexadecimal digits; null when it is not known.</param>
/// <param name="IsProved">The list that says so proved itself.</param>
public sealed record EarlierAct(DateTime At, Guid? ById, long Sequence, string? Hash, bool IsProved);
