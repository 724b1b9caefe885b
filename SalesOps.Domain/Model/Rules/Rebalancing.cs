namespace SalesOps.Domain.Model.Rules;

/// <summary>A customer with the agent that holds it.</summary>
public sealed record Held(BoundCustomer Customer, Guid AiAgentId);

/// <summary>One step of a plan.</summary>
/// <param name="From">The agent that holds the customer.</param>
/// <param name="To">The agent that shall.</param>
public sealed record PlannedMove(BoundCustomer Customer, Guid From, Guid To);

/// <summary>Evens out how full the agents are.</summary>
public static class Rebalancing
{
    /// <summary>
    /// Plans single moves, each the one that lowers the sum of load² ÷ capacity over all agents the most, until none lowers it any more: that sum is smallest
    /// when all agents are full to the same share. An agent takes only whom <see cref="AssignmentPolicy"/> would let it have, and none while its salesperson is suspended or away; nobody goes from an agent
    /// who speaks their language to one who does not. Among as good moves the customer goes who was silent the longest. Agents of any status give,
    /// each customer moves at most once, and the steps are in the order in which they fit.
    /// </summary>
    /// <param name="agents">Every agent, each once.</param>
    /// <param name="customers">Who may be moved.</param>
    /// <param name="most">How many moves at most.</param>
    /// <param name="sameOwner">Only between agents of the same salesperson.</param>
    public static IReadOnlyList<PlannedMove> Plan(IEnumerable<AgentLoad> agents, IEnumerable<Held> customers, int most, bool sameOwner)
    {
        var loads = agents.ToDictionary(a => a.AiAgentId);
        // Customers of one kind differ only in whose turn it is.
        List<Kind> kinds = [.. customers.GroupBy(c => (c.AiAgentId, c.Customer.Channel, Channels: string.Join(',', c.Customer.Channels.Order()), c.Customer.Language)).Where(g => loads.ContainsKey(g.Key.AiAgentId))
            .Select(g => new Kind(g.Key.AiAgentId, g.Key.Channel, g.Key.Language,
                [.. loads.Values.Where(to => Takes(to, loads[g.Key.AiAgentId], g.First().Customer, sameOwner)).Select(to => to.AiAgentId)],
                new(g.Select(c => c.Customer).OrderBy(c => c.LastSeenAt).ThenBy(c => c.CustomerId))))];
        var moves = new List<PlannedMove>();
        while (moves.Count < most && Best(kinds, loads) is var (kind, to))
        {
            moves.Add(new PlannedMove(kind.Waiting.Dequeue(), kind.From, to));
            loads[kind.From] = loads[kind.From].With(kind.Channel, -1);
            loads[to] = loads[to].With(kind.Channel, 1);
        }
        return moves;
    }

    private static (Kind Kind, Guid To)? Best(List<Kind> kinds, Dictionary<Guid, AgentLoad> loads) => kinds.Where(k => k.Waiting.Count > 0)
        .SelectMany(k => k.Targets.Select(id => loads[id]).Where(to => to.ActiveBindings < to.Capacity && to.HasRoomOn(k.Channel)).Where(to => Lowers(loads[k.From], to)).Select(to => (Kind: k, To: to, Gain: Gain(loads[k.From], to))))
        .OrderByDescending(move => move.Gain).ThenByDescending(move => move.To.Language == move.Kind.Language)
        .ThenBy(move => move.Kind.Waiting.Peek().LastSeenAt).ThenBy(move => move.Kind.Waiting.Peek().CustomerId).ThenBy(move => move.To.CreatedAt).ThenBy(move => move.To.AiAgentId)
        .Select(move => ((Kind, Guid)?)(move.Kind, move.To.AiAgentId)).FirstOrDefault();

    /// <summary>Whether the agent could have such a customer if it had room.</summary>
    private static bool Takes(AgentLoad to, AgentLoad from, BoundCustomer customer, bool sameOwner) =>
        to.AiAgentId != from.AiAgentId && to.IsAttended && (!sameOwner || to.OwnerId == from.OwnerId) && (customer.Language is not { } language || from.Language != language || to.Language == language)
        && AssignmentPolicy.Choose(customer.Channel, customer.Channels, customer.Language, [to with { ActiveBindings = 0, Caps = null }]).AiAgentId is not null;

    /// <summary>By how much one customer's going from one to the other lowers the sum.</summary>
    private static decimal Gain(AgentLoad from, AgentLoad to) =>
        (2m * from.ActiveBindings - 1) / Capacity(from) - (2m * to.ActiveBindings + 1) / Capacity(to);

    /// <summary>Whether that is anything at all; a quotient that was rounded does not say.</summary>
    private static bool Lowers(AgentLoad from, AgentLoad to) => (2L * from.ActiveBindings - 1) * Capacity(to) > (2L * to.ActiveBindings + 1) * Capacity(from);

    private static int Capacity(AgentLoad agent) => Math.Max(1, agent.Capacity);

    private sealed record Kind(Guid From, Channel Channel, string? Language, IReadOnlyList<Guid> Targets, Queue<BoundCustomer> Waiting);
}
