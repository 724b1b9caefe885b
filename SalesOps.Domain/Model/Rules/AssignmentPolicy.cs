using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>What an agent holds of a channel that has a cap.</summary>
public sealed record ChannelLoad(Channel Channel, int Held, int Most)
{
    /// <summary>In short: <c>telegram 12/20</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channel.Code()} {Held}/{Most}");
}

/// <summary>An AI agent as the choice sees it.</summary>
/// <param name="OwnerActive">Whether its salesperson is active.</param>
/// <param name="Capacity">How many active assignments it may hold.</param>
/// <param name="ActiveBindings">How many it holds.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="InHours">Whether it answers now; null when it does at any time.</param>
/// <param name="Caps">The channels that are asked for and have a cap; null for none.</param>
/// <param name="Attendance">Whether its salesperson can see to it.</param>
public sealed record AgentLoad(
    Guid AiAgentId,
    Guid OwnerId,
    string Name,
    string Language,
    IReadOnlyList<Channel> Channels,
    AgentStatus Status,
    bool OwnerActive,
    int Capacity,
    int ActiveBindings,
    DateTime CreatedAt,
    bool? InHours = null,
    IReadOnlyList<ChannelLoad>? Caps = null,
    Attendance Attendance = Attendance.Here)
{
    /// <summary>Its salesperson is neither suspended nor on leave nor away.</summary>
    public bool IsAttended => Attendance == Attendance.Here;

    /// <summary>What it holds of the channel; null when that has no cap.</summary>
    public ChannelLoad? On(Channel channel) => Caps?.FirstOrDefault(cap => cap.Channel == channel);

    /// <summary>Whether the channel's cap lets one more in. Its capacity is another question.</summary>
    public bool HasRoomOn(Channel channel) => On(channel) is not { } load || load.Held < load.Most;

    /// <summary>The same agent with so many more customers of the channel.</summary>
    public AgentLoad With(Channel channel, int more) => this with
    {
        ActiveBindings = ActiveBindings + more,
        Caps = Caps is null ? null : [.. Caps.Select(cap => cap.Channel == channel ? cap with { Held = cap.Held + more } : cap)],
    };
}

/// <summary>What is looked at in an agent.</summary>
public enum AgentCheckKind
{
    /// <summary>It serves every channel the customer is asked for on.</summary>
    Channel,
    /// <summary>It holds fewer customers of the channel last written from than that one's cap; passed when there is none.</summary>
    Cap,
    /// <summary>It is active.</summary>
    Status,
    /// <summary>Its salesperson is active.</summary>
    Owner,
    /// <summary>Its salesperson can see to it (<see cref="Attendance"/>). Preferred, not demanded, or a customer would be left alone.</summary>
    Attended,
    /// <summary>It serves also the customer's other channels, where the last is enough. Preferred, not demanded; passed when there are none.</summary>
    Others,
    /// <summary>It speaks the customer's language. Preferred, not demanded; passed when the language is not known.</summary>
    Language,
    /// <summary>It is in its hours. Preferred, not demanded.</summary>
    Hours,
    /// <summary>It holds fewer active assignments than it may.</summary>
    Capacity,
}

/// <summary>The result of one check.</summary>
public sealed record AgentCheck(AgentCheckKind Kind, bool Passed)
{
    /// <summary>An agent that did not pass it cannot have the customer.</summary>
    public bool IsDemanded => Kind is not (AgentCheckKind.Attended or AgentCheckKind.Others or AgentCheckKind.Language or AgentCheckKind.Hours);
}

/// <summary>How one agent did; <see cref="Agent"/> has the figures behind the checks.</summary>
/// <param name="Fits">Whether it passed every check that is demanded.</param>
/// <param name="Checks">One a kind, in the order of the kinds.</param>
/// <param name="Reach">How many of the channels that are preferred it serves.</param>
public sealed record AgentFit(AgentLoad Agent, bool Fits, IReadOnlyList<AgentCheck> Checks, int Reach)
{
    /// <summary>Whether it passed the check.</summary>
    public bool Passed(AgentCheckKind kind) => Checks[(int)kind].Passed;
}

/// <summary>The agent chosen for a customer, and why.</summary>
/// <param name="AiAgentId">Null when no agent fits.</param>
/// <param name="OwnerId">The chosen agent's salesperson; null when no agent fits.</param>
/// <param name="Agents">Every agent, the best first; those that do not fit come last.</param>
/// <param name="Demanded">The channels that they had to serve.</param>
/// <param name="Preferred">The customer's other channels: who serves more of them came first.</param>
public sealed record AssignmentChoice(Guid? AiAgentId, Guid? OwnerId, IReadOnlyList<AgentFit> Agents, IReadOnlyCollection<Channel> Demanded, IReadOnlyCollection<Channel> Preferred)
{
    /// <summary>Whether the chosen agent serves more of the customer's channels than this one, the last among them.</summary>
    public bool Improves(Guid agent) => AiAgentId is { } chosen && Reach(chosen) > Reach(agent);

