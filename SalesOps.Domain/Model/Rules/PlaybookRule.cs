namespace SalesOps.Domain.Model.Rules;

/// <summary>Transitions that differ in nothing but the state they leave: one line of the playbook. See <see cref="PlaybookTransition"/> for the fields.</summary>
public sealed record PlaybookRule(
    IReadOnlyList<string> From,
    string To,
    string Trigger,
    double MinConfidence,
    double? BelowConfidence,
    IReadOnlyList<string> Stages,
    string Stage,
    bool NeedsPerson)
{
    /// <summary>One for each state it leaves.</summary>
    internal IEnumerable<PlaybookTransition> Transitions =>
        From.Select(from => new PlaybookTransition(from, To, Trigger, MinConfidence, BelowConfidence, Stages, Stage, NeedsPerson));

    /// <summary>Equal when all it says is equal, list by list.</summary>
    public bool Equals(PlaybookRule? other) => other is not null && From.SequenceEqual(other.From) && Stages.SequenceEqual(other.Stages)
        && (To, Trigger, MinConfidence, BelowConfidence, Stage, NeedsPerson) == (other.To, other.Trigger, other.MinConfidence, other.BelowConfidence, other.Stage, other.NeedsPerson);

    public override int GetHashCode() => HashCode.Combine(From.Count, From.Count > 0 ? From[0] : null, To, Trigger, MinConfidence, BelowConfidence, Stage, NeedsPerson);
}
