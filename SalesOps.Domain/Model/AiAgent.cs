namespace SalesOps.Domain.Model;

/// <summary>Whether an AI agent takes customers: <c>Paused</c> keeps those it has, <c>Disabled</c> has none.</summary>
public enum AgentStatus
{
    Active,
    Paused,
    Disabled,
}

/// <summary>AI 销售: an AI sales agent that belongs to a real salesperson.</summary>
public sealed class AiAgent
{
    /// <summary>The largest capacity.</summary>
    public const int MostCapacity = 100_000;

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The <see cref="SalesUser"/> it belongs to.</summary>
    public Guid OwnerId { get; private set; }
    /// <summary>Whose it is while the owner stands in for somebody; null while it is the owner's own.</summary>
    public Guid? HomeOwnerId { get; private set; }
    /// <summary>The language it speaks, as a code: <c>vi</c>, <c>zh</c> or <c>en</c>.</summary>
    public string Language { get; private set; } = "";
    /// <summary>The channels it serves, in the order they were given, each once.</summary>
    public IReadOnlyList<Channel> Channels { get; private set; } = [];
    public AgentStatus Status { get; private set; }
    /// <summary>How many active assignments it may hold at once.</summary>
    public int Capacity { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>Grows by one with every change.</summary>
    public int Version { get; private set; }

    private AiAgent() { }

    public AiAgent(Guid id, string name, Guid ownerId, string language, IReadOnlyList<Channel> channels, int capacity, DateTime now)
    {
        Id = id;
        Name = name;
        OwnerId = ownerId;
        Language = language;
        Channels = channels;
        Status = AgentStatus.Active;
        Capacity = capacity;
        CreatedAt = now;
        Version = 1;
    }

    public bool Serves(Channel channel) => Channels.Contains(channel);

    /// <summary>Whose it is, wherever it is lent to.</summary>
    public Guid HomeId => HomeOwnerId ?? OwnerId;

    /// <summary>What an edit can change.</summary>
    public AgentTraits Traits => new(Name, OwnerId, Language, [.. Channels], Capacity, Status);

    /// <summary>Who gives it another owner ends that it is lent.</summary>
    public void Change(AgentTraits to)
    {
        if (to.OwnerId != OwnerId) HomeOwnerId = null;
        (Name, OwnerId, Language, Channels, Capacity, Status) = (to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status);
        Version++;
    }

    /// <summary>Is with somebody who stands in, or home again; whose it is stays.</summary>
    public void Lend(Guid ownerId)
    {
        (OwnerId, HomeOwnerId) = (ownerId, ownerId == HomeId ? null : HomeId);
        Version++;
    }

    /// <summary>Is the owner's own from now on.</summary>
    public void Settle()
    {
        HomeOwnerId = null;
        Version++;
    }

    /// <summary>Is what it was before an edit.</summary>
    public void Restore(AgentEdit edit)
    {
        Change(edit.Before);
        HomeOwnerId = edit.HomeOwnerBefore;
    }
}

/// <summary>All of an AI agent that an edit can change. See <see cref="AiAgent"/> for the fields.</summary>
public sealed record AgentTraits(string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels, int Capacity, AgentStatus Status)
{
    public bool Equals(AgentTraits? other) => other is not null && (Name, OwnerId, Language, Capacity, Status) == (other.Name, other.OwnerId, other.Language, other.Capacity, other.Status)
        && Channels.SequenceEqual(other.Channels);

    public override int GetHashCode() => HashCode.Combine(Name, OwnerId, Language, Channels.Count, Capacity, Status);
}
