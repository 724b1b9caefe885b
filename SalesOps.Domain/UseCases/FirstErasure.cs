using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases;

/// <summary>Who erased a customer before an older backup came back and the program did so again.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">The person's name; the end of the id when the store that came back does not know the person; null for the system.</param>
/// <param name="Sequence">The number of the audit entry of then.</param>
/// <param name="Hash">That entry's, in hexadecimal digits; null when it is not known.</param>
/// <param name="IsProved">The list of erasures that says so proved itself.</param>
public sealed record FirstErasure(DateTime At, string? By, long Sequence, string? Hash, bool IsProved)
{
    /// <summary>Of those customers who were erased again, by their ids.</summary>
    internal static async Task<Dictionary<Guid, FirstErasure>> OfAsync(SalesOpsDb store, StoreDirectory directory, IReadOnlyCollection<Guid> customers, CancellationToken cancellationToken) =>
        customers.Count == 0 ? [] : (await store.EarlierErasures.Where(e => customers.Contains(e.CustomerId)).ToListAsync(cancellationToken)).ToDictionary(e => e.CustomerId,
            e => new FirstErasure(e.At, directory.NameOfUser(e.ById) ?? (e.ById is { } unknown ? ShortId.Of(unknown) : null), e.Sequence, e.Hash, e.IsProved));
}
