using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>What somebody may become.</summary>
internal static class PersonRules
{
    /// <summary>Why the person can have neither this address nor this role; null when they can.</summary>
    public static async Task<Error?> RefuseAsync(Change change, SalesUser user, string email, Role role, CancellationToken cancellationToken)
    {
        var store = change.Store;
        if (Accounts.IsTaken(change.Directory, email, by: user.Id)) return Accounts.Taken;
        if (role != Role.Admin && LastAdmin.Is(change.Directory, user)) return LastAdmin.Refused;
        if (user.IsSalesperson && !SalesUser.Sells(role)
            && Estate.Agents(change.Directory, user.Id, id => change.Count(Model.Counters.ActiveBindings, id)).Concat(Estate.Lent(change.Directory, user.Id)).Any())
            return Error.Invalid("role", "The person's AI agents need another salesperson first.", "owns_agents");
        if (user.IsSalesperson && !SalesUser.Sells(role) && await Estate.FollowingAsync(store, change.Directory, user.Id, cancellationToken) is not null) return Refusals.Following;
        if (role != Role.RealSalesUser || user.Role == role) return null;
        if (change.Directory.Settings.FallbackOwnerId == user.Id) return Error.Invalid("role", "Somebody else must be the fallback owner first.", "is_fallback");
        if (await store.Conversations.AnyAsync(c => c.HolderUserId == user.Id && !store.Customers.Any(o => o.Id == c.CustomerId && o.SalesUserId == user.Id), cancellationToken))
            return Error.Invalid("role", "The person holds conversations of others' customers, whom salespeople do not see: hand them back first.", "holds_conversations");
        if (await store.WorkTasks.AnyAsync(t => t.SalesUserId == user.Id && t.Status == WorkTaskStatus.Open && !store.Customers.Any(o => o.Id == t.CustomerId && o.SalesUserId == user.Id), cancellationToken))
            return Error.Invalid("role", "The person has tasks of others' customers, whom salespeople do not see: give them to somebody else first.", "has_tasks");
        return null;
    }
}
