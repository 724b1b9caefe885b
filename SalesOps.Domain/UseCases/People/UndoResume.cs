using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销解除封停: within ten seconds a person is let in no more, as before; what sessions began since end.</summary>
public static class UndoResume
{
    /// <param name="Deed">The operation that resumed.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, ResumeAccount.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            if (!Change.Directory.SalesUsers.TryGetValue(deed.Id, out var user)) return Refusals.BuiltOn;
            if (Change.Find<Account>(deed.Id) is not { IsSuspended: false } account) return Refusals.Undone;
            // Somebody changed the person, resumed anew, or sent a new link: they are to come in.
            if (await deed.IsTouchedAsync(cancellationToken) || await deed.IsRepeatedAsync(cancellationToken) || await Accounts.IsInvitedSinceAsync(Change, deed, cancellationToken)) return Refusals.BuiltOn;
            if (LastAdmin.Is(Change.Directory, user)) return LastAdmin.Refused;
            account.Suspend();
            Change.Record("account.resume_undone", account);
            return null;
        }
    }
}
