using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace SalesOps.Domain.Model;

/// <summary>The one spelling of an enum value outside the code: in the store, in JSON and on screen (<c>HumanTakeover</c> is <c>human_takeover</c>).</summary>
public static class Codes
{
    /// <summary>The snake_case code of <paramref name="value"/>.</summary>
    public static string Code<T>(this T value) where T : struct, Enum => Of(value);

    /// <inheritdoc cref="Code"/>
    public static string Of<T>(T value) where T : struct, Enum => Known<T>.ByValue[value];

    /// <summary>The value whose code is <paramref name="code"/>; false when there is none. Numbers and other casings are refused.</summary>
    public static bool TryParse<T>(string? code, out T value) where T : struct, Enum
    {
        value = default;
        return code is not null && Known<T>.ByCode.TryGetValue(code, out value);
    }

    /// <summary>The value whose code is <paramref name="code"/>.</summary>
    /// <exception cref="FormatException">There is no such code.</exception>
    public static T Parse<T>(string code) where T : struct, Enum =>
        TryParse<T>(code, out var value) ? value : throw new FormatException($"'{code}' is not a {typeof(T).Name}.");

    private static class Known<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Snake(v.ToString()));
        public static readonly FrozenDictionary<string, T> ByCode = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }

    internal static string Snake(string name)
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
