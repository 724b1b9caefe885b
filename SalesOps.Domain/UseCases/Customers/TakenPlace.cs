using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

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
        holdings.Add(taken.AiAgentId, customer.Channel, -1);
        change.Remove(taken);
        var asked = rest.OfType<WorkTask>().FirstOrDefault(t => t is { Kind: TaskKind.BindCustomer, Status: WorkTaskStatus.Done } && t.EndedAt == merge.At);
        customer.Unbind(asked?.CreatedAt ?? change.Now);
        var changed = new List<object> { taken };
        foreach (var conversation in rest.OfType<Conversation>())
        {
            conversation.TakeFromAi();
            changed.Add(conversation);
        }
        foreach (var review in rest.OfType<Review>().Where(r => r.Status == ReviewStatus.Pending))
        {
            review.Bind(null, null);
            changed.Add(review);
        }
        foreach (var task in rest.OfType<WorkTask>().Where(t => t.Status == WorkTaskStatus.Open && t.SalesUserId == taken.SalesUserId && IsOnlyTheirs(change, t)))
        {
            task.GiveTo(RuleTasks.OwnerUnbound(change, task.Kind));
            changed.Add(task);
        }
        Takeover.Follow(change, customer, rest, taken.SalesUserId);
        changed.Add(Ask(change, customer, asked));
        return changed;
    }

    /// <summary>What rules made, and what somebody was given who may not open the customer any more.</summary>
    private static bool IsOnlyTheirs(Change change, WorkTask task) =>
        task.Note is null || !Caller.Person(change.Directory.SalesUsers[task.SalesUserId!.Value]).Sees(Guid.Empty);

    private static WorkTask Ask(Change change, Customer customer, WorkTask? asked)
    {
        if (asked is null)
        {
            var task = RuleTasks.Make(change, TaskKind.BindCustomer, customer);
            change.Add(task);
            return task;
        }
        asked.Reopen(customer);
        asked.GiveTo(RuleTasks.OwnerUnbound(change, asked.Kind));
        return asked;
    }
}
