using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>What agents hold inside this transaction, with what the command itself gave and took so far; of a channel it is asked only where an agent has a cap.</summary>
internal sealed class Holdings(Change change)
{
    private readonly Dictionary<Guid, int> _given = [];
    private readonly Dictionary<(Guid, Channel), int> _givenOn = [];

    /// <summary>How many active assignments the agent holds.</summary>
    public long Of(Guid agent) => change.Count(Model.Counters.ActiveBindings, agent) + _given.GetValueOrDefault(agent);

    /// <summary>How many of its customers last wrote from the channel.</summary>
    public long Of(Guid agent, Channel channel) => change.Count(agent, channel) + _givenOn.GetValueOrDefault((agent, channel));

    /// <summary>Whether the agent's cap of the channel, if it has one, lets one more in.</summary>
    public bool HasRoom(AiAgent agent, Channel channel) => agent.CapOf(channel) is not { } most || Of(agent.Id, channel) < most;

    /// <summary>The agent got a customer, or gave one away.</summary>
    public void Add(Guid agent, Channel channel, int more)
    {
        _given[agent] = _given.GetValueOrDefault(agent) + more;
        Shift(agent, channel, more);
    }

    /// <summary>A customer whom the agent keeps came to the channel, or went from it.</summary>
    public void Shift(Guid agent, Channel channel, int more) => _givenOn[(agent, channel)] = _givenOn.GetValueOrDefault((agent, channel)) + more;

    /// <summary>How many customers of each channel the agents that have caps hold, as far as is committed or written before this command.</summary>
    public static async Task<Func<Guid, Channel, long>> ReadAsync(SalesOpsDb store, StoreDirectory directory, CancellationToken cancellationToken)
    {
        var capped = directory.AiAgents.Values.Where(a => a.Caps is not null).Select(a => (Guid?)a.Id).ToList();
        return await ReadAsync(store, capped, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(SalesOpsDb, StoreDirectory, CancellationToken)"/>
    public static async Task<Func<Guid, Channel, long>> ReadAsync(SalesOpsDb store, IReadOnlyCollection<Guid?> agents, CancellationToken cancellationToken)
    {
        if (agents.Count == 0) return static (_, _) => 0;
        var held = await store.Customers.Where(c => agents.Contains(c.AiAgentId)).GroupBy(c => new { c.AiAgentId, c.Channel })
            .Select(g => new { g.Key.AiAgentId, g.Key.Channel, Count = g.Count() }).ToDictionaryAsync(g => (g.AiAgentId!.Value, g.Channel), g => g.Count, cancellationToken);
        return (agent, channel) => held.GetValueOrDefault((agent, channel));
    }
}
