namespace SalesOps.Domain.Model.Rules;

/// <summary>
/// What a saved view may say: <c>name=value</c> pairs joined by <c>&amp;</c>, with values spelled as in an address. Words that were searched
/// for are left out, because a name there would outlive an erasure; so is the page.
/// </summary>
public static class ViewRules
{
    public const int LongestName = 60;
    public const int LongestText = 1000;
    /// <summary>Views that one person may keep of one list.</summary>
    public const int Most = 50;

    private static readonly string[] Left = ["search", "text", "page"];

    /// <summary>Whether a view may keep what is asked under this name.</summary>
    public static bool MayKeep(string name) => !Left.Contains(name);

    public static bool IsSound(string shows)
    {
        if (shows.Length == 0) return true;
        var pairs = shows.Split('&').Select(p => p.Split('=', 2)).ToList();
        return shows.Length <= LongestText && pairs.TrueForAll(p => p is [var name, var value] && IsName(name) && MayKeep(name) && IsValue(value)) && pairs.DistinctBy(p => p[0]).Count() == pairs.Count;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsValue(string value) => value.Length is > 0 and <= 200 && value.All(c => char.IsAsciiLetterOrDigit(c) || "_.,:%~-".Contains(c));
}
