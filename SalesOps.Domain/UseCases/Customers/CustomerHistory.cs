using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>A customer's audit entries in their order, with those of customers it was merged with, each with the rows as they were after it.</summary>
internal static class CustomerHistory
{
    /// <param name="Entry">Without the parts that only the chain needs.</param>
    /// <param name="Touched">The rows the entry added or changed.</param>
    public sealed record Moment(AuditEntry Entry, IReadOnlyCollection<object> Touched);

    /// <param name="until">The last entry's sequence number that counts.</param>
    /// <summary>Reads by the index on customer and sequence; <paramref name="rows"/> stand after each moment as they stood then.</summary>
    public static async IAsyncEnumerable<Moment> ReadAsync(SalesOpsDb store, Guid customerId, long until, PastRows rows,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What was one with the customer for a time has a part of its history.
        var merges = await store.Merges.Where(m => m.CustomerId == customerId || m.IntoId == customerId).Select(m => new { m.CustomerId, m.IntoId }).ToListAsync(cancellationToken);
        HashSet<Guid?> ids = [customerId, .. merges.SelectMany(m => new Guid?[] { m.CustomerId, m.IntoId })];
        var keys = await store.CustomerKeys.Where(k => ids.Contains(k.CustomerId)).ToDictionaryAsync(k => k.CustomerId, k => k.Key, cancellationToken);
        var entries = store.AuditEntries.Where(a => ids.Contains(a.CustomerId) && a.Sequence <= until).OrderBy(a => a.Sequence).Select(a => new AuditEntry
        {
            Sequence = a.Sequence,
            At = a.At,
            Action = a.Action,
            ActorKind = a.ActorKind,
            ActorId = a.ActorId,
            CustomerId = a.CustomerId,
            OperationId = a.OperationId,
            Changes = a.Changes,
            Sealed = a.Sealed,
        });
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new Moment(entry, rows.Apply(entry.Changes, entry.Sealed, keys.GetValueOrDefault(entry.CustomerId!.Value)));
    }
}
