using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>From when until when of a day, by the clock on the wall.</summary>
/// <param name="From">Since midnight.</param>
/// <param name="To">Since midnight, after <paramref name="From"/>; at most 24 hours.</param>
public readonly record struct DaySpan(TimeSpan From, TimeSpan To);

/// <summary>The hours of a week, several spans a day; spelled <c>mon 08:00-12:00 13:00-17:30; sat 08:00-12:00</c>. Immutable.</summary>
public sealed class WeekHours
{
    /// <summary>The spelling of all hours of all days.</summary>
    public const string AlwaysText = "always";

    /// <summary>The days as they are spelled, Monday first.</summary>
    public static readonly IReadOnlyList<string> Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static readonly WeekHours Always = new([.. Days.Select(_ => (DaySpan[])[new(TimeSpan.Zero, TimeSpan.FromDays(1))])]);

    private readonly DaySpan[][] _days;

    private WeekHours(DaySpan[][] days) => _days = days;

    /// <summary>The spans of a day, the earliest first; none when it is closed.</summary>
    public IReadOnlyList<DaySpan> Of(DayOfWeek day) => _days[((int)day + 6) % 7];

    /// <summary>Reads a day's spans as people write them: <c>8:00-12:00, 13:00–17:30</c>; null when they are no times, overlap or are out of order.</summary>
    public static IReadOnlyList<DaySpan>? ParseDay(string text)
    {
        var spans = new List<DaySpan>();
        foreach (var part in text.Replace('–', '-').Split([' ', ',', '，', '、', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('-') is not [var from, var to] || Time(from) is not { } begin || Time(to) is not { } end) return null;
            if (begin >= end || (spans.Count > 0 && begin < spans[^1].To)) return null;
            spans.Add(new DaySpan(begin, end));
        }
        return spans;
    }

    /// <summary>Reads a week; null when something in it is wrong, which is then in <paramref name="wrong"/>, or when no day has hours.</summary>
    public static WeekHours? Parse(string text, out string wrong)
    {
        wrong = text;
        if (text == AlwaysText) return Always;
        var days = Days.Select(_ => Array.Empty<DaySpan>()).ToArray();
        foreach (var line in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            wrong = line.Length > 3 ? line[3..].Trim() : line;
            var index = line.Length < 3 ? -1 : Days.ToList().IndexOf(line[..3]);
            if (index < 0 || days[index].Length > 0 || ParseDay(line[3..]) is not { Count: > 0 } spans) return null;
            days[index] = [.. spans];
        }
        wrong = text;
        return days.All(d => d.Length == 0) ? null : new WeekHours(days);
    }

    /// <summary>A day's spans as they are spelled.</summary>
    public static string Text(IEnumerable<DaySpan> spans) => string.Join(' ', spans.Select(s => $"{Text(s.From)}-{Text(s.To)}"));

    public override string ToString() => this == Always ? AlwaysText
        : string.Join("; ", _days.Select((spans, i) => (spans, i)).Where(d => d.spans.Length > 0).Select(d => $"{Days[d.i]} {Text(d.spans)}"));

    private static string Text(TimeSpan time) => time.Days == 1 ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static TimeSpan? Time(string text) =>
        text == "24:00" ? TimeSpan.FromDays(1) : TimeSpan.TryParseExact(text, [@"h\:mm", @"hh\:mm"], CultureInfo.InvariantCulture, out var time) ? time : null;
}
