using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace SalesOps.Domain.Model;

/// <summary>The one spelling of an enum value outside the code: in the store, in JSON and on screen (<c>HumanTakeover</c> is <c>human_takeover</c>).</summary>
public static class Codes
{
    private static readonly ConcurrentDictionary<Enum, string> Known = [];

    /// <summary>The snake_case code of <paramref name="value"/>.</summary>
    public static string Code(this Enum value) => Known.GetOrAdd(value, static v => Snake(v.ToString()));

    /// <summary>The value whose code is <paramref name="code"/>; false when there is none. Numbers and other casings are refused.</summary>
    public static bool TryParse<T>(string? code, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(candidate.Code(), code, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The value whose code is <paramref name="code"/>.</summary>
    /// <exception cref="FormatException">There is no such code.</exception>
    public static T Parse<T>(string code) where T : struct, Enum =>
        TryParse<T>(code, out var value) ? value : throw new FormatException($"'{code}' is not a {typeof(T).Name}.");

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
