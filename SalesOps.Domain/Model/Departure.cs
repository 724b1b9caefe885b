namespace SalesOps.Domain.Model;

/// <summary>离岗: a person was disabled, and what was theirs went to others, or some of it went before; with all that an undo needs. Rows stay, also those that were undone.</summary>
public sealed class Departure : IUndoable
{
    public Guid Id { get; private set; }
    /// <summary>The person who was disabled, or is to be.</summary>
    public Guid SalesUserId { get; private set; }
    /// <summary>The person's version after; another one says that something happened since.</summary>
    public int Version { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who did it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>UTC; null while it stands.</summary>
    public DateTime? UndoneAt { get; private set; }
    /// <summary>The <see cref="AgentEdit"/>s that gave the person's agents to others.</summary>
    public IReadOnlyList<Guid> AgentEdits { get; private set; } = [];
    /// <summary>Who got the conversations and the tasks; null when there were none.</summary>
    public Guid? HeirId { get; private set; }
    public IReadOnlyList<Handed> Rest { get; private set; } = [];

    private Departure() { }

    public Departure(Guid id, SalesUser user, IReadOnlyList<Guid> agentEdits, Guid? heirId, IReadOnlyList<Handed> rest, Guid? byId, DateTime now)
    {
        Id = id;
        SalesUserId = user.Id;
        Version = user.Version;
        AgentEdits = agentEdits;
        HeirId = heirId;
        Rest = rest;
        ById = byId;
        At = now;
    }

    /// <summary>Until when it can be undone; UTC.</summary>
    public DateTime FinalAt => At + UndoWindow.Length;

    public void Undo(DateTime now) => UndoneAt = now;
}

/// <summary>A conversation that the person held, or a task that the person owned, which the heir got.</summary>
/// <param name="Task">Null for a conversation.</param>
/// <param name="Conversation">Null for a task.</param>
public sealed record Handed(Guid? Task, Guid? Conversation);
