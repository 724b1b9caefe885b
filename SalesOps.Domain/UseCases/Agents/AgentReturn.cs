using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>Takes back an edit of an agent with every customer's move.</summary>
internal static class AgentReturn
{
    /// <summary>Makes the agent what it was; customers whom somebody moved again since stay where they are.</summary>
    /// <returns>How many customers went back.</returns>
    public static async Task<int> UndoAsync(Change change, AiAgent agent, AgentEdit edit)
    {
        agent.Restore(edit);
        edit.Undo(change.Now);
        var returned = await ReturnAsync(change, agent, edit);
        returned.UnionWith((await FollowAsync(change, agent, returned)).Intersect(edit.Customers.Select(c => c.CustomerId)));
        change.Record("ai_agent.edit_undone", agent, edit);
        return returned.Count;
    }

    /// <summary>Makes the agent what it was; its customers come back some at a time.</summary>
    public static void UndoInParts(Change change, AiAgent agent, AgentEdit edit)
    {
        agent.Restore(edit);
        edit.Undo(change.Now);
        agent.AwaitReturn(edit);
        change.Record("ai_agent.edit_undone", agent, edit);
    }

    /// <summary>Brings back whom the edit, or a part of it, sent away.</summary>
    /// <returns>Who came back.</returns>
    public static async Task<HashSet<Guid>> ReturnAsync(Change change, AiAgent agent, AgentEdit edit)
    {
        var belongings = await Belongings.ReadAsync(change, [.. edit.Customers.Select(c => c.CustomerId)]);
        var returned = new HashSet<Guid>();
        var holdings = new Holdings(change);
        foreach (var one in edit.Customers)
        {
            var now = belongings.Assignment(one.CustomerId);
            if (one.Stays)
            {
                if (now is not { LeavingSince: not null } || now.Id != one.Assignment) continue;
                now.Stay();
                change.Record("assignment.staying", now);
            }
            else
            {
                // Erased, moved on by somebody, or bound from the waiting: that stands. So does who took the place meanwhile.
                if (now?.Id != one.Next || belongings.Find(one.CustomerId) is not { ErasedAt: null }) continue;
                if (now?.AiAgentId != edit.AiAgentId)
                {
                    var channel = belongings.Customer(one.CustomerId).Channel;
                    if (holdings.Of(agent.Id) >= agent.Capacity || !holdings.HasRoom(agent, channel)) continue;
                    holdings.Add(agent.Id, channel, 1);
                }
                var before = change.Find<Assignment>(one.Assignment)!;
                var task = one.Task is null ? null : await change.Store.WorkTasks.FirstOrDefaultAsync(t => t.Id == one.Task && t.Status == WorkTaskStatus.Open);
                belongings.Return(now, before, task);
            }
            returned.Add(one.CustomerId);
        }
        return returned;
    }

    /// <summary>Who came to the agent meanwhile goes with it, back to its salesperson.</summary>
    /// <returns>Who went.</returns>
    private static async Task<IEnumerable<Guid>> FollowAsync(Change change, AiAgent agent, HashSet<Guid> returned)
    {
        var bound = await change.Store.Assignments.Where(a => a.AiAgentId == agent.Id && a.Status == AssignmentStatus.Active && a.SalesUserId != agent.OwnerId).ToListAsync();
        var newcomers = bound.FindAll(a => !returned.Contains(a.CustomerId));
        var belongings = await Belongings.ReadAsync(change, [.. newcomers.Select(a => a.CustomerId)]);
        foreach (var one in newcomers) belongings.Move(one.CustomerId, agent, "owner_changed", leaving: one.LeavingSince is not null);
        return newcomers.Select(a => a.CustomerId);
    }
}
