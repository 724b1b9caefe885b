namespace SalesOps.Domain.Model.Rules;

/// <summary>A customer whom an agent holds.</summary>
/// <param name="Channel">Where the customer last wrote from.</param>
/// <param name="Language">What the customer last wrote in; null when not known.</param>
/// <param name="LastSeenAt">UTC.</param>
/// <param name="Others">The other channels on which there is a conversation; null for none, as with nearly everybody.</param>
public sealed record BoundCustomer(Guid CustomerId, Channel Channel, string? Language, DateTime LastSeenAt, IReadOnlyCollection<Channel>? Others = null)
{
    /// <summary>Every channel on which there is a conversation.</summary>
    public IReadOnlyCollection<Channel> Channels => Others is null ? [Channel] : [Channel, .. Others];
}

/// <summary>Why an agent, as it shall be, cannot hold a customer.</summary>
public enum StrandedBy
{
    /// <summary>It no longer serves the channel last written from; or it no longer serves another one, and who would have the customer serves more of them.</summary>
    Channel,
    /// <summary>It is paused or disabled.</summary>
    Status,
    /// <summary>It may hold fewer.</summary>
    Capacity,
    /// <summary>It may hold fewer of the channel.</summary>
    Cap,
}

/// <summary>A customer whom the agent, as it shall be, cannot hold, and where the customer would go.</summary>
public sealed record Stranded(BoundCustomer Customer, StrandedBy By, AssignmentChoice Choice);

/// <summary>What a change of an agent does to the customers it holds.</summary>
public static class Stranding
{
    /// <summary>
    /// Finds whom the agent can no longer hold, and chooses for each where to go, those who wrote last first, each choice on top of the ones before.
    /// Beyond its capacity, and beyond a channel's cap, it keeps those who wrote last: they are most likely in the middle of a talk.
    /// Who writes on several channels stays where nobody serves more of them, and through every edit that takes none of them away.
    /// </summary>
    /// <param name="was">As it is.</param>
    /// <param name="agent">As it shall be; what it holds is counted anew.</param>
    /// <param name="others">All other agents.</param>
    public static IReadOnlyList<Stranded> Plan(AgentLoad was, AgentLoad agent, IEnumerable<BoundCustomer> customers, IEnumerable<AgentLoad> others)
    {
        var held = customers.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.CustomerId).ToList();
        List<(BoundCustomer Customer, StrandedBy By, AssignmentChoice? Choice)> leaving = [];
        var loads = others.ToDictionary(a => a.AiAgentId);
        var staying = agent with { ActiveBindings = 0, Caps = agent.Caps?.Select(cap => cap with { Held = 0 }).ToList() };
        foreach (var customer in held)
        {
            if (agent.Status != AgentStatus.Active) leaving.Add((customer, StrandedBy.Status, null));
            else if (IsUnserved(customer, was, agent)) leaving.Add((customer, StrandedBy.Channel, null));
            else if (Better(customer, was, staying, loads) is { } better) leaving.Add((customer, StrandedBy.Channel, better));
            else if (staying.ActiveBindings == agent.Capacity) leaving.Add((customer, StrandedBy.Capacity, null));
            else if (!staying.HasRoomOn(customer.Channel)) leaving.Add((customer, StrandedBy.Cap, null));
            else staying = staying.With(customer.Channel, 1);
        }
        loads[agent.AiAgentId] = staying;
        return [.. leaving.Select(l => new Stranded(l.Customer, l.By, l.Choice ?? Place(l.Customer, loads)))];
    }

    /// <summary>
    /// The channel last written from; of who came there by writing from another of theirs, no edit says so that does not take it away,
    /// or the last of theirs that the agent served.
    /// </summary>
    private static bool IsUnserved(BoundCustomer customer, AgentLoad was, AgentLoad agent) => !agent.Channels.Contains(customer.Channel)
        && (customer.Others is not { Count: > 0 } others || was.Status != AgentStatus.Active || was.Channels.Contains(customer.Channel)
            || (others.Any(was.Channels.Contains) && !others.Any(agent.Channels.Contains)));

    /// <summary>Where they are better off whom the agent takes another channel away; null for nobody, and for nowhere.</summary>
    private static AssignmentChoice? Better(BoundCustomer customer, AgentLoad was, AgentLoad staying, Dictionary<Guid, AgentLoad> loads)
    {
        if (customer.Others?.Any(channel => was.Channels.Contains(channel) && !staying.Channels.Contains(channel)) != true) return null;
        var choice = AssignmentPolicy.Route(customer.Channel, customer.Channels, customer.Language, loads.Values.Append(staying));
        if (!choice.Improves(staying.AiAgentId)) return null;
        loads[choice.AiAgentId!.Value] = loads[choice.AiAgentId.Value].With(customer.Channel, 1);
        return choice;
    }

    private static AssignmentChoice Place(BoundCustomer customer, Dictionary<Guid, AgentLoad> loads)
    {
        var choice = AssignmentPolicy.Route(customer.Channel, customer.Channels, customer.Language, loads.Values);
        if (choice.AiAgentId is { } id) loads[id] = loads[id].With(customer.Channel, 1);
        return choice;
    }
}
