using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Who was silent to a customer who waits for an answer: whose the customer is or was, from move to move for that reason.</summary>
internal static class SilentOwners
{
    /// <param name="assignments">The customer's up to the one that is asked about, the newest first.</param>
    /// <param name="since">Since when the customer waits; moves before it were for another wait; UTC; null for any.</param>
    /// <returns>The salespeople, whoever has the first of the assignments among them.</returns>
    public static HashSet<Guid> Of(IReadOnlyList<Assignment> assignments, DateTime? since)
    {
        var silent = new HashSet<Guid>();
        foreach (var assignment in assignments)
        {
            silent.Add(assignment.SalesUserId);
            // Who came for another reason, or was answered since, was not waiting for who had them before.
            if (assignment.Reason != Assignment.OwnerSilent || assignment.CreatedAt < since) break;
        }
        return silent;
    }
}
