using System.Globalization;

namespace SalesOps.Domain.UseCases;

/// <summary>How filters spell ranges in the address bar: <c>0.55~0.7</c>, <c>4h</c>, <c>over7d</c>.</summary>
public static class GridRanges
{
    /// <summary>The filter by how long customers have waited for an answer.</summary>
    public const string Unanswered = "unanswered";
    /// <summary>However long.</summary>
    public const string Any = "any";

    private const string Before = "over";
    private const string Minute = "yyyy-MM-dd'T'HH:mm'Z'";
    private const int LongestTime = 4;

    /// <summary>Two shares in 0..1, the smaller first: from the one to below the other, which takes 1 in.</summary>
    /// <param name="below">The end, which is no part of the range.</param>
    public static bool TryShares(string text, out double from, out double below)
    {
        below = 0;
        var ends = text.Split('~');
        var areShares = TryShare(ends[0], out from) & (ends.Length == 2 && TryShare(ends[1], out below)) && from < below;
        if (below == 1) below = double.BitIncrement(1);
        return areShares;
    }

    /// <summary>Two moments (UTC, to the minute): from the one to before the other, as in <c>2026-06-01T17:00Z~2026-06-08T17:00Z</c>.</summary>
    public static bool TryMoments(string text, out DateTime from, out DateTime until)
    {
        until = default;
        var ends = text.Split('~');
        return TryMoment(ends[0], out from) & (ends.Length == 2 && TryMoment(ends[1], out until)) && from < until;
    }

    /// <summary>As <see cref="TryMoments"/>, with one end that may be open: <c>2026-06-01T17:00Z~</c> is from then on.</summary>
    public static bool TrySpan(string text, out DateTime? from, out DateTime? until)
    {
        (from, until) = (null, null);
        if (text.Split('~') is not [var begin, var end] || text.Length == 1) return false;
        var areMoments = TryEnd(begin, out from) & TryEnd(end, out until);
        return areMoments && (from is null || until is null || from < until);
    }

    /// <inheritdoc cref="TrySpan"/>
    public static string Span(DateTime? from, DateTime? until) => $"{from?.ToString(Minute, CultureInfo.InvariantCulture)}~{until?.ToString(Minute, CultureInfo.InvariantCulture)}";

    /// <inheritdoc cref="TryMoments"/>
    public static string Moments(DateTime from, DateTime until) => $"{from.ToString(Minute, CultureInfo.InvariantCulture)}~{until.ToString(Minute, CultureInfo.InvariantCulture)}";

    /// <summary>Minutes, hours or days: <c>15m</c>, <c>4h</c>, <c>7d</c>; up to 9,999 of them.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length is < 2 or > LongestTime + 1 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        time = text[^1] switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), 'd' => TimeSpan.FromDays(count), _ => TimeSpan.Zero };
        return time > TimeSpan.Zero;
    }

    /// <summary>A time before <paramref name="now"/>: <c>7d</c> asks for what was since then, <c>over7d</c> for what was before.</summary>
    public static bool TrySince(string text, DateTime now, out DateTime at, out bool isBefore)
    {
        isBefore = text.StartsWith(Before, StringComparison.Ordinal);
        var isTime = TryTime(isBefore ? text[Before.Length..] : text, out var time);
        at = now - time;
        return isTime;
    }

    /// <summary>How long somebody has waited at least: <c>30m</c>, or <c>any</c>; <paramref name="at"/> is when that began at the latest.</summary>
    public static bool TryWait(string text, DateTime now, out DateTime at)
    {
        var isTime = TryTime(text, out var time);
        at = now - time;
        return isTime || text == Any;
    }

    private static bool TryEnd(string text, out DateTime? at)
    {
        var isMoment = TryMoment(text, out var moment);
        at = isMoment ? moment : null;
        return isMoment || text.Length == 0;
    }

    /// <summary>Beyond it times could not be reckoned with.</summary>
    private static readonly DateTime Latest = new(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static bool TryMoment(string text, out DateTime at) =>
        DateTime.TryParseExact(text, Minute, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out at) && at >= DateTime.UnixEpoch && at < Latest;

    private static bool TryShare(string text, out double share) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1;
}
