namespace SalesOps.Domain.Model.Rules;

/// <summary>Proposes who gets the AI agents of a salesperson who leaves.</summary>
public static class Succession
{
    /// <summary>
    /// Gives the agents with the most customers first, each to whoever has the fewest customers by then; among as many, the smallest id.
    /// </summary>
    /// <param name="agents">The agents with how many customers each holds.</param>
    /// <param name="heirs">Who may get them, with how many customers each has.</param>
    /// <returns>For each agent who gets it; null when there is nobody.</returns>
    public static IReadOnlyDictionary<Guid, Guid?> Propose(IEnumerable<(Guid AiAgentId, long Customers)> agents, IEnumerable<(Guid SalesUserId, long Customers)> heirs)
    {
        var loads = heirs.ToDictionary(h => h.SalesUserId, h => h.Customers);
        var proposed = new Dictionary<Guid, Guid?>();
        foreach (var (agent, customers) in agents.OrderByDescending(a => a.Customers).ThenBy(a => a.AiAgentId))
        {
            proposed[agent] = loads.Count == 0 ? null : loads.MinBy(l => (l.Value, l.Key)).Key;
            if (proposed[agent] is { } heir) loads[heir] += customers;
        }
        return proposed;
    }
}
