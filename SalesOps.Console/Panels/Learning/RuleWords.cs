using System.Globalization;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Console.Panels.Learning;

/// <summary>How the parts of a rule are written.</summary>
internal static class RuleWords
{
    /// <summary>The confidences that it lets through.</summary>
    public static string Confidence(PlaybookRule rule) => rule.BelowConfidence is { } below
        ? string.Create(CultureInfo.CurrentCulture, $"{rule.MinConfidence:0.00##} ≤ p < {below:0.00##}")
        : string.Create(CultureInfo.CurrentCulture, $"p ≥ {rule.MinConfidence:0.00##}");

    /// <summary>All of it, in one line.</summary>
    public static string Of(PlaybookRule rule) => string.Join(" · ", new[]
    {
        $"{Labels.OrCode("Intent", rule.Trigger)}: {string.Join(" | ", rule.From.Select(State))} → {State(rule.To)}",
        Confidence(rule),
        rule.Stages.Count == 0 ? null : string.Join(" | ", rule.Stages),
        $"{Text.PlaybookSets}: {rule.Stage}",
        rule.NeedsPerson ? Text.PlaybookAsks : null,
    }.OfType<string>());

    public static string State(string code) => Labels.OrCode("State", code);

    public static string Count(long moves) => moves.ToString("N0", CultureInfo.CurrentCulture);
}
