using System.Collections.Frozen;

namespace SalesOps.Domain.Model.Rules;

/// <summary>The codes of one kind with their labels.</summary>
internal sealed class PlaybookTerms(IReadOnlyList<(string Code, IReadOnlyDictionary<string, string> Labels)> terms)
{
    /// <summary>The cultures that every term must have a label in.</summary>
    internal static readonly IReadOnlyList<string> Cultures = ["zh-CN", "en", "vi"];

    private readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> _labels =
        terms.ToFrozenDictionary(term => term.Code, term => term.Labels);

    internal IReadOnlyList<string> Codes { get; } = [.. terms.Select(term => term.Code)];

    internal bool Has(string code) => _labels.ContainsKey(code);

    /// <summary>The label in the culture, else in its language whatever the region; null when there is none.</summary>
    internal string? Label(string code, string culture)
    {
        if (!_labels.TryGetValue(code, out var labels)) return null;
        if (labels.TryGetValue(culture, out var exact)) return exact;
        foreach (var (name, label) in labels)
        {
            if (Language(name).Equals(Language(culture), StringComparison.OrdinalIgnoreCase)) return label;
        }
        return null;
    }

    private static ReadOnlySpan<char> Language(string culture)
    {
        var dash = culture.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? culture : culture.AsSpan(0, dash);
    }
}
