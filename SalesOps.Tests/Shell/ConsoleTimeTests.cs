using System.Globalization;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Shell;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Shell;

public sealed class ConsoleTimeTests
{
    [Theory]
    [InlineData("2026-06-03T04:12:00", "06-03 11:12")]
    [InlineData("2025-12-31T16:59:00", "2025-12-31 23:59")]
    [InlineData("2025-12-31T17:00:00", "01-01 00:00")]
    [InlineData("2026-12-31T16:59:00", "12-31 23:59")]
    [InlineData("2026-12-31T17:00:00", "2027-01-01 00:00")]
    public void Brief_OfAnotherYear_SaysWhich_ByTheConsolesClock(string utc, string brief)
    {
        var time = new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh"), new TestClock());
        var at = DateTime.SpecifyKind(DateTime.Parse(utc, CultureInfo.InvariantCulture), DateTimeKind.Utc);
        Assert.Equal(brief, time.Brief(at));
        Assert.EndsWith(time.Short(at), brief, StringComparison.Ordinal);
        Assert.Equal($"{time.Year(at)}-{time.Short(at)}", time.OnClock(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-06-04T17:00:00", "2026-06-06T17:00:00", "06-05 – 06-06")]
    [InlineData("2026-12-30T17:00:00", "2027-01-03T17:00:00", "12-31 – 2027-01-03")]
    [InlineData("2026-12-30T17:00:00", "2026-12-31T17:00:00", "12-31 – 12-31")]
    [InlineData("2025-12-30T02:00:00", "2027-01-03T02:30:00", "2025-12-30 09:00 – 2027-01-03 09:30")]
    public void Range_OfAnAbsence_SaysOtherYears(string from, string until, string range)
    {
        var time = new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh"), new TestClock());
        Assert.Equal(range, LeaveWords.Range(At(from), At(until), time));

        static DateTime At(string utc) => DateTime.SpecifyKind(DateTime.Parse(utc, CultureInfo.InvariantCulture), DateTimeKind.Utc);
    }

    [Theory]
    [InlineData("Asia/Ho_Chi_Minh")]
    [InlineData("America/New_York")]
    [InlineData("UTC")]
    public void OffClock_TheEndsOfAllDays_AreMomentsFromWhichCanBeCounted(string zone)
    {
        var time = new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById(zone), TimeProvider.System);
        var (first, last) = (time.OffClock(DateTime.MinValue), time.OffClock(DateTime.MaxValue));

        Assert.True(first.AddYears(1) < time.Now && last.AddYears(-1) > time.Now);
        Assert.NotEqual(default, first.AddYears(-100));
        Assert.True(last.AddYears(100) < DateTime.MaxValue);
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (first.Kind, last.Kind));
        var now = time.OnClock(time.Now);
        Assert.Equal(now, time.OnClock(time.OffClock(now)));
    }
}
