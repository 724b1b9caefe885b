using SalesOps.Domain.Model;

namespace SalesOps.Console.Panels.Agents;

/// <summary>An AI agent that somebody is editing.</summary>
/// <param name="Version">Of the agent that was seen.</param>
/// <param name="Seen">The agent when the edit began.</param>
/// <param name="Wanted">The agent as it shall be.</param>
/// <param name="On">How many customers it holds of each channel; null when not known yet.</param>
public sealed record AgentDraft(Guid Id, int Version, AgentTraits Seen, AgentTraits Wanted, IReadOnlyDictionary<Channel, int>? On = null)
{
    /// <summary>Null when not known yet.</summary>
    public int? HeldOn(Channel channel) => On?.GetValueOrDefault(channel);

    public static AgentDraft Of(AiAgent agent) => new(agent.Id, agent.Version, agent.Traits, agent.Traits);
}
