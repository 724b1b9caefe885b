using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Holds the store against the list of erasures beside it, before anybody is served.</summary>
public static class Erasures
{
    /// <summary>Whether customers are erased in the store, so that some may have been since it was copied: one was, one is to be, or they go by themselves after a time.</summary>
    /// <exception cref="SqliteException">The store cannot be read.</exception>
    public static bool AreMade(StoreFiles files)
    {
        using var connection = files.OpenReader();
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).Options);
        // A time that was taken back erases nobody any more; whom it erased, the audit log knows.
        var kept = store.SettingChanges.Where(s => s.Kind == SettingKind.RetentionDays).OrderByDescending(s => s.Number).Select(s => s.Holds).FirstOrDefault() ?? SettingRules.None;
        return store.AuditEntries.Any(a => a.Action == Erasure.Action) || kept != SettingRules.None
            || store.DataRequests.Any(r => r.Kind == DataRequestKind.Erasure && r.EndedAt == null);
    }

    /// <summary>
    /// Makes every erasure again that the list knows and the store does not, because it came back from an older backup; and puts on the list what
    /// the store knows and the list does not, because the process ended between the two.
    /// </summary>
    /// <param name="services">The domain's, over the store that was brought back.</param>
    /// <param name="checkpoints">The folder of the store's checkpoints; null for the one beside it.</param>
    /// <returns>How many customers were erased again.</returns>
    /// <exception cref="StoreException">The list does not prove itself, or the store does not take the erasure; nobody may be served from it.</exception>
    public static async Task<int> ReapplyErasuresAsync(this IServiceProvider services, string? checkpoints = null, CancellationToken cancellationToken = default)
    {
        var files = services.GetRequiredService<StoreFiles>();
        var known = await ReadKnownAsync(services, cancellationToken);
        var listed = files.Erasures.Admit(checkpoints ?? files.Checkpoints, known);
        files.Erasures.Add(known.ExceptBy(listed.Select(e => e.CustomerId), e => e.CustomerId).ToList());

        // Of one who was erased again already the first line stands first, unless that one is lost: then the later tells of it.
        var first = listed.DistinctBy(e => e.CustomerId).ToDictionary(e => e.CustomerId);
        var again = 0;
        foreach (var erasure in first.Values.ExceptBy(known.Select(e => e.CustomerId), e => e.CustomerId))
        {
            if (!await IsThereAsync(services, erasure.CustomerId, cancellationToken)) continue;
            var answer = await services.SendAsync(Caller.System,
                new EraseAgain.Command(Guid.CreateVersion7(), erasure.CustomerId, erasure.Reason, await SaidAsync(services, erasure.CustomerId, first, cancellationToken)), cancellationToken);
            if (!answer.Succeeded) throw new StoreException($"The erasure of customer {ShortId.Of(erasure.CustomerId)} could not be made again: {answer.Errors[0].Message}");
            again++;
        }
        return again;
    }

    /// <summary>The erasures that the store knows itself, as their lines on the list.</summary>
    private static async Task<List<Erasure>> ReadKnownAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var store = await services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(cancellationToken);
        // Who had gone into another was erased with that one, for the same reason.
        var earlier = await store.EarlierErasures.ToDictionaryAsync(e => e.CustomerId, e => new EarlierAct(e.At, e.ById, e.Sequence, e.Hash, e.IsProved), cancellationToken);
        var known = await store.AuditEntries.Where(a => a.Action == Erasure.Action && a.CustomerId != null).OrderBy(a => a.Sequence)
            .Select(a => new { a, Reason = store.Customers.Where(c => c.Id == a.CustomerId).Select(c => c.ErasedReason).FirstOrDefault()
                ?? store.Customers.Where(c => store.Merges.Any(m => m.CustomerId == a.CustomerId && m.IntoId == c.Id && m.ErasedAt != null)).Select(c => c.ErasedReason).First() })
            .Select(e => new { Id = e.a.CustomerId!.Value, e.a.At, e.Reason, e.a.ActorId, e.a.Sequence, e.a.Hash }).ToListAsync(cancellationToken);
        return [.. known.Select(e => new Erasure(e.Id, e.At, e.Reason!, e.ActorId, e.Sequence, Convert.ToHexStringLower(e.Hash), earlier.GetValueOrDefault(e.Id)))];
    }

    /// <summary>What the list says of a customer and of those who are in it and go with it.</summary>
    private static async Task<IReadOnlyList<EraseAgain.Listed>> SaidAsync(IServiceProvider services, Guid id, Dictionary<Guid, Erasure> first, CancellationToken cancellationToken)
    {
        await using var store = await services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(cancellationToken);
        return [.. (await Merging.OfAsync(store, id, cancellationToken)).Select(m => m.CustomerId).Prepend(id).Distinct().Where(first.ContainsKey).Select(c => new EraseAgain.Listed(c, first[c].First))];
    }

    /// <summary>Whether there is anybody to erase. Who went into another customer is separated first: that one may not be erased.</summary>
    private static async Task<bool> IsThereAsync(IServiceProvider services, Guid id, CancellationToken cancellationToken)
    {
        await using var store = await services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(cancellationToken);
        if (await store.Customers.FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is { } customer) return customer.ErasedAt is null;
        if (await store.Merges.FirstOrDefaultAsync(m => m.CustomerId == id && m.SeparatedAt == null && m.ErasedAt == null, cancellationToken) is not { } merge) return false;
        var answer = await services.SendAsync(Caller.System, new SeparateCustomers.Command(Guid.CreateVersion7(), merge.Id), cancellationToken);
        return answer.Succeeded ? true : throw new StoreException($"Customer {ShortId.Of(id)} could not be separated to be erased again: {answer.Errors[0].Message}");
    }
}
