using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

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
}
