namespace SalesOps.Domain.Model.Learning;

/// <summary>What a person found of one reading: was the message understood as the reading says?</summary>
/// <param name="Confidence">What the reading claimed, 0..1.</param>
/// <param name="Right">Intent and stage stand as they were read.</param>
/// <param name="Probability">The chance with which somebody came to look at it, 0 &lt; p ≤ 1; 1 for what waited for a person.</param>
public readonly record struct Outcome(double Confidence, bool Right, double Probability)
{
    /// <summary>Reasons of a rejection that speak of the reading itself; the others (too risky, not a customer …) leave open whether it was right.</summary>
    public static readonly IReadOnlyList<string> WrongReasons = ["wrong_intent", "wrong_stage", "missing_context"];

    /// <summary>How many readings it stands for.</summary>
    public double Weight => 1 / Probability;

    /// <summary>Whether the ruling says that the reading was right; null when it says nothing of the reading.</summary>
    public static bool? IsRight(Ruling ruling, string? intent, string stage) => ruling.Outcome switch
    {
        ReviewStatus.Approved => true,
        // A correction of the target alone leaves the reading as it was.
        ReviewStatus.Corrected => ruling.Intent == intent && ruling.Stage == stage,
        ReviewStatus.Rejected when WrongReasons.Contains(ruling.Reason) => false,
        _ => null,
    };
}
