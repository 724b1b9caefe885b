using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Days off with their names; spelled as lines, <c>2026-09-02 Quốc khánh</c>. Immutable.</summary>
public sealed class Holidays
{
    /// <summary>The spelling of no days.</summary>
    public const string NoneText = "none";

    /// <summary>How many there may be.</summary>
    public const int Most = 200;
    /// <summary>Where in a line the name begins.</summary>
    public const int NameAt = 11;
    private const int LongestName = 80;

    public static readonly Holidays None = new([]);

    private readonly SortedDictionary<DateOnly, string> _days;

    private Holidays(SortedDictionary<DateOnly, string> days) => _days = days;

    /// <summary>The days, the earliest first, with their names.</summary>
    public IReadOnlyDictionary<DateOnly, string> Days => _days;

    /// <summary>Reads lines of a date, a space and a name; null when something in them is wrong, which is then in <paramref name="wrong"/>.</summary>
    public static Holidays? Parse(string text, out string wrong)
    {
        var days = new SortedDictionary<DateOnly, string>();
        wrong = "";
        if (text == NoneText) return None;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            wrong = line;
            if (line.Length < 12 || !char.IsWhiteSpace(line[10]) || !DateOnly.TryParseExact(line.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
            var name = line[NameAt..].Trim();
            if (name.Length is 0 or > LongestName || name.Any(char.IsControl) || days.Count == Most || !days.TryAdd(day, name)) return null;
        }
        wrong = "";
        return days.Count == 0 ? None : new Holidays(days);
    }

    public override string ToString() =>
        _days.Count == 0 ? NoneText : string.Join('\n', _days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key:yyyy-MM-dd} {d.Value}")));
}
