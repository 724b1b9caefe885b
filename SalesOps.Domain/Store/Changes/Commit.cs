using SalesOps.Domain.Store.Counting;

namespace SalesOps.Domain.Store.Changes;

/// <summary>What a commit changed.</summary>
public sealed record Commit(CounterSnapshot Counters, StoreDirectory Directory, IReadOnlySet<Type> Changed)
{
    /// <summary>Whose rows changed last when, this commit included.</summary>
    public required Touches Touches { get; init; }
}
