using System.Globalization;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Console.Panels.Learning;

/// <summary>How the parts of a rule are written.</summary>
internal static class RuleWords
{
    /// <summary>The confidences that it lets through.</summary>
    public static string Confidence(PlaybookRule rule) => rule.BelowConfidence is { } below
        ? string.Create(CultureInfo.InvariantCulture, $"{rule.MinConfidence:0.00##} ≤ p < {below:0.00##}")
        : string.Create(CultureInfo.InvariantCulture, $"p ≥ {rule.MinConfidence:0.00##}");
}
