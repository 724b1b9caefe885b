namespace SalesOps.Domain.Model;

/// <summary>Whether an AI agent takes customers: <c>Paused</c> keeps those it has, <c>Disabled</c> has none.</summary>
public enum AgentStatus
{
    Active,
    Paused,
    Disabled,
}

/// <summary>How many customers of one channel an agent may hold at once. Who writes on several counts on the one last written from: <see cref="Customer.Channel"/>.</summary>
/// <param name="Most">At least 1, at most the agent's capacity.</param>
public sealed record ChannelCap(Channel Channel, int Most);

/// <summary>Lists of caps.</summary>
public static class ChannelCaps
{
    /// <summary>The channel's cap; null when it has none.</summary>
    public static int? On(this IReadOnlyList<ChannelCap>? caps, Channel channel) => caps?.FirstOrDefault(cap => cap.Channel == channel)?.Most;

    /// <summary>The list as it is kept: in the channels' own order, null when empty.</summary>
    public static IReadOnlyList<ChannelCap>? Kept(this IEnumerable<ChannelCap>? caps) => caps?.OrderBy(cap => cap.Channel).ToList() is { Count: > 0 } list ? list : null;
}

/// <summary>AI 销售: an AI sales agent that belongs to a real salesperson.</summary>
public sealed class AiAgent
{
    /// <summary>The largest capacity.</summary>
    public const int MostCapacity = 100_000;
    /// <summary>Of one that nobody changed since it was added.</summary>
    public const int FirstVersion = 1;

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
    /// <summary>The channels that have a cap besides, each once, in the channels' own order; null for none.</summary>
    public IReadOnlyList<ChannelCap>? Caps { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>Grows by one with every change.</summary>
    public int Version { get; private set; }

    /// <summary>The <see cref="AgentEdit"/> after which customers have yet to go where it sends them, or back; null when nobody has.</summary>
    public Guid? PendingEditId { get; private set; }

    private AiAgent() { }

    public AiAgent(Guid id, string name, Guid ownerId, string language, IReadOnlyList<Channel> channels, int capacity, DateTime now, IReadOnlyList<ChannelCap>? caps = null)
    {
        Id = id;
        Name = name;
        OwnerId = ownerId;
        Language = language;
        Channels = channels;
        Status = AgentStatus.Active;
        Capacity = capacity;
        Caps = caps;
        CreatedAt = now;
        Version = FirstVersion;
    }

    /// <summary>How many customers of the channel it may hold; null for as many as its capacity.</summary>
    public int? CapOf(Channel channel) => Caps.On(channel);

    /// <summary>Whose it is, wherever it is lent to.</summary>
    public Guid HomeId => HomeOwnerId ?? OwnerId;

    /// <summary>What an edit can change.</summary>
    public AgentTraits Traits => new(Name, OwnerId, Language, [.. Channels], Capacity, Status, Caps);

    /// <summary>Who gives it another owner ends that it is lent.</summary>
    public void Change(AgentTraits to)
    {
        if (to.OwnerId != OwnerId) HomeOwnerId = null;
        (Name, OwnerId, Language, Channels, Capacity, Status, Caps) = (to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status, to.Caps);
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

    /// <summary>Its customers follow the edit from now on, some at a time.</summary>
    /// <param name="choice">For those whom it can no longer hold.</param>
    public void Await(AgentEdit edit, StrandedChoice choice)
    {
        edit.GoInParts(choice);
        PendingEditId = edit.Id;
    }

    /// <summary>Its customers go back some at a time, now that the edit is undone.</summary>
    public void AwaitReturn(AgentEdit edit) => PendingEditId = edit.Id;

    /// <summary>Nobody is on the way any more. It is no change of the agent, and hinders no undo.</summary>
    public void Arrive() => PendingEditId = null;

    /// <summary>Is what it was before an edit.</summary>
    public void Restore(AgentEdit edit)
    {
        Change(edit.Before);
        HomeOwnerId = edit.HomeOwnerBefore;
    }
}

/// <summary>All of an AI agent that an edit can change. See <see cref="AiAgent"/> for the fields.</summary>
public sealed record AgentTraits(string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels, int Capacity, AgentStatus Status, IReadOnlyList<ChannelCap>? Caps = null)
{
    /// <summary>How many customers of the channel it may hold; null for as many as its capacity.</summary>
    public int? CapOf(Channel channel) => Caps.On(channel);

    public bool Equals(AgentTraits? other) => other is not null && (Name, OwnerId, Language, Capacity, Status) == (other.Name, other.OwnerId, other.Language, other.Capacity, other.Status)
        && Channels.SequenceEqual(other.Channels) && (Caps ?? []).SequenceEqual(other.Caps ?? []);

    public override int GetHashCode() => HashCode.Combine(Name, OwnerId, Language, Channels.Count, Capacity, Status);
}
