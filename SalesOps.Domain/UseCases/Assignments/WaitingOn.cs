using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>Somebody who waited and was bound waits on, as if that had never been: the other way round of <see cref="Binding.BindWaitingAsync"/>.</summary>
internal static class WaitingOn
{
    /// <param name="taken">The assignment made, which goes.</param>
    /// <param name="rows">The customer's, with the tasks that ended with the binding.</param>
    /// <param name="first">The task of the first contact that came with the binding, and goes; null when none did.</param>
    /// <returns>Every row this changed besides the customer and the takeovers.</returns>
    public static List<object> Begin(Change change, Customer customer, Assignment taken, IReadOnlyCollection<IOfCustomer> rows, Holdings holdings, WorkTask? first = null)
    {
        holdings.Add(taken.AiAgentId, customer.Channel, -1);
        change.Remove(taken);
        var asked = rows.OfType<WorkTask>().Where(t => t is { Kind: TaskKind.BindCustomer, Status: WorkTaskStatus.Done } && t.EndedAt == taken.CreatedAt).MaxBy(t => (t.CreatedAt, t.Id));
        customer.Unbind(asked?.CreatedAt ?? change.Now);
        var changed = new List<object> { taken };
        foreach (var conversation in rows.OfType<Conversation>())
        {
            conversation.TakeFromAi();
            changed.Add(conversation);
        }
        foreach (var review in rows.OfType<Review>().Where(r => r.Status == ReviewStatus.Pending))
        {
            review.Bind(null, null);
            changed.Add(review);
        }
        foreach (var task in rows.OfType<WorkTask>().Where(t => t.Status == WorkTaskStatus.Open))
        {
            if (task == first)
            {
                change.Remove(task);
                customer.TaskClosed();
            }
            else if (!LetGo(change, task, taken.SalesUserId)) continue;
            changed.Add(task);
        }
        Takeover.Follow(change, customer, rows, taken.SalesUserId);
        changed.Add(Ask(change, customer, taken, asked));
        return changed;
    }

    /// <summary>The task is no more the salesperson's whose customer waits again: what rules made, and what somebody was given who may not open the customer any more.</summary>
    /// <returns>False when it is somebody else's, or stays theirs.</returns>
    public static bool LetGo(Change change, WorkTask task, Guid salesUserId)
    {
        if (task.SalesUserId != salesUserId || (task.Note is not null && Caller.Person(change.Directory.SalesUsers[salesUserId]).Sees(Guid.Empty))) return false;
        task.GiveTo(RuleTasks.OwnerUnbound(change, task.Kind));
        return true;
    }

    private static WorkTask Ask(Change change, Customer customer, Assignment taken, WorkTask? asked)
    {
        if (asked is null)
        {
            var task = RuleTasks.Make(change, TaskKind.BindCustomer, customer);
            change.Add(task);
            return task;
        }
        asked.Reopen(customer);
        // Whom it was given to by hand keeps it.
        if (asked.SalesUserId == taken.SalesUserId) asked.GiveTo(RuleTasks.OwnerUnbound(change, asked.Kind));
        return asked;
    }
}
