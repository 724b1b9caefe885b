using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <param name="Text">One line for a person.</param>
public sealed record Verdict(bool IsSound, string Text);

/// <summary>Checks a store from its own rows: the audit chain link by link, every counter by counting again.</summary>
public static class StoreVerifier
{
    /// <exception cref="StoreException">There is no store, or it cannot be read.</exception>
    public static Verdict Verify(StoreFiles files)
    {
        if (!File.Exists(files.Database)) throw new StoreException($"There is no store in {files.Folder}.");
        try
        {
            using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(files.ReaderConnection).Options);
            return Chain(store) ?? Counters(store)
                ?? new Verdict(true, string.Create(CultureInfo.InvariantCulture, $"sound: {store.AuditEntries.Count()} audit entries, {store.CounterValues.Count()} counter values"));
        }
        catch (SqliteException problem)
        {
            throw new StoreException($"The store in {files.Folder} cannot be read: {problem.Message}", problem);
        }
    }

    private static Verdict? Chain(SalesOpsDb store)
    {
        var previous = AuditHash.Genesis;
        var expected = 1L;
        using var entries = store.AuditEntries.AsNoTracking().OrderBy(a => a.Sequence).AsEnumerable().GetEnumerator();
        try
        {
            while (entries.MoveNext())
            {
                var entry = entries.Current;
                if (entry.Sequence < expected) return Bad(entry.Sequence, "stands before the first");
                if (entry.Sequence > expected) return Bad(expected, "is missing");
                if (entry.Sealed is { } box && !SHA256.HashData(box).AsSpan().SequenceEqual(entry.SealedHash)) return Bad(expected, "has a changed personal part");
                if (!AuditHash.Of(entry, previous).AsSpan().SequenceEqual(entry.Hash)) return Bad(expected, "does not fit the chain");
                previous = entry.Hash;
                expected++;
            }
        }
        catch (Exception problem) when (problem is not SqliteException)
        {
            // A value that this program never writes: a code it does not know, an id that is none.
            return Bad(expected, "holds what cannot be read");
        }
        // The chain alone cannot tell that its end was cut off; the commands carried out remember how far it went.
        return store.Operations.Max(o => (long?)o.Sequence) >= expected ? Bad(expected, "is missing") : null;
    }

    private static Verdict Bad(long sequence, string what) => new(false, string.Create(CultureInfo.InvariantCulture, $"audit entry {sequence} {what}"));

    private static Verdict? Counters(SalesOpsDb store)
    {
        var stored = store.CounterValues.AsNoTracking().ToDictionary(c => (c.Code, c.Key), c => c.Value);
        foreach (var counter in Model.Counters.All)
        {
            var counted = Recount.Of(store, counter);
            foreach (var key in counted.Keys.Union(stored.Keys.Where(k => k.Code == counter.Code).Select(k => k.Key)))
            {
                var (have, count) = (stored.GetValueOrDefault((counter.Code, key)), counted.GetValueOrDefault(key));
                if (have != count)
                    return new Verdict(false, string.Create(CultureInfo.InvariantCulture,
                        $"counter {counter.Code} of {(key == Counter.Everyone ? "everyone" : ShortId.Of(key))} says {have}, the rows say {count}"));
            }
        }
        return null;
    }
}
