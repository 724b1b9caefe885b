using System.Collections.Concurrent;
using System.Globalization;

namespace SalesOps.Console.Shell;

/// <summary>Chooses a word by the number before it, where a text has both between a bar: <c>{0} {0:task|tasks}</c>. Languages whose words stay as they are need none.</summary>
internal sealed class CountedWords(CultureInfo culture) : IFormatProvider, ICustomFormatter
{
    private static readonly ConcurrentDictionary<CultureInfo, CountedWords> Known = [];

    public static CountedWords Of(CultureInfo culture) => Known.GetOrAdd(culture, static c => new CountedWords(c));

    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : culture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider)
    {
        if (format?.Split('|') is [var one, var many]) return IsOne(arg) ? one : many;
        return arg is IFormattable value ? value.ToString(format, culture) : arg?.ToString() ?? "";
    }

    /// <summary>A number may come as it is or as it will be read.</summary>
    private static bool IsOne(object? number) => Convert.ToString(number, CultureInfo.InvariantCulture) == "1";
}
