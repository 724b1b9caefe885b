using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销启用: within ten seconds a person is disabled as before, while nobody edited them or gave them anything.</summary>
public static class UndoEnabling
{
    /// <param name="Deed">The operation that enabled.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, EnableSalesUser.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            if (Change.Find<SalesUser>(deed.Id) is not { IsActive: true } user) return Refusals.Undone;
            if (LastAdmin.Is(Change.Directory, user)) return LastAdmin.Refused;
            if (await Estate.FollowingAsync(Change.Store, Change.Directory, user.Id, cancellationToken) is not null) return Refusals.Following;
            // Who was given something meanwhile is not left without an heir.
            if (Estate.Lent(Change.Directory, user.Id).Any() || !(await Estate.ReadAsync(Change, user, cancellationToken)).IsEmpty || !deed.Revert(user.Id, user)) return Refusals.BuiltOn;
            var account = Change.Find<Account>(user.Id);
            account?.EndSessions();
            Change.Record("sales_user.enabling_undone", user, account is null ? [] : [account]);
            return null;
        }
    }
}
