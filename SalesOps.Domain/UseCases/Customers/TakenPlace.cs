using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>The agent that a customer who waited got from the one who went into it.</summary>
internal static class TakenPlace
{
    /// <summary>Why the assignment was made.</summary>
    public const string Reason = "merged";

    /// <summary>Takes the binding back, as if it had never been made, while the merge may be undone and nobody bound the customer anew: it waits again since when it did.</summary>
    /// <param name="rest">The rows of the customer who stayed.</param>
    /// <returns>Every row this changed besides the customer; none when there was nothing to take back.</returns>
    public static List<object> GiveBack(Change change, Merge merge, Customer customer, IReadOnlyCollection<IOfCustomer> rest, Holdings holdings)
    {
        if (change.Now > merge.At + UndoWindow.Length) return [];
        if (rest.OfType<Assignment>().FirstOrDefault(a => a is { Reason: Reason, Status: AssignmentStatus.Active } && a.CreatedAt == merge.At) is not { } taken) return [];
        return WaitingOn.Begin(change, customer, taken, rest, holdings);
    }
}
