using SalesOps.Domain.Model;

namespace SalesOps.Console.Panels.Agents;

/// <summary>An AI agent that somebody is editing.</summary>
/// <param name="Version">Of the agent that was seen.</param>
/// <param name="Seen">The agent when the edit began.</param>
/// <param name="Wanted">The agent as it shall be.</param>
public sealed record AgentDraft(Guid Id, int Version, AgentTraits Seen, AgentTraits Wanted)
{
    public static AgentDraft Of(AiAgent agent) => new(agent.Id, agent.Version, agent.Traits, agent.Traits);
}
