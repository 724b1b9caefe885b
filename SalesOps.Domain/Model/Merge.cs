namespace SalesOps.Domain.Model;

/// <summary>
/// 合并: a customer turned out to be the same person as another and went into it with every row; it keeps what is needed to separate them again.
/// While it lasts there is no row of the customer itself.
/// </summary>
public sealed class Merge
{
    /// <summary>What the audit log calls it when a customer goes into another.</summary>
    public const string AbsorbedAction = "customer.absorbed";
    /// <summary>What the audit log calls it when the other lets the customer go again.</summary>
    public const string SeparatedAction = "customer.separated";

    public Guid Id { get; private set; }
    /// <summary>The customer who went into the other; this row is about that one.</summary>
    public Guid CustomerId { get; private set; }
    /// <summary>The customer who stayed.</summary>
    public Guid IntoId { get; private set; }
    /// <summary>The channels that went along: what stands on them goes back, also what came in meanwhile.</summary>
    public IReadOnlyList<Channel> Channels { get; private set; } = [];
    /// <summary>Rows on no channel that went along: assignments, edits, tasks, transfers, requests.</summary>
    public IReadOnlyList<Guid> Rows { get; private set; } = [];
    /// <summary>What the customer was called; empty once separated or erased.</summary>
    [Personal] public string Name { get; private set; } = "";
    /// <summary>What was noted about the customer; null when there was nothing, and once separated or erased.</summary>
    [Personal] public string? Note { get; private set; }
    /// <summary>When the customer was seen first; UTC.</summary>
    public DateTime FirstSeenAt { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who merged them; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>The person who separated them; null while they are one, and for the system.</summary>
    public Guid? SeparatedById { get; private set; }
    /// <summary>UTC; null while they are one.</summary>
    public DateTime? SeparatedAt { get; private set; }
    /// <summary>When the customer was erased together with the other; UTC; null otherwise.</summary>
    public DateTime? ErasedAt { get; private set; }

    private Merge() { }

    /// <param name="rows">Everything that is the customer's.</param>
    public Merge(Guid id, Customer customer, Customer into, IReadOnlyCollection<IOfCustomer> rows, Guid? byId, DateTime now)
    {
        Id = id;
        CustomerId = customer.Id;
        IntoId = into.Id;
        Channels = ChannelsOf(rows);
        Rows = [.. rows.Where(r => r is Assignment or CustomerEdit or WorkTask or DataRequest or Handover { ConversationId: null }).Select(r => r.Id)];
        (Name, Note, FirstSeenAt) = (customer.Name, customer.Note, customer.FirstSeenAt);
        ById = byId;
        At = now;
    }

    /// <summary>The channels on which there is an account or a conversation.</summary>
    public static IReadOnlyList<Channel> ChannelsOf(IEnumerable<IOfCustomer> rows) =>
        [.. rows.Select(r => r switch { ChannelIdentity i => i.Channel, Conversation c => c.Channel, _ => (Channel?)null }).OfType<Channel>().Distinct().Order()];

    /// <summary>Those of the other's rows that go back with the customer.</summary>
    /// <param name="rows">Everything that is the other's.</param>
    public IReadOnlyList<IOfCustomer> Returning(IReadOnlyCollection<IOfCustomer> rows)
    {
        var conversations = rows.OfType<Conversation>().Where(c => Channels.Contains(c.Channel)).Select(c => c.Id).ToHashSet();
        var reviews = rows.OfType<Review>().Where(r => conversations.Contains(r.ConversationId)).Select(r => r.Id).ToHashSet();
        var along = Rows.ToHashSet();
        return
        [
            .. rows.Where(row => row switch
            {
                Conversation c => conversations.Contains(c.Id),
                Message m => conversations.Contains(m.ConversationId),
                Understanding u => conversations.Contains(u.ConversationId),
                StateTransition t => conversations.Contains(t.ConversationId),
                Review r => reviews.Contains(r.Id),
                Decision d => reviews.Contains(d.ReviewId),
                Handover { ConversationId: { } conversation } => conversations.Contains(conversation),
                WorkTask { ReviewId: { } review } => reviews.Contains(review),
                ChannelIdentity i => Channels.Contains(i.Channel),
                Consent c => Channels.Contains(c.Channel),
                _ => along.Contains(row.Id),
            }),
        ];
    }

    /// <summary>They are two again; name and note are the customer's own.</summary>
    public void Separate(Guid? byId, DateTime now)
    {
        (SeparatedById, SeparatedAt) = (byId, now);
        (Name, Note) = ("", null);
    }

    /// <summary>Forgets who the customer was.</summary>
    public void Erase(DateTime now)
    {
        (Name, Note) = ("", null);
        ErasedAt ??= now;
    }
}
