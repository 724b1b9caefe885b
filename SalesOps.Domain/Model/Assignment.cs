namespace SalesOps.Domain.Model;

public enum AssignmentStatus
{
    Active,
    Transferred,
    Closed,
}

/// <summary>分配关系 / 绑定: a customer belongs to an AI agent and its salesperson. A customer has at most one that is active.</summary>
public sealed class Assignment : IOfCustomer
{
    /// <summary>The reason when the agent went to a stand-in, and when it came home.</summary>
    public const string OwnerAway = "owner_away", OwnerBack = "owner_back";

    /// <summary>The reason when nobody answered the customer for too long.</summary>
    public const string OwnerSilent = "owner_silent";

    /// <summary>The reason when customers go with an agent that was lent, or came home.</summary>
    public static string ReasonToFollow(AiAgent agent) => agent.HomeOwnerId is null ? OwnerBack : OwnerAway;

    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    public Guid AiAgentId { get; private set; }
    public Guid SalesUserId { get; private set; }
    public AssignmentStatus Status { get; private set; }
    /// <summary>Why it was made: <c>new_customer</c>, <c>manual_transfer</c>, …</summary>
    public string Reason { get; private set; } = "";
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>UTC; null while active.</summary>
    public DateTime? EndedAt { get; private set; }
    /// <summary>Since when the agent is no longer meant for the customer, who stays with it until the conversation ends; UTC; null otherwise.</summary>
    public DateTime? LeavingSince { get; private set; }

    private Assignment() { }

    public Assignment(Guid id, Guid customerId, Guid aiAgentId, Guid salesUserId, string reason, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        AiAgentId = aiAgentId;
        SalesUserId = salesUserId;
        Status = AssignmentStatus.Active;
        Reason = reason;
        CreatedAt = now;
    }

    /// <summary>Ends it because the customer goes to another agent.</summary>
    public void Transfer(DateTime now)
    {
        Status = AssignmentStatus.Transferred;
        EndedAt = now;
    }

    /// <summary>It goes on only until the conversation ends.</summary>
    public void Leave(DateTime now) => LeavingSince = now;

    /// <summary>The agent is meant for the customer again.</summary>
    public void Stay() => LeavingSince = null;

    /// <summary>Goes on as if it had not ended.</summary>
    public void Reopen() => (Status, EndedAt) = (AssignmentStatus.Active, null);

    /// <summary>Ends it without another.</summary>
    public void Close(DateTime now)
    {
        Status = AssignmentStatus.Closed;
        EndedAt = now;
    }

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
