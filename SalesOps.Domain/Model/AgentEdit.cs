namespace SalesOps.Domain.Model;

/// <summary>An edit of an AI agent, with all that an undo needs. Rows stay, also those that were undone.</summary>
public sealed class AgentEdit : IUndoable
{
    public Guid Id { get; private set; }
    public Guid AiAgentId { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who made it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>UTC; null while it stands.</summary>
    public DateTime? UndoneAt { get; private set; }
    /// <summary>The agent before.</summary>
    public AgentTraits Before { get; private set; } = null!;
    /// <summary>Whose it was before, while it was lent; null when it was its owner's.</summary>
    public Guid? HomeOwnerBefore { get; private set; }
    /// <summary>The agent's version after; another one says that it was changed since.</summary>
    public int Version { get; private set; }
    public IReadOnlyList<Rebound> Customers { get; private set; } = [];

    /// <summary>What becomes of those whom the agent can no longer hold, where customers follow in parts; null where all went with the edit.</summary>
    public StrandedChoice? Choice { get; private set; }
    /// <summary>The edit that these customers followed, some of many; null for an edit itself.</summary>
    public Guid? PartOfId { get; private set; }

    private AgentEdit() { }

    public AgentEdit(Guid id, AiAgent agent, AgentTraits before, Guid? homeOwnerBefore, IReadOnlyList<Rebound> customers, Guid? byId, DateTime now)
    {
        Id = id;
        AiAgentId = agent.Id;
        Before = before;
        HomeOwnerBefore = homeOwnerBefore;
        Version = agent.Version;
        Customers = customers;
        ById = byId;
        At = now;
    }

    /// <summary>Some of the customers who follow an edit.</summary>
    public AgentEdit(Guid id, AiAgent agent, AgentEdit whole, IReadOnlyList<Rebound> customers, DateTime now)
        : this(id, agent, agent.Traits, agent.HomeOwnerId, customers, null, now) => PartOfId = whole.Id;

    /// <summary>Until when it can be undone; UTC.</summary>
    public DateTime FinalAt => At + UndoWindow.Length;

    /// <summary>Customers follow some at a time.</summary>
    public void GoInParts(StrandedChoice choice) => Choice = choice;

    public void Undo(DateTime now) => UndoneAt = now;

    /// <summary>The agent was only lent since, or came home, which hinders no undo.</summary>
    public void Outlast(AiAgent agent) => Version = agent.Version;
}

/// <summary>What became of a customer's assignment.</summary>
/// <param name="Assignment">The assignment as it was: ended, or marked as leaving.</param>
/// <param name="Next">The assignment made in its place; null when the customer is unbound, or stays.</param>
/// <param name="Task">The task that asks to bind the customer; null when it is bound.</param>
/// <param name="Stays">The customer stays until the conversation ends.</param>
public sealed record Rebound(Guid CustomerId, Guid Assignment, Guid? Next, Guid? Task, bool Stays);