    private int Reach(Guid agent) => Agents.First(fit => fit.Agent.AiAgentId == agent) is var fit && fit.Passed(AgentCheckKind.Channel) ? fit.Reach + 1 : fit.Reach;
}

/// <summary>Chooses the AI agent for a customer who has none.</summary>
public static class AssignmentPolicy
{
    /// <summary>
    /// Chooses among the active agents with an active owner that serve the channel and have room, also by the channel's cap: those in their hours first,
    /// because who writes now waits for nobody's morning; then those whose salesperson is there (<see cref="Attendance"/>), then those that serve more of the other channels,
    /// then those that speak the language, then the fewest active assignments, then the oldest, then the smallest id. The order of <paramref name="agents"/> does not matter.
    /// </summary>
    /// <param name="language"><c>vi</c>, <c>zh</c>, <c>en</c>, or null when not known: then no agent is preferred by it.</param>
    /// <param name="agents">The agents, each once.</param>
    public static AssignmentChoice Choose(Channel channel, string? language, IEnumerable<AgentLoad> agents) => Weigh(channel, [channel], [], language, agents);

    /// <summary>The same where a person gives somebody who writes on several channels away: the agent must serve them all.</summary>
    /// <param name="last">The one last written from, whose cap counts.</param>
    /// <param name="channels">All on which there is a conversation, the last among them.</param>
    public static AssignmentChoice Choose(Channel last, IReadOnlyCollection<Channel> channels, string? language, IEnumerable<AgentLoad> agents) => Weigh(last, channels, [], language, agents);

    /// <summary>The same where the program sends them somewhere: the last channel is enough, so that nobody waits for an agent that serves all, which may be full, or not be there.</summary>
    /// <inheritdoc cref="Choose(Channel, IReadOnlyCollection{Channel}, string, IEnumerable{AgentLoad})"/>
    public static AssignmentChoice Route(Channel last, IReadOnlyCollection<Channel> channels, string? language, IEnumerable<AgentLoad> agents) =>
        Weigh(last, [last], channels.Count == 1 ? [] : [.. channels.Where(channel => channel != last).Distinct()], language, agents);

    private static AssignmentChoice Weigh(Channel last, IReadOnlyCollection<Channel> demanded, IReadOnlyCollection<Channel> preferred, string? language, IEnumerable<AgentLoad> agents)
    {
        AgentFit[] fits =
        [
            .. agents.Select(agent => Look(agent, last, demanded, preferred, language))
                .OrderByDescending(fit => fit.Fits)
                .ThenByDescending(fit => fit.Passed(AgentCheckKind.Hours))
                .ThenByDescending(fit => fit.Passed(AgentCheckKind.Attended))
                .ThenByDescending(fit => fit.Reach)
                .ThenByDescending(fit => fit.Passed(AgentCheckKind.Language))
                .ThenBy(fit => fit.Agent.ActiveBindings)
                .ThenBy(fit => fit.Agent.CreatedAt)
                .ThenBy(fit => fit.Agent.AiAgentId),
        ];
        var best = fits is [{ Fits: true } first, ..] ? first.Agent : null;
        return new AssignmentChoice(best?.AiAgentId, best?.OwnerId, fits, demanded, preferred);
    }

    private static AgentFit Look(AgentLoad agent, Channel last, IReadOnlyCollection<Channel> demanded, IReadOnlyCollection<Channel> preferred, string? language)
    {
        var reach = preferred.Count(agent.Channels.Contains);
        AgentCheck[] checks =
        [
            new(AgentCheckKind.Channel, demanded.All(agent.Channels.Contains)),
            new(AgentCheckKind.Cap, agent.HasRoomOn(last)),
            new(AgentCheckKind.Status, agent.Status == AgentStatus.Active),
            new(AgentCheckKind.Owner, agent.OwnerActive),
            new(AgentCheckKind.Attended, agent.IsAttended),
            new(AgentCheckKind.Others, reach == preferred.Count),
            new(AgentCheckKind.Language, language is null || agent.Language == language),
            new(AgentCheckKind.Hours, agent.InHours != false),
            new(AgentCheckKind.Capacity, agent.ActiveBindings < agent.Capacity),
        ];
        return new AgentFit(agent, checks.All(check => check.Passed || !check.IsDemanded), checks, reach);
    }
}
