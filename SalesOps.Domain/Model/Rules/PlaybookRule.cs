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
}
