namespace SalesOps.Domain.Model;

/// <summary>What becomes of customers whom an agent can no longer hold.</summary>
public enum StrandedChoice
{
    /// <summary>Each goes where <see cref="Rules.AssignmentPolicy"/> chooses; who fits nowhere waits unbound, in sight.</summary>
    Move,
    /// <summary>They stay until their conversation ends, and are moved then.</summary>
    UntilEnd,
    /// <summary>They stay; for a pause, which is meant to end.</summary>
    Stay,
}
