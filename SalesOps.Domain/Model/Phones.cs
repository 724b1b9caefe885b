using System.Text.RegularExpressions;

namespace SalesOps.Domain.Model;

/// <summary>Phone numbers as people write them in a message: Vietnamese and Chinese mobiles, with or without country code, spaces, dots and hyphens.</summary>
public static class Phones
{
    private static readonly Regex Vietnamese = new(@"(?<![0-9+])(?:\+?84[ .-]?|0)(?<rest>[35789](?:[ .-]?[0-9]){8})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex Chinese = new(@"(?<![0-9+])(?:\+?86[ .-]?)?(?<rest>1[3-9](?:[ .-]?[0-9]){9})(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The numbers in the text in one spelling, with country code and without plus: <c>0901 234 567</c> is <c>84901234567</c>.</summary>
    public static IReadOnlySet<string> In(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match match in Vietnamese.Matches(text)) found.Add("84" + Digits(match));
        foreach (Match match in Chinese.Matches(text)) found.Add("86" + Digits(match));
        return found;
    }

    private static string Digits(Match match) => string.Concat(match.Groups["rest"].Value.Where(char.IsAsciiDigit));
}
