namespace SalesOps.Domain.Store.Changes;

/// <summary>A command on its way into the lane.</summary>
/// <param name="OperationId">The same id again is the same effect and the same answer.</param>
/// <param name="RequestHash">SHA-256 of what is asked.</param>
/// <param name="At">The moment it counts as, for sample data; null for now.</param>
public sealed record LaneRequest(Guid OperationId, string Name, byte[] RequestHash, Actor Actor, DateTime? At = null);

/// <summary>How a command ended in the lane.</summary>
public enum LaneStatus
{
    /// <summary>Committed.</summary>
    Done,
    /// <summary>The handler answered with an error; nothing changed.</summary>
    Refused,
    /// <summary>It was carried out before; the stored answer stands.</summary>
    Duplicate,
    /// <summary>Another request was carried out under this operation id.</summary>
    Reused,
    /// <summary>Too many commands wait.</summary>
    Busy,
    /// <summary>The store did not take the write (disk full, I/O error); nothing changed.</summary>
    Unavailable,
}

/// <param name="Value">The handler's result, when it ran.</param>
/// <param name="Stored">The stored answer of an earlier run.</param>
/// <param name="Sequence">The last audit entry the command wrote.</param>
/// <param name="RetryAfter">When to try again, when busy.</param>
public sealed record LaneAnswer(LaneStatus Status, object? Value = null, byte[]? Stored = null, long Sequence = 0, TimeSpan RetryAfter = default);

/// <summary>What a handler came to: its result, and the answer to store when it succeeded; null to refuse.</summary>
public readonly record struct Outcome(object Value, byte[]? Answer);
