namespace SalesOps.Domain.Model.Rules;

/// <summary>A customer whom an agent holds.</summary>
/// <param name="Channel">Where the customer last wrote from.</param>
/// <param name="Language">What the customer last wrote in; null when not known.</param>
/// <param name="LastSeenAt">UTC.</param>
public sealed record BoundCustomer(Guid CustomerId, Channel Channel, string? Language, DateTime LastSeenAt);

/// <summary>Why an agent, as it shall be, cannot hold a customer.</summary>
public enum StrandedBy
{
    /// <summary>It no longer serves the channel.</summary>
    Channel,
    /// <summary>It is paused or disabled.</summary>
    Status,
    /// <summary>It may hold fewer.</summary>
    Capacity,
}

/// <summary>A customer whom the agent, as it shall be, cannot hold, and where the customer would go.</summary>
public sealed record Stranded(BoundCustomer Customer, StrandedBy By, AssignmentChoice Choice);

/// <summary>What a change of an agent does to the customers it holds.</summary>
public static class Stranding
{
    /// <summary>
    /// Finds whom the agent can no longer hold, and chooses for each where to go, those who wrote last first, each choice on top of the ones before.
    /// Beyond its capacity it keeps those who wrote last: they are most likely in the middle of a talk.
    /// </summary>
    /// <param name="agent">As it shall be; its own count of assignments is not looked at.</param>
    /// <param name="others">All other agents.</param>
    public static IReadOnlyList<Stranded> Plan(AgentLoad agent, IEnumerable<BoundCustomer> customers, IEnumerable<AgentLoad> others)
    {
        var held = customers.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.CustomerId).ToList();
        var room = agent.Status == AgentStatus.Active ? agent.Capacity : 0;
        List<(BoundCustomer Customer, StrandedBy By)> leaving = [];
        var staying = 0;
        foreach (var customer in held)
        {
            if (agent.Status != AgentStatus.Active) leaving.Add((customer, StrandedBy.Status));
            else if (!agent.Channels.Contains(customer.Channel)) leaving.Add((customer, StrandedBy.Channel));
            else if (staying == room) leaving.Add((customer, StrandedBy.Capacity));
            else staying++;
        }
        var loads = others.Append(agent with { ActiveBindings = staying }).ToDictionary(a => a.AiAgentId);
        return [.. leaving.Select(l => new Stranded(l.Customer, l.By, Place(l.Customer, loads)))];
    }

    private static AssignmentChoice Place(BoundCustomer customer, Dictionary<Guid, AgentLoad> loads)
    {
        var choice = AssignmentPolicy.Choose(customer.Channel, customer.Language, loads.Values);
        if (choice.AiAgentId is { } id) loads[id] = loads[id] with { ActiveBindings = loads[id].ActiveBindings + 1 };
        return choice;
    }
}
