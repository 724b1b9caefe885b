using System.Collections.Immutable;

namespace SalesOps.Domain.Model.Rules;

/// <summary>All that people set of the review policy; immutable.</summary>
public sealed class PolicyChanges
{
    public static readonly PolicyChanges None = new([]);

    private readonly ImmutableArray<PolicyChange> _standing;

    public PolicyChanges(IEnumerable<PolicyChange> changes)
    {
        All = [.. changes.OrderBy(c => c.Number)];
        _standing = [.. All.GroupBy(c => (c.Kind, c.Slice)).Select(g => g.Last()).Where(c => c.Value is not null).OrderByDescending(c => c.Slice.Specificity)];
    }

    /// <summary>Every change, the newest last.</summary>
    public IReadOnlyList<PolicyChange> All { get; }

    /// <summary>What was set for the smallest slice that holds <paramref name="slice"/>; null when nothing was.</summary>
    public PolicyChange? Find(PolicyKind kind, Slice slice)
    {
        foreach (var change in _standing)
            if (change.Kind == kind && change.Slice.Holds(slice)) return change;
        return null;
    }

    /// <summary>As it stood at a moment.</summary>
    /// <param name="at">UTC.</param>
    public PolicyChanges AsOf(DateTime at) => All.All(c => c.At <= at) ? this : new PolicyChanges(All.Where(c => c.At <= at));

    /// <summary>As it would stand after one more.</summary>
    public PolicyChanges With(PolicyChange change) => new(All.Append(change));
}
