using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Who gets the AI agents of a person who leaves.</summary>
internal static class Heirs
{
    /// <summary>Null when each of the person's agents goes to somebody who can have it.</summary>
    public static Error? Refuse(Change change, Guid userId, IReadOnlyList<DisableSalesUser.Heir> heirs)
    {
        var mine = Estate.Agents(change.Directory, userId, id => change.Count(Model.Counters.ActiveBindings, id)).ToDictionary(a => a.Id);
        if (!mine.Keys.ToHashSet().SetEquals(heirs.Select(h => h.AiAgentId))) return new Error(ErrorKind.Stale, "Every AI agent needs a new salesperson.", Code: "agents");
        return heirs.Any(h => h.SalesUserId == userId || AgentRules.Refuse(change.Directory, mine[h.AiAgentId].Traits with { OwnerId = h.SalesUserId }, mine[h.AiAgentId]) is not null)
            ? Error.Invalid("agents", "An agent's salesperson must be active and let in.", "choose") : null;
    }

    /// <summary>Gives one agent to somebody; what the person had for somebody who is away is still that one's.</summary>
    public static void Give(AiAgent agent, Guid heirId)
    {
        if (agent.HomeOwnerId is null) agent.Change(agent.Traits with { OwnerId = heirId });
        else agent.Lend(heirId);
    }

    /// <summary>Whether no agent stands in the list twice.</summary>
    public static bool NamesEachOnce(IReadOnlyList<DisableSalesUser.Heir>? heirs) => heirs is null || heirs.DistinctBy(h => h.AiAgentId).Count() == heirs.Count;
}
