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
    /// <summary>It no longer serves one of the channels that it is asked for: see <see cref="AssignmentPolicy.Asked"/>.</summary>
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
    /// </summary>
    /// <param name="agent">As it shall be; what it holds is counted anew.</param>
    /// <param name="others">All other agents.</param>
    public static IReadOnlyList<Stranded> Plan(AgentLoad agent, IEnumerable<BoundCustomer> customers, IEnumerable<AgentLoad> others)
    {
        var held = customers.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.CustomerId).ToList();
        List<(BoundCustomer Customer, StrandedBy By)> leaving = [];
        List<AgentLoad> rest = [.. others], all = [.. rest, agent];
        var staying = agent with { ActiveBindings = 0, Caps = agent.Caps?.Select(cap => cap with { Held = 0 }).ToList() };
        foreach (var customer in held)
        {
            if (agent.Status != AgentStatus.Active) leaving.Add((customer, StrandedBy.Status));
            else if (!AssignmentPolicy.Asked(customer.Channel, customer.Channels, all).All(agent.Channels.Contains)) leaving.Add((customer, StrandedBy.Channel));
            else if (staying.ActiveBindings == agent.Capacity) leaving.Add((customer, StrandedBy.Capacity));
            else if (!staying.HasRoomOn(customer.Channel)) leaving.Add((customer, StrandedBy.Cap));
            else staying = staying.With(customer.Channel, 1);
        }
        var loads = rest.Append(staying).ToDictionary(a => a.AiAgentId);
        return [.. leaving.Select(l => new Stranded(l.Customer, l.By, Place(l.Customer, loads)))];
    }

    private static AssignmentChoice Place(BoundCustomer customer, Dictionary<Guid, AgentLoad> loads)
    {
        var choice = AssignmentPolicy.Choose(customer.Channel, customer.Channels, customer.Language, loads.Values);
        if (choice.AiAgentId is { } id) loads[id] = loads[id].With(customer.Channel, 1);
        return choice;
    }
}
