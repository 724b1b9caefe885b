using System.Linq.Expressions;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 保留期限: whom nobody heard from for longer than customers are kept. Somebody whom a person has taken over, noted to come back to, or put off to
/// a day that is yet to come stays until that is done: an erasure under somebody's hands cannot be taken back. What rules asked for and nobody did in
/// time keeps nobody, and neither does what waits for a decision: every customer has such, and would stay for good.
/// </summary>
internal static class Retention
{
    /// <summary>Why it is erased.</summary>
    public const string Reason = "retention";

    /// <summary>Those who were last heard from before a moment.</summary>
    /// <param name="before">UTC.</param>
    public static IQueryable<Customer> Silent(SalesOpsDb store, DateTime before) => store.Customers.Where(c => c.LastSeenAt < before && c.ErasedAt == null);

    /// <summary>Whether nobody works on the customer.</summary>
    /// <param name="now">UTC.</param>
    public static Expression<Func<Customer, bool>> IsFree(SalesOpsDb store, DateTime now) => c =>
        !store.Conversations.Any(v => v.CustomerId == c.Id && v.Holder == Holder.Human)
        && !store.WorkTasks.Any(t => t.CustomerId == c.Id && t.Status == WorkTaskStatus.Open && t.SalesUserId != null && (t.Kind == TaskKind.FollowUp || t.DueAt > now));
}
