using System.Globalization;
using SalesOps.Console.Shell;

namespace SalesOps.Console.Panels;

/// <summary>Days on the console's clock, and the times that they are.</summary>
internal static class Days
{
    private const string Format = "yyyy-MM-dd";
    private const string Open = "…";
    /// <summary>Years before have not all their digits yet, and times of those behind cannot be asked for.</summary>
    private const int FirstYear = 2000, LastYear = 2998;

    /// <summary>A day as date fields spell it.</summary>
    public static string Machine(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A day that a date field holds; null while it is not written to its end.</summary>
    public static DateOnly? Typed(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear ? day : null;

    /// <summary>The day of a moment (UTC).</summary>
    public static DateOnly Of(DateTime at, ConsoleTime time) => DateOnly.FromDateTime(time.OnClock(at));

    /// <summary>When the day begins; UTC.</summary>
    public static DateTime Begin(DateOnly day, ConsoleTime time) => time.OffClock(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>A time in words, by its days where it is of whole ones: <c>2026-06-01 – 2026-06-07</c>.</summary>
    /// <param name="from">UTC; null for all before.</param>
    /// <param name="until">UTC, no part of it; null for all behind.</param>
    public static string Said(DateTime? from, DateTime? until, ConsoleTime time)
    {
        if (!IsMidnight(from, time) || !IsMidnight(until, time)) return Join(from is { } begin ? time.Brief(begin) : null, until is { } end ? time.Brief(end) : null);
        var (first, last) = (from is { } since ? Machine(Of(since, time)) : null, until is { } before ? Machine(Of(before.AddMinutes(-1), time)) : null);
        return first == last ? first ?? Open : Join(first, last);
    }

    private static string Join(string? from, string? until) => $"{from ?? Open} – {until ?? Open}";

    private static bool IsMidnight(DateTime? at, ConsoleTime time) => at is not { } moment || time.OnClock(moment).TimeOfDay == TimeSpan.Zero;
}
