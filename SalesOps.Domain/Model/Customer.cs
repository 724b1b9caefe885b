using System.Diagnostics.CodeAnalysis;

namespace SalesOps.Domain.Model;

/// <summary>客户: a person who wrote to us.</summary>
public sealed class Customer
{
    private const int MostPhones = 10;

    public Guid Id { get; private set; }
    [Personal] public string Name { get; private set; } = "";
    /// <summary>What people noted; null when there is nothing.</summary>
    [Personal] public string? Note { get; private set; }
    /// <summary>The words of name and channel account, and the phone numbers that were noted, as search compares them.</summary>
    [Personal] public string SearchText { get; private set; } = "";
    /// <summary>The search words of those who went into this customer; null while nobody did.</summary>
    [Personal] public string? AbsorbedText { get; private set; }
    /// <summary>The channel account last written from, as shown: <c>telegram:lan-001</c>.</summary>
    [Personal] public string Identity { get; private set; } = "";
    public Channel Channel { get; private set; }
    /// <summary>The state of the conversation last moved: a state of the playbook.</summary>
    public string Status { get; private set; } = "";
    /// <summary>The AI agent of the active assignment; null while the customer waits unbound.</summary>
    public Guid? AiAgentId { get; private set; }
    /// <summary>The salesperson of the active assignment; null while the customer waits unbound.</summary>
    public Guid? SalesUserId { get; private set; }
    /// <summary>The last understanding: intent; null when nothing was recognized.</summary>
    public string? Intent { get; private set; }
    /// <summary>The last understanding: stage.</summary>
    public string Stage { get; private set; } = "";
    /// <summary>The last understanding: confidence, 0..1.</summary>
    public double Confidence { get; private set; }
    public int OpenTasks { get; private set; }
    /// <summary>The channels on which no word may go out; null for none.</summary>
    public IReadOnlyList<Channel>? OptOuts { get; private set; }
    /// <summary>Since when the customer waits unbound; UTC; null while bound or erased.</summary>
    public DateTime? WaitingSince { get; private set; }
    /// <summary>Since when the oldest message waits that nobody answered, of all conversations; UTC; null when none does.</summary>
    public DateTime? UnansweredSince { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime FirstSeenAt { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime LastSeenAt { get; private set; }
    /// <summary>When the personal data was erased; UTC; null while it stands.</summary>
    public DateTime? ErasedAt { get; private set; }
    /// <summary>Why it was erased, as a code; null while it stands.</summary>
    public string? ErasedReason { get; private set; }
    /// <summary>Grows by one with every change.</summary>
    public int Version { get; private set; }

    private Customer() { }

    public Customer(Guid id, string name, ChannelIdentity identity, string status, DateTime now)
    {
        Id = id;
        Name = name;
        Status = status;
        FirstSeenAt = now;
        WaitingSince = now;
        Seen(identity, now);
        Version = 1;
    }

    /// <summary>Who had gone into another customer, with its own rows again.</summary>
    /// <param name="identity">The account last written from.</param>
    /// <param name="conversation">The conversation held there.</param>
    /// <param name="last">What was understood last; null when nothing ever was.</param>
    /// <param name="now">UTC.</param>
    public Customer(Merge merge, ChannelIdentity identity, Conversation conversation, Understanding? last, DateTime now)
        : this(merge.CustomerId, merge.Name, identity, conversation.State, merge.FirstSeenAt)
    {
        (Note, WaitingSince) = (merge.Note, now);
        StandOn(identity, conversation, last);
    }

    public bool IsBound => AiAgentId is not null;

    /// <summary>Writes on several channels: nobody does but who took another customer in.</summary>
    [MemberNotNullWhen(true, nameof(AbsorbedText))]
    public bool IsSeveral => AbsorbedText is not null;

    /// <summary>What people may edit.</summary>
    public CustomerTraits Traits => new(Name, Note ?? "");

    /// <summary>The customer wrote through <paramref name="identity"/> just now.</summary>
    public void Seen(ChannelIdentity identity, DateTime now)
    {
        if (Identity != identity.Display)
        {
            // By the first account it stays findable.
            if (IsSeveral) AbsorbedText = string.Join(' ', AbsorbedText.Split(' ').Concat(AccountWords).Distinct());
            Channel = identity.Channel;
            Identity = identity.Display;
            MakeFindable();
        }
        if (now > LastSeenAt) LastSeenAt = now;
        Version++;
    }

    /// <summary>Wrote in the conversation.</summary>
    public void Await(Conversation conversation)
    {
        if (conversation.UnansweredSince is { } since && !(UnansweredSince <= since)) UnansweredSince = since;
    }

    /// <summary>Waits as long as one of the conversations does; what people know of the customer is as it was.</summary>
    /// <param name="conversations">All of the customer's.</param>
    public void Await(IEnumerable<Conversation> conversations) => UnansweredSince = conversations.Min(c => c.UnansweredSince);

    /// <summary>Is called so from now on, and noted so.</summary>
    public void Describe(CustomerTraits details)
    {
        (Name, Note) = (details.Name, details.Note.Length == 0 ? null : details.Note);
        MakeFindable();
        Version++;
    }

    public bool IsOptedOut(Channel channel) => OptOuts?.Contains(channel) == true;

    /// <summary>Wants no more messages on the channel, or wants them again.</summary>
    public void Hear(Channel channel, bool optsOut)
    {
        var rest = (OptOuts ?? []).Where(c => c != channel);
        IReadOnlyList<Channel> left = [.. optsOut ? rest.Append(channel).Order() : rest];
        OptOuts = left.Count == 0 ? null : left;
        Version++;
    }

    public void Bind(Guid aiAgentId, Guid salesUserId)
    {
        AiAgentId = aiAgentId;
        SalesUserId = salesUserId;
        WaitingSince = null;
        Version++;
    }

    /// <summary>Belongs to nobody, until somebody has room.</summary>
    public void Unbind(DateTime now)
    {
        (AiAgentId, SalesUserId, WaitingSince) = (null, null, now);
        Version++;
    }

    /// <summary>Takes over what was last understood of the customer, and where its conversation stands.</summary>
    public void Understood(string? intent, string stage, double confidence, string status)
    {
        Intent = intent;
        Stage = stage;
        Confidence = confidence;
        Status = status;
        Version++;
    }

    /// <summary>Another customer turned out to be the same person.</summary>
    public void Absorb(Customer other)
    {
        AbsorbedText = string.Join(' ', [.. (AbsorbedText ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. other.SearchText.Split(' ')]);
        MakeFindable();
        if (other.UnansweredSince < (UnansweredSince ?? DateTime.MaxValue)) UnansweredSince = other.UnansweredSince;
        foreach (var channel in other.OptOuts ?? []) Hear(channel, optsOut: true);
        if (other.LastSeenAt > LastSeenAt)
        {
            LastSeenAt = other.LastSeenAt;
            (Intent, Stage, Confidence, Status) = (other.Intent, other.Stage, other.Confidence, other.Status);
        }
        Version++;
    }

    /// <summary>Somebody who had gone into this customer turned out to be another.</summary>
    /// <param name="rest">The search words of those who are still in it; null when nobody is.</param>
    /// <param name="identity">The own account last written from.</param>
    public void Release(string? rest, ChannelIdentity identity, Conversation conversation, Understanding? last)
    {
        AbsorbedText = rest;
        StandOn(identity, conversation, last);
    }

    /// <summary>Forgets who it is; what is left counts and is referred to, and belongs to nobody.</summary>
    public void Erase(string reason, DateTime now)
    {
        (Name, Note, SearchText, AbsorbedText, Identity) = ("", null, "", null, "");
        (AiAgentId, SalesUserId, WaitingSince, UnansweredSince, OptOuts) = (null, null, null, null, null);
        (ErasedAt, ErasedReason) = (now, reason);
        Version++;
    }

    public void TaskOpened() => OpenTasks++;

    public void TaskClosed() => OpenTasks--;

    /// <summary>What is known of it is what its own rows say.</summary>
    private void StandOn(ChannelIdentity identity, Conversation conversation, Understanding? last)
    {
        (Channel, Identity, LastSeenAt) = (identity.Channel, identity.Display, conversation.LastInboundAt);
        (Intent, Stage, Confidence, Status) = (last?.Intent, last?.Stage ?? "", last?.Confidence ?? 0, conversation.State);
        MakeFindable();
        Version++;
    }

    private IEnumerable<string> AccountWords => Fold.Words(Identity).Concat(Fold.Phones(Identity));

    /// <summary>Numbers that people noted; more than these few are a list of something else.</summary>
    internal static IEnumerable<string> NotedPhones(string? note) => note is null ? [] : Fold.Phones(note).Concat(Phones.In(note)).Concat(Fold.Words(note).Where(Fold.IsPhone)).Distinct().Take(MostPhones);

    private void MakeFindable() =>
        SearchText = string.Join(' ', [.. Fold.Words(Name), .. Fold.Phones(Name), .. AccountWords, .. NotedPhones(Note), .. (AbsorbedText ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
