using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>
/// 撤销修改: within ten seconds a person has the name, address and role of before, and the link that the edit ended opens again, unless somebody changed the person since. Sessions that ended stay ended;
/// one that began with the role that goes ends too.
/// </summary>
public static class UndoPersonEdit
{
    /// <param name="Deed">The operation that edited.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, EditSalesUser.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            if (!Change.Directory.SalesUsers.TryGetValue(deed.Id, out var edited)) return Refusals.BuiltOn;
            var user = Change.Find<SalesUser>(deed.Id)!;
            if (!deed.Revert(user.Id, user)) return Refusals.BuiltOn;
            if (await PersonRules.RefuseAsync(Change, edited, user.Email, user.Role, cancellationToken) is { } refused)
                // No field is to be put right here: somebody has the address by now, or the person something that the role cannot have.
                return refused.Kind == ErrorKind.Invalid ? Refusals.BuiltOn : refused;
            if ((user.Email, user.Role) != (edited.Email, edited.Role))
            {
                if (await Accounts.IsInvitedSinceAsync(Change, deed, cancellationToken)) return Refusals.BuiltOn;
                await Accounts.ReopenLinksAsync(Change, deed, cancellationToken);
            }
            var account = Change.Find<Account>(user.Id);
            if (user.Role != edited.Role && account?.LastSignInAt >= deed.At) account.EndSessions();
            if (user.Email != edited.Email) account?.Rename(user.Email);
            Change.Record("sales_user.edit_undone", user, account is null ? [] : [account]);
            return null;
        }
    }
}
