namespace SalesOps.Domain.Model;

/// <summary>What a customer asks about the personal data we have.</summary>
public enum DataRequestKind
{
    /// <summary>That it is erased.</summary>
    Erasure,
}

public enum DataRequestStatus
{
    /// <summary>The customer waits for an answer.</summary>
    Open,
    /// <summary>The customer was answered; what was asked for is still to be done.</summary>
    Answered,
    /// <summary>What was asked for is done.</summary>
    Completed,
    Refused,
    /// <summary>It was filed by mistake, or the customer took it back.</summary>
    Withdrawn,
}

/// <summary>
/// 个人数据请求: what a customer asked about the own personal data, and until when the law has it answered and done. Both days are fixed as it is filed,
/// by the settings and the calendar of then.
/// </summary>
public sealed class DataRequest : IOfCustomer, IUndoable
{
    /// <summary>So long before a day by which something must be done people are reminded of it.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    public DataRequestKind Kind { get; private set; }
    /// <summary>How it came, as a code: a channel's, <c>by_phone</c> …</summary>
    public string Source { get; private set; } = "";
    /// <summary>What was asked, in words; null when nothing was noted, and once erased.</summary>
    [Personal] public string? Note { get; private set; }
    public DataRequestStatus Status { get; private set; }
    /// <summary>When the customer asked; UTC. The days count from here.</summary>
    public DateTime ReceivedAt { get; private set; }
    /// <summary>When it was written down; UTC.</summary>
    public DateTime FiledAt { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who wrote it down; null for the system.</summary>
    public Guid? FiledById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime AnswerDueAt { get; private set; }
    /// <summary>UTC; not before <see cref="AnswerDueAt"/>.</summary>
    public DateTime CompletionDueAt { get; private set; }
    /// <summary>What is due next: one of the two above; UTC. Of what has ended, what was due last.</summary>
    public DateTime DueAt { get; private set; }
    /// <summary>UTC; null while nobody noted an answer.</summary>
    public DateTime? AnsweredAt { get; private set; }
    public Guid? AnsweredById { get; private set; }
    /// <summary>When it was completed, refused or withdrawn; UTC; null while it is open or answered.</summary>
    public DateTime? EndedAt { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who ended it; null for the system, and while it lasts.</summary>
    public Guid? EndedById { get; private set; }
    /// <summary>Why it was refused, as a code; null otherwise.</summary>
    public string? Reason { get; private set; }
    /// <summary>How many messages were emptied; null unless completed.</summary>
    public int? Messages { get; private set; }
    /// <summary>How many channel accounts were removed; null unless completed.</summary>
    public int? ChannelAccounts { get; private set; }
    /// <summary>Grows by one with every change.</summary>
    public int Version { get; private set; }

    private DataRequest() { }

    public DataRequest(Guid id, Guid customerId, DataRequestKind kind, string source, string? note, DateTime receivedAt, (DateTime Answer, DateTime Completion) due, Guid? byId, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        Kind = kind;
        Source = source;
        Note = note;
        ReceivedAt = receivedAt;
        (AnswerDueAt, CompletionDueAt) = due;
        DueAt = due.Answer;
        (FiledById, FiledAt) = (byId, now);
        Version = 1;
    }

    /// <summary>Something is still to be done about it.</summary>
    public bool IsPending => EndedAt is null;

    /// <summary>Who did what was done last.</summary>
    public Guid? ById => Status switch { DataRequestStatus.Open => FiledById, DataRequestStatus.Answered => AnsweredById, _ => EndedById };

    /// <inheritdoc/>
    public DateTime FinalAt => (EndedAt ?? AnsweredAt ?? FiledAt) + UndoWindow.Length;

    /// <summary>What is undone leaves no trace on the row.</summary>
    DateTime? IUndoable.UndoneAt => null;

    /// <summary>The customer was told what happens next.</summary>
    public void Answer(Guid? byId, DateTime now)
    {
        (AnsweredById, AnsweredAt) = (byId, now);
        Stand();
    }

    /// <param name="reason">A code.</param>
    public void Refuse(string reason, Guid? byId, DateTime now)
    {
        Reason = reason;
        End(DataRequestStatus.Refused, byId, now);
    }

    public void Withdraw(Guid? byId, DateTime now) => End(DataRequestStatus.Withdrawn, byId, now);

    /// <summary>The customer is erased.</summary>
    public void Complete(int messages, int channelAccounts, Guid? byId, DateTime now)
    {
        (Messages, ChannelAccounts) = (messages, channelAccounts);
        End(DataRequestStatus.Completed, byId, now);
    }

    /// <summary>Takes back the refusal, the withdrawal, or else the answer.</summary>
    public void Undo()
    {
        if (IsPending) (AnsweredById, AnsweredAt) = (null, null);
        else (EndedById, EndedAt, Reason) = (null, null, null);
        Stand();
    }

    /// <summary>Forgets what was noted.</summary>
    public void Erase() => Note = null;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;

    private void Stand()
    {
        (Status, DueAt) = AnsweredAt is null ? (DataRequestStatus.Open, AnswerDueAt) : (DataRequestStatus.Answered, CompletionDueAt);
        Version++;
    }

    private void End(DataRequestStatus status, Guid? byId, DateTime now)
    {
        (Status, EndedById, EndedAt) = (status, byId, now);
        Version++;
    }
}
