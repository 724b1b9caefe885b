namespace SalesOps.Domain.Model;

/// <summary>休假: a person is away for a while, and a stand-in acts for them. Rows stay, also of those that were cancelled.</summary>
public sealed class Absence : IUndoable
{
    public Guid Id { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who is away.</summary>
    public Guid SalesUserId { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime From { get; private set; }
    /// <summary>The moment of return; UTC.</summary>
    public DateTime Until { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who acts for them.</summary>
    public Guid StandInId { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who planned it, changed it last or ended it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>When that was; UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>What it was before; null when it was planned then.</summary>
    public AbsenceTerms? Before { get; private set; }
    /// <summary>When that was taken back; UTC; null while it stands.</summary>
    public DateTime? UndoneAt { get; private set; }
    /// <summary>When it was over, ended early or was cancelled; UTC; null while it lasts or is to come.</summary>
    public DateTime? EndedAt { get; private set; }
    /// <summary>When what goes with no agent went to who acted then; UTC; null before.</summary>
    public DateTime? BegunAt { get; private set; }
    /// <summary>Who got it; null before.</summary>
    public Guid? HeirId { get; private set; }
    public IReadOnlyList<Handed> Rest { get; private set; } = [];
    /// <summary>Grows by one with every change of what was planned.</summary>
    public int Version { get; private set; }

    private Absence() { }

    public Absence(Guid id, Guid salesUserId, AbsenceTerms terms, Guid? byId, DateTime now)
    {
        Id = id;
        SalesUserId = salesUserId;
        Set(terms);
        (ById, At) = (byId, now);
    }

    public AbsenceTerms Terms => new(From, Until, StandInId, EndedAt);

    /// <summary>Until when what was done last can be undone; UTC.</summary>
    public DateTime FinalAt => At + UndoWindow.Length;

    /// <summary>The person is away then.</summary>
    /// <param name="at">UTC.</param>
    public bool Covers(DateTime at) => EndedAt is null && From <= at && at < Until;

    /// <summary>Is planned otherwise; what goes with no agent is looked through anew.</summary>
    public void Change(AbsenceTerms to, Guid? byId, DateTime now)
    {
        (Before, UndoneAt, ById, At) = (Terms, null, byId, now);
        Set(to);
        Unbegin();
    }

    /// <summary>The person is back early, or stays after all.</summary>
    public void End(Guid? byId, DateTime now)
    {
        (Before, UndoneAt, ById, At) = (Terms, null, byId, now);
        Set(Terms with { EndedAt = now });
    }

    /// <summary>The time is over.</summary>
    public void Close() => Set(Terms with { EndedAt = Until });

    /// <summary>Goes on as before it was changed or ended; one that was planned is cancelled.</summary>
    public void Undo(DateTime now)
    {
        if (EndedAt is null) Unbegin();
        Set(Before ?? Terms with { EndedAt = now });
        UndoneAt = now;
    }

    /// <summary>What goes with no agent went to somebody.</summary>
    /// <param name="isAll">There is no more of it.</param>
    public void Hand(Guid heirId, IReadOnlyList<Handed> rest, bool isAll, DateTime now)
    {
        (HeirId, Rest) = (heirId, [.. Rest, .. rest]);
        if (isAll) BegunAt = now;
    }

    private void Set(AbsenceTerms terms)
    {
        (From, Until, StandInId, EndedAt) = terms;
        Version++;
    }

    private void Unbegin() => (BegunAt, HeirId, Rest) = (null, null, []);
}

/// <summary>All of an absence that people decide. See <see cref="Absence"/> for the fields.</summary>
public sealed record AbsenceTerms(DateTime From, DateTime Until, Guid StandInId, DateTime? EndedAt = null);
