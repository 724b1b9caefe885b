using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.UseCases.Audit;

/// <summary>审计明细: what one audit entry changed, field by field: what was, and what is since.</summary>
public static class GetEntryChanges
{
    public sealed record Query(long Sequence) : IQuery<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <summary>What is told of an entry's personal part: names, accounts and words of its customer.</summary>
    public enum PersonalPart
    {
        /// <summary>It has none.</summary>
        None,
        Shown,
        /// <summary>The customer is not the caller's any more.</summary>
        Withheld,
        /// <summary>Nobody can open it any more.</summary>
        Erased,
    }

    /// <param name="CustomerId">Whose personal part it is by now, which is whom the customer went into; null when the entry is of no customer.</param>
    /// <param name="IsBlind">What somebody thinks of a case is not told before another person has judged it too.</param>
    public sealed record Answer(long Sequence, Guid? CustomerId, PersonalPart Personal, bool IsBlind, IReadOnlyList<EntryRow> Rows);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var entry = await store.AuditEntries.VisibleTo(caller.Current).Where(a => a.Sequence == request.Sequence)
                .Select(a => new AuditEntry { Action = a.Action, ObjectId = a.ObjectId, ActorId = a.ActorId, CustomerId = a.CustomerId, Changes = a.Changes, Sealed = a.Sealed, SealedHash = a.SealedHash })
                .FirstOrDefaultAsync(cancellationToken);
            if (entry is null) return Error.NotFound("The audit entry");
            var isBlind = await IsBlindAsync(store, entry, cancellationToken);
            var rows = new EntryRows(store.Model, leftOut: isBlind ? typeof(Decision) : null);
            rows.Add(entry.Changes);
            var customer = entry.CustomerId is null ? null
                : await store.Merges.Where(m => m.CustomerId == entry.CustomerId && m.SeparatedAt == null).Select(m => (Guid?)m.IntoId).FirstOrDefaultAsync(cancellationToken) ?? entry.CustomerId;
            return new Answer(request.Sequence, customer, await OpenAsync(store, entry, customer, rows, cancellationToken), isBlind, rows.All());
        }

        /// <summary>The first of two is not to sway the second: as on the case itself, only whose opinion it is may read it until both have said theirs.</summary>
        private async Task<bool> IsBlindAsync(SalesOpsDb store, AuditEntry entry, CancellationToken cancellationToken) =>
            entry.Action == "review.opinion" && entry.ActorId != caller.Current.SalesUserId
            && await store.Reviews.AnyAsync(r => r.Id == entry.ObjectId && r.Status == ReviewStatus.Pending && r.SecondById == null, cancellationToken);

        /// <param name="customer">Whose it is by now.</param>
        private async Task<PersonalPart> OpenAsync(SalesOpsDb store, AuditEntry entry, Guid? customer, EntryRows rows, CancellationToken cancellationToken)
        {
            if (entry.SealedHash.Length == 0) return PersonalPart.None;
            var key = await store.CustomerKeys.Where(k => k.CustomerId == entry.CustomerId).Select(k => k.Key).FirstOrDefaultAsync(cancellationToken);
            if (entry.Sealed is null || key is null) return PersonalPart.Erased;
            if (caller.Current.OnlyOwnerId is not null && !await store.Customers.VisibleTo(caller.Current).AnyAsync(c => c.Id == customer, cancellationToken)) return PersonalPart.Withheld;
            rows.Add(CustomerSeal.Open(entry.Sealed, key));
            return PersonalPart.Shown;
        }
    }
}
