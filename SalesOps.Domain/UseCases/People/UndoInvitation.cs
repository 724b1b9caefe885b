using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>撤销邀请: within ten seconds somebody who was invited is gone without a trace but the journal's, and the link opens nothing, unless it was used or the person was given something.</summary>
public static class UndoInvitation
{
    /// <param name="Deed">The operation that invited.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ITakesBack
    {
        public static Access Access => Access.Admins;
    }

    internal sealed class Handler(Change change) : TakingBack<Command>(change, InviteSalesUser.Action)
    {
        protected override async Task<Error?> UndoAsync(PastDeed deed, CancellationToken cancellationToken)
        {
            var id = deed.Id;
            if (Change.Find<SalesUser>(id) is not { } user) return Refusals.Undone;
            var (account, links) = (Change.Find<Account>(id)!, await Change.Store.Invitations.Where(i => i.SalesUserId == id).ToListAsync(cancellationToken));
            // A new link went out in place of the first, or one was used.
            if (account.PasswordHash is not null || account.IsSuspended || links is not [{ UsedAt: null } link] || link.CreatedAt != user.CreatedAt || user.Version != SalesUser.FirstVersion) return Refusals.BuiltOn;
            if (await HasSomethingAsync(id, cancellationToken)) return Refusals.BuiltOn;
            foreach (var row in (object[])[link, account, user]) Change.Remove(row);
            Change.Record("sales_user.invitation_undone", user);
            return null;
        }

        private async Task<bool> HasSomethingAsync(Guid id, CancellationToken stop)
        {
            var (directory, store) = (Change.Directory, Change.Store);
            return directory.Settings.FallbackOwnerId == id || directory.AiAgents.Values.Any(a => a.OwnerId == id || a.HomeOwnerId == id) || await store.Absences.AnyAsync(a => a.SalesUserId == id || a.StandInId == id, stop)
                || await store.WorkTasks.AnyAsync(t => t.SalesUserId == id, stop) || await store.Conversations.AnyAsync(c => c.HolderUserId == id, stop) || await store.Assignments.AnyAsync(a => a.SalesUserId == id, stop)
                || await store.Handovers.AnyAsync(h => h.ById == id, stop) || await store.Handovers.AnyAsync(h => h.SalesUserId == id, stop) || await store.Departures.AnyAsync(d => d.HeirId == id, stop);
        }
    }
}
