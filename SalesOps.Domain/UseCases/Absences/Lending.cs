using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Domain.UseCases.Absences;

/// <summary>With whom an AI agent is while people are away. Everything follows from this: chains, early ends and returns.</summary>
internal static class Lending
{
    /// <summary>To whom the agent should go; null while it is where it should be: with who acts for whose it is, and where nobody does, with whom it is.</summary>
    /// <param name="at">UTC.</param>
    /// <param name="bindings">How many active assignments an agent holds.</param>
    public static Guid? Wanted(StoreDirectory directory, AiAgent agent, DateTime at, Func<Guid, long> bindings)
    {
        // Whoever is on the way arrives first.
        if (agent.PendingEditId is not null) return null;
        // One that does nothing need not be lent.
        if (agent is { HomeOwnerId: null, Status: AgentStatus.Disabled } && bindings(agent.Id) == 0) return null;
        return directory.ActingFor(agent.HomeId, at, person => person.MaySell) is { } acts && acts != agent.OwnerId ? acts : null;
    }

    /// <summary>How many of the person's agents should go to somebody, or come home, and have too many customers for it.</summary>
    /// <inheritdoc cref="Wanted"/>
    public static int Stuck(StoreDirectory directory, Guid personId, DateTime at, Func<Guid, long> bindings) =>
        directory.AiAgents.Values.Count(a => a.HomeId == personId && IsTooMany(bindings(a.Id)) && Wanted(directory, a, at, bindings) is not null);

    /// <summary>Whether so many customers are too many to change hands in one command: the agent stays where it is.</summary>
    public static bool IsTooMany(long customers) => customers > EditAiAgent.MostMoved;
}
