using System.Collections.Immutable;

namespace SalesOps.Domain.Store.Changes;

/// <summary>When something last happened with each customer: what was read about one stands as long as only others' rows and entries are written. Nothing in it changes; a commit has its own.</summary>
public sealed class Touches
{
    /// <summary>So many customers are remembered at least, and at most twice as many.</summary>
    private const int Kept = 4096;

    private readonly long _since;
    private readonly long _young;
    private readonly ImmutableDictionary<Guid, long> _now;
    private readonly ImmutableDictionary<Guid, long> _before;

    private Touches(long since, long young, ImmutableDictionary<Guid, long> now, ImmutableDictionary<Guid, long> before) => (_since, _young, _now, _before) = (since, young, now, before);

    /// <summary>Nothing is known of what came before <paramref name="sequence"/>.</summary>
    public static Touches From(long sequence) => new(sequence, sequence, ImmutableDictionary<Guid, long>.Empty, ImmutableDictionary<Guid, long>.Empty);

    /// <summary>Whether something of the customer, or something that is no customer's, may have been written after a sequence number.</summary>
    public bool Any(Guid customerId, long after) =>
        after < _since || _now.GetValueOrDefault(customerId) > after || _before.GetValueOrDefault(customerId) > after;

    /// <param name="customers">Of whom a commit wrote something; null among them for what is no customer's, on which anything may depend.</param>
    /// <param name="sequence">The commit's last audit entry.</param>
    internal Touches And(IReadOnlySet<Guid?> customers, long sequence)
    {
        if (customers.Contains(null)) return From(sequence);
        var now = _now.SetItems(customers.Select(c => KeyValuePair.Create(c!.Value, sequence)));
        return now.Count < Kept ? new(_since, _young, now, _before) : new(_young, sequence, ImmutableDictionary<Guid, long>.Empty, now);
    }
}
