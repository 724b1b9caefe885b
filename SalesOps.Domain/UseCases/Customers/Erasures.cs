using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Holds the store against the list of erasures beside it, before anybody is served.</summary>
public static class Erasures
{
    /// <summary>
    /// Makes every erasure again that the list knows and the store does not, because it came back from an older backup; and puts on the list what
    /// the store knows and the list does not, because the process ended between the two.
    /// </summary>
    /// <param name="services">The domain's, over the store that was brought back.</param>
    /// <returns>How many customers were erased again.</returns>
    /// <exception cref="StoreException">The store does not take the erasure; nobody may be served from it.</exception>
    public static async Task<int> ReapplyErasuresAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var list = services.GetRequiredService<StoreFiles>().Erasures;
        var listed = list.Read();
        await using var store = await services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(cancellationToken);
        var known = await store.AuditEntries.Where(a => a.Action == Erasure.Action && a.CustomerId != null).OrderBy(a => a.Sequence)
            .Join(store.Customers, a => a.CustomerId, c => c.Id, (a, c) => new { a, c.ErasedReason })
            .Select(e => new Erasure(e.a.CustomerId!.Value, e.a.At, e.ErasedReason!, e.a.ActorId, e.a.Sequence)).ToListAsync(cancellationToken);
        list.Add(known.ExceptBy(listed.Select(e => e.CustomerId), e => e.CustomerId).ToList());

        var again = 0;
        foreach (var erasure in listed.ExceptBy(known.Select(e => e.CustomerId), e => e.CustomerId).DistinctBy(e => e.CustomerId))
        {
            if (!await store.Customers.AnyAsync(c => c.Id == erasure.CustomerId, cancellationToken)) continue;
            var answer = await services.SendAsync(Caller.System,
                new EraseCustomer.Command(Guid.CreateVersion7(), erasure.CustomerId, erasure.Reason, ShortId.Of(erasure.CustomerId)), cancellationToken);
            if (!answer.Succeeded) throw new StoreException($"The erasure of customer {ShortId.Of(erasure.CustomerId)} could not be made again: {answer.Errors[0].Message}");
            again++;
        }
        return again;
    }
}
