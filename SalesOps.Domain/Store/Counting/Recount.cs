using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Counting;

/// <summary>Counts a counter's rows anew, by the definition that also keeps it.</summary>
internal static class Recount
{
    /// <summary>The value for each key; keys without rows are left out.</summary>
    public static Dictionary<Guid, long> Of(SalesOpsDb store, Counter counter) => counter switch
    {
        Counter<SalesUser> c => Of(store, c),
        Counter<AiAgent> c => Of(store, c),
        Counter<Customer> c => Of(store, c),
        Counter<Assignment> c => Of(store, c),
        Counter<WorkTask> c => Of(store, c),
        Counter<Review> c => Of(store, c),
        Counter<Handover> c => Of(store, c),
        _ => throw new NotSupportedException($"{counter.Code} counts rows of {counter.Entity}, which are not recounted."),
    };

    private static Dictionary<Guid, long> Of<T>(SalesOpsDb store, Counter<T> counter) where T : class
    {
        var rows = store.Set<T>().AsNoTracking().Where(counter.Rows);
        var values = new Dictionary<Guid, long>();
        // Every row is in one group of any key: only what has none is counted by itself.
        var total = counter.Keys.Count == 0 ? rows.LongCount() : 0;
        foreach (var key in counter.Keys)
            foreach (var group in rows.GroupBy(key).Select(g => new { g.Key, Rows = g.LongCount() }))
            {
                if (key == counter.Keys[0]) total += group.Rows;
                if (group.Key is { } id) values[id] = group.Rows;
            }
        if (total > 0) values[Counter.Everyone] = total;
        return values;
    }
}
