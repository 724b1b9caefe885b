using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>A customer's audit entries in their order, each with the rows as they were after it.</summary>
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
        var key = await store.CustomerKeys.Where(k => k.CustomerId == customerId).Select(k => k.Key).FirstOrDefaultAsync(cancellationToken);
        var entries = store.AuditEntries.Where(a => a.CustomerId == customerId && a.Sequence <= until).OrderBy(a => a.Sequence).Select(a => new AuditEntry
        {
            Sequence = a.Sequence,
            At = a.At,
            Action = a.Action,
            ActorKind = a.ActorKind,
            ActorId = a.ActorId,
            OperationId = a.OperationId,
            Changes = a.Changes,
            Sealed = a.Sealed,
        });
        await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new Moment(entry, rows.Apply(entry.Changes, entry.Sealed, key));
    }
}
