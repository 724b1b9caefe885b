using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>A person's conversations and tasks that go with no agent, on their way to another person and back.</summary>
internal static class Handing
{
    /// <summary>Gives the conversations, with the takeovers that last, and the tasks to the heir.</summary>
    public static List<Handed> Give(Change change, IEnumerable<Conversation> conversations, IReadOnlyCollection<Handover> takeovers, IEnumerable<WorkTask> tasks, Guid heirId)
    {
        var handed = new List<Handed>();
        foreach (var conversation in conversations)
        {
            var running = takeovers.Where(h => h.ConversationId == conversation.Id).ToList();
            Takeover.Pass(conversation, running, heirId);
            change.Record("conversation.given", conversation, [.. running]);
            handed.Add(new Handed(null, conversation.Id));
        }
        foreach (var task in tasks)
        {
            task.GiveTo(heirId);
            change.Record("task.given", task);
            handed.Add(new Handed(task.Id, null));
        }
        return handed;
    }

    /// <summary>Gives back what the heir still has; what somebody did with it since stands.</summary>
    /// <returns>Whether it came back.</returns>
    public static async Task<bool> TakeBackAsync(Change change, Handed handed, Guid heirId, Guid toId, CancellationToken cancellationToken)
    {
        if (handed.Task is { } taskId)
        {
            var task = await change.Store.WorkTasks.FirstOrDefaultAsync(t => t.Id == taskId, cancellationToken);
            if (task is not { Status: WorkTaskStatus.Open } || task.SalesUserId != heirId) return false;
            task.GiveTo(toId);
            change.Record("task.given", task);
            return true;
        }
        if (await change.Store.Conversations.FirstOrDefaultAsync(c => c.Id == handed.Conversation, cancellationToken) is not { } conversation || conversation.HolderUserId != heirId) return false;
        var owner = change.Find<Customer>(conversation.CustomerId)!.SalesUserId;
        if (!Caller.Person(change.Directory.SalesUsers[toId]).Sees(owner ?? Guid.Empty)) return false;
        var takeovers = await Takeover.RunningAsync(change, conversation);
        Takeover.Pass(conversation, takeovers, toId);
        if (!change.IsNamed(conversation)) change.Record("conversation.given", conversation, [.. takeovers]);
        return true;
    }
}
