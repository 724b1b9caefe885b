namespace SalesOps.Domain.Model.Rules;

/// <summary>What a code of the playbook names.</summary>
public enum PlaybookTerm
{
    State,
    Intent,
    Stage,
    Risk,
}

/// <summary>A state of the state machine.</summary>
/// <param name="Code">Its code, e.g. <c>new_lead</c>.</param>
/// <param name="IsFinal">Whether a conversation may end here: only a person moves it on.</param>
public sealed record PlaybookState(string Code, bool IsFinal);

/// <summary>A move that an understanding may cause.</summary>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it reaches; never <paramref name="From"/>, never the takeover state.</param>
/// <param name="Trigger">The intent that causes it.</param>
/// <param name="MinConfidence">The least confidence, 0..1, inclusive.</param>
/// <param name="BelowConfidence">The confidence from which on it no longer holds, 0..1, exclusive; null when there is no such end.</param>
/// <param name="Stages">The stages of the understanding for which it holds; empty when for all.</param>
/// <param name="Stage">The stage it sets.</param>
/// <param name="NeedsPerson">Whether it waits for a person's approval instead of being applied by itself.</param>
public sealed record PlaybookTransition(
    string From,
    string To,
    string Trigger,
    double MinConfidence,
    double? BelowConfidence,
    IReadOnlyList<string> Stages,
    string Stage,
    bool NeedsPerson)
{
    /// <summary>Whether the guard lets this understanding through; <see cref="From"/> is not looked at.</summary>
    public bool Accepts(string? intent, string stage, double confidence) =>
        intent == Trigger
        && confidence >= MinConfidence
        && !(confidence >= BelowConfidence)
        && (Stages.Count == 0 || Stages.Contains(stage));

    /// <summary>Whether some understanding in some state would match both.</summary>
    internal bool Overlaps(PlaybookTransition other) =>
        From == other.From
        && Trigger == other.Trigger
        && MinConfidence < (other.BelowConfidence ?? double.PositiveInfinity)
        && other.MinConfidence < (BelowConfidence ?? double.PositiveInfinity)
        && (Stages.Count == 0 || other.Stages.Count == 0 || Stages.Intersect(other.Stages).Any());
}
