using System.Globalization;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What <c>verify</c> says of the list beside a store that it found sound.</summary>
public static class ErasureListCheck
{
    /// <param name="store">The store's.</param>
    /// <param name="kept">The checkpoints, read before the list: it grows meanwhile.</param>
    /// <exception cref="StoreException">The list cannot be read.</exception>
    public static Verdict AndList(Verdict store, StoreFiles files, IReadOnlyCollection<CheckpointFile> kept)
    {
        if (!store.IsSound) return store;
        var (lines, seen) = (files.Erasures.Load(), kept.SelectMany(file => file.All).Where(c => c.Listed is not null).MaxBy(c => c.At));
        // A copied store lies without its list; a server puts on a new one what its store knows.
        if (!File.Exists(files.Erasures.Path))
            return seen?.Listed is not { Lines: > 0 and var count } ? store : Said(store, string.Create(CultureInfo.InvariantCulture, $"no list of erasures (the checkpoint of {seen.At:u} saw {count})"));
        if (lines.Key is null && (seen is null || lines.All.Count == 0)) return Said(store, string.Create(CultureInfo.InvariantCulture, $"{lines.All.Count} erasures listed, which nobody signed"));
        return (kept.Count == 0 ? lines.Fault : lines.Doubt(kept)) is { } doubt
            ? new Verdict(false, $"the list of erasures does not prove itself: {doubt.Why}")
            : Said(store, string.Create(CultureInfo.InvariantCulture, $"{lines.All.Count} erasures listed{(kept.Count == 0 ? " under a key that no checkpoint confirms" : "")}"));
    }

    private static Verdict Said(Verdict store, string more) => store with { Text = $"{store.Text}, {more}" };
}
