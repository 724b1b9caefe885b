using System.Globalization;

namespace SalesOps.Console.Shell;

/// <summary>How the console shows time: in its own time zone, whoever looks from wherever.</summary>
/// <param name="zone">The time zone that holds now.</param>
public sealed class ConsoleTime(Func<TimeZoneInfo> zone, TimeProvider time)
{
    private static readonly DateTime First = new(1900, 1, 1);
    private static readonly DateTime Last = new(2999, 12, 31);

    public TimeZoneInfo Zone => zone();

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>When the console's day began; UTC.</summary>
    public DateTime DayBegan
    {
        get
        {
            var midnight = Local(Now).Date;
            // Where the clocks are put forward at midnight, the day begins an hour later.
            while (Zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(30);
            return TimeZoneInfo.ConvertTimeToUtc(midnight, Zone);
        }
    }

    /// <summary><c>06-03 11:12</c>, and <c>2025-06-03 11:12</c> of another year than the present one.</summary>
    public string Brief(DateTime utc) => $"{OtherYear(Local(utc).Year)}{Short(utc)}";

    /// <summary><c>06-03 11:12</c>: of now, and where console.js adds the year.</summary>
    public string Short(DateTime utc) => Local(utc).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day alone, as <see cref="Brief"/> says it.</summary>
    public string BriefDay(DateTime shown) => $"{OtherYear(shown.Year)}{shown.ToString("MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The year in which a moment (UTC) lies on the console's clock.</summary>
    public int Year(DateTime utc) => Local(utc).Year;

    /// <summary><c>2026-06-03 11:12:46 +07:00</c>.</summary>
    public string Full(DateTime utc) => Local(utc).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>For <c>&lt;time datetime&gt;</c>, which scripts read.</summary>
    public static string Machine(DateTime utc) =>
        DateTime.SpecifyKind(utc, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>What the console's clock shows then: for fields in which a time is typed.</summary>
    public DateTime OnClock(DateTime utc) => Local(utc).DateTime;

    /// <summary>
    /// The moment, UTC, at which the console's clock shows this; where it shows this twice, by its standard time. What is typed can lie at the end of all days,
    /// from where nothing can be counted: it is moved to years that every rule for dates refuses as well.
    /// </summary>
    public DateTime OffClock(DateTime shown)
    {
        var can = DateTime.SpecifyKind(shown < First ? First : shown > Last ? Last : shown, DateTimeKind.Unspecified);
        return DateTime.SpecifyKind(can - Zone.GetUtcOffset(can), DateTimeKind.Utc);
    }

    private string? OtherYear(int year) => year == Local(Now).Year ? null : string.Create(CultureInfo.InvariantCulture, $"{year:0000}-");

    private DateTimeOffset Local(DateTime utc) => TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), Zone);
}
