namespace SalesOps.Domain.Model.Rules;

/// <summary>When one person is not enough, and when two are of one mind.</summary>
public static class SecondOpinion
{
    /// <summary>Reason: chosen by chance.</summary>
    public const string Sampled = "sampled";

    /// <summary>Why two people are asked about what carries these risks: the first risk the settings name, as <c>risk:CODE</c>, or <see cref="Sampled"/>; null when one decides.</summary>
    /// <param name="chance">A random number, 0 ≤ chance &lt; 1, that decides the sampling.</param>
    public static string? Reason(ConsoleSettings settings, IReadOnlyList<string> risks, double chance) =>
        risks.FirstOrDefault(settings.SecondRisks.Contains) is { } risk ? ReviewPolicy.RiskPrefix + risk : chance < settings.SecondShare ? Sampled : null;

    /// <summary>Whether both say the same of what the AI read and where the conversation goes. Why something is rejected, what comes next and notes are not compared.</summary>
    public static bool Agree(Ruling one, Ruling other) => (one.Outcome, one.Intent, one.Stage, one.Target) == (other.Outcome, other.Intent, other.Stage, other.Target);
}
