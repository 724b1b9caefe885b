using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销封停: within ten seconds a person may sign in as before, and the link that the suspension ended opens again, unless somebody changed the person since. Sessions that ended stay ended.</summary>
public static class UndoSuspension
{
    /// <param name="Deed">The operation that suspended.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, SuspendAccount.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            if (Change.Find<Account>(deed.Id) is not { IsSuspended: true } account) return Refusals.Undone;
            // Suspended anew, or disabled by another.
            if (await deed.IsTouchedAsync(cancellationToken) || await deed.IsRepeatedAsync(cancellationToken) || await Accounts.IsInvitedSinceAsync(Change, deed, cancellationToken) || !deed.Revert(account.Id, account)) return Refusals.BuiltOn;
            await Accounts.ReopenLinksAsync(Change, deed, cancellationToken);
            Change.Record("account.suspension_undone", account);
            return null;
        }
    }
}
