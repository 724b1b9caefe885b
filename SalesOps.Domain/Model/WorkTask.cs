namespace SalesOps.Domain.Model;

public enum TaskKind
{
    /// <summary>A new customer wrote: see that the first contact goes well.</summary>
    FirstContact,
    /// <summary>An understanding or a transition waits for a decision.</summary>
    Review,
    /// <summary>A customer waits without an AI agent.</summary>
    BindCustomer,
    /// <summary>Something a person noted by hand.</summary>
    FollowUp,
    /// <summary>What the customer meant is not clear: ask.</summary>
    AskCustomer,
    /// <summary>The customer asked to talk to a person, or the AI handed the conversation off.</summary>
    PersonWanted,
    /// <summary>The customer waits too long for an answer of whose they are, and no other AI agent could have them.</summary>
    OwnerSilent,
}

public enum WorkTaskStatus
{
    Open,
    Done,
    Cancelled,
}

/// <summary>任务: something a person must do.</summary>
public sealed class WorkTask : IOfCustomer
{
    public Guid Id { get; private set; }
    public TaskKind Kind { get; private set; }
    public Guid CustomerId { get; private set; }
    /// <summary>The review it asks for; null for other kinds.</summary>
    public Guid? ReviewId { get; private set; }
    /// <summary>The person who must do it; null while nobody owns it.</summary>
    public Guid? SalesUserId { get; private set; }
    /// <summary>What is to be done, in the words of who added it; null for tasks that rules make.</summary>
    [Personal] public string? Note { get; private set; }
    public WorkTaskStatus Status { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime DueAt { get; private set; }
    /// <summary>UTC; null while open.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>When it went to the fallback owner, because it was overdue for too long; UTC; null while it did not.</summary>
    public DateTime? EscalatedAt { get; private set; }

    private WorkTask() { }

    public WorkTask(Guid id, TaskKind kind, Customer customer, Guid? reviewId, DateTime now, DateTime dueAt)
    {
        Id = id;
        Kind = kind;
        CustomerId = customer.Id;
        ReviewId = reviewId;
        SalesUserId = customer.SalesUserId;
        Status = WorkTaskStatus.Open;
        CreatedAt = now;
        DueAt = dueAt;
        customer.TaskOpened();
    }

    /// <summary>A task that a person adds by hand.</summary>
    public WorkTask(Guid id, TaskKind kind, Customer customer, Guid? salesUserId, string note, DateTime now, DateTime dueAt)
        : this(id, kind, customer, null, now, dueAt) => (SalesUserId, Note) = (salesUserId, note);

    /// <summary>What ends it is something else: deciding the review, binding the customer.</summary>
    public bool EndsByItself => EndByThemselves(Kind);

    /// <inheritdoc cref="EndsByItself"/>
    public static bool EndByThemselves(TaskKind kind) => kind is TaskKind.Review or TaskKind.BindCustomer;

    /// <summary>Ends it as done.</summary>
    public void Finish(Customer customer, DateTime now)
    {
        Status = WorkTaskStatus.Done;
        EndedAt = now;
        customer.TaskClosed();
    }

    /// <summary>It is to be done again after all.</summary>
    public void Reopen(Customer customer)
    {
        Status = WorkTaskStatus.Open;
        (EndedAt, EscalatedAt) = (null, null);
        customer.TaskOpened();
    }

    /// <summary>Ends it undone.</summary>
    public void Cancel(Customer customer, DateTime now)
    {
        Status = WorkTaskStatus.Cancelled;
        EndedAt = now;
        customer.TaskClosed();
    }

    public void GiveTo(Guid? salesUserId) => SalesUserId = salesUserId;

    /// <summary>It may become overdue anew.</summary>
    public void Postpone(DateTime dueAt) => (DueAt, EscalatedAt) = (dueAt, null);

    /// <summary>Gives it to the fallback owner, once.</summary>
    public void Escalate(Guid salesUserId, DateTime now) => (SalesUserId, EscalatedAt) = (salesUserId, now);

    /// <summary>Forgets what was noted.</summary>
    public void Erase() => Note = null;

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
