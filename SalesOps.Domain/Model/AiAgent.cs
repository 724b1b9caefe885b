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

    /// <summary>What an edit can change.</summary>
    public AgentTraits Traits => new(Name, OwnerId, Language, [.. Channels], Capacity, Status);

    public void Change(AgentTraits to)
    {
        (Name, OwnerId, Language, Channels, Capacity, Status) = (to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status);
        Version++;
    }
}

/// <summary>All of an AI agent that an edit can change. See <see cref="AiAgent"/> for the fields.</summary>
public sealed record AgentTraits(string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels, int Capacity, AgentStatus Status)
{
    public bool Equals(AgentTraits? other) => other is not null && (Name, OwnerId, Language, Capacity, Status) == (other.Name, other.OwnerId, other.Language, other.Capacity, other.Status)
        && Channels.SequenceEqual(other.Channels);

    public override int GetHashCode() => HashCode.Combine(Name, OwnerId, Language, Channels.Count, Capacity, Status);
}
