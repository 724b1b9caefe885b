using System.Globalization;
using SalesOps.Console.Resources;

namespace SalesOps.Console.Shell.Parts;

/// <summary>Relative times in words; console.js does the same from the same texts.</summary>
public static class Ages
{
    /// <summary>Below this a countdown is <c>soon</c>.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    /// <summary>How long ago: <c>14 分</c>, <c>3 时</c>. A time ahead of the clock counts as now.</summary>
    public static string Of(TimeSpan age)
    {
        var seconds = Math.Max(0, (long)age.TotalSeconds);
        return seconds switch
        {
            < 60 => Text.AgeSeconds.With(seconds),
            < 3600 => Text.AgeMinutes.With(seconds / 60),
            < 86400 => Text.AgeHours.With(seconds / 3600),
            _ => Text.AgeDays.With(seconds / 86400),
        };
    }

    /// <summary>How long still: <c>4:32</c>, <c>2 时 06 分</c>, <c>3 天 4 时</c>; <c>−2:10</c> once it is over.</summary>
    public static string Left(TimeSpan left)
    {
        var total = (long)left.TotalSeconds;
        var (sign, s) = total < 0 ? ("−", -total) : ("", total);
        return sign + s switch
        {
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{s / 60}:{s % 60:00}"),
            < 86400 => Text.LeftHours.With(s / 3600, (s / 60 % 60).ToString("00", CultureInfo.InvariantCulture)),
            _ => Text.LeftDays.With(s / 86400, s / 3600 % 24),
        };
    }

    public static string Urgency(TimeSpan left) => left < TimeSpan.Zero ? "over" : left < Soon ? "soon" : "later";
}
