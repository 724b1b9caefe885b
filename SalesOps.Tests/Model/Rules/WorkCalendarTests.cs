using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class WorkCalendarTests
{
    private static readonly string[] Zones = ["Asia/Ho_Chi_Minh", "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "America/Santiago", "America/Havana"];

    /// <summary>Weeks in which clocks change somewhere.</summary>
    private static readonly DateTime[] Weeks = [Utc(2026, 3, 6), Utc(2026, 3, 26), Utc(2026, 4, 2), Utc(2026, 9, 3), Utc(2026, 10, 1), Utc(2026, 10, 22), Utc(2026, 10, 29), Utc(2026, 6, 1)];

    private static readonly Gen<string> Day =
        from edges in Gen.Choose(0, 96).ListOf(4)
        let sorted = edges.Distinct().Order().Select(q => q == 96 ? "24:00" : $"{q / 4:00}:{q % 4 * 15:00}").ToList()
        select string.Join(' ', sorted.Chunk(2).Where(p => p.Length == 2).Select(p => $"{p[0]}-{p[1]}"));

    private static readonly Gen<WeekHours> Weekly =
        from days in Day.ListOf(7)
        let text = string.Join("; ", days.Select((d, i) => (d, i)).Where(d => d.d.Length > 0 && d.i % 3 != 1).Select(d => $"{WeekHours.Days[d.i]} {d.d}"))
        select text.Length == 0 ? WeekHours.Always : WeekHours.Parse(text, out _)!;

    private static readonly Arbitrary<Case> Cases =
        (from zone in Gen.Elements(Zones)
         from hours in Weekly
         from week in Gen.Elements(Weeks)
         from minute in Gen.Choose(0, 4 * 1440)
         from off in Gen.SubListOf(Enumerable.Range(0, 9))
         from work in Gen.Choose(0, 2500)
         from more in Gen.Choose(0, 900)
         select new Case(zone, hours, string.Join('\n', off.Where(d => d % 2 == 0).Select(d => $"{week.AddDays(d):yyyy-MM-dd} off")), week.AddMinutes(minute), work, more)).ToArbitrary();

    private sealed record Case(string Zone, WeekHours Hours, string Off, DateTime From, int Work, int More)
    {
        public TimeZoneInfo Clock { get; } = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        public Holidays Holidays { get; } = Holidays.Parse(Off, out _)!;
        public WorkCalendar Calendar => new(Clock, Hours, Holidays);
        public DateTime Due(int minutes) => Calendar.Add(From, TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void Add_AnyHours_LandsWithinThemByTheClockOnTheWall() =>
        Prop.ForAll(Cases, at =>
        {
            // The moment before belongs to the work; where the clock shows a time twice, it says too little.
            var last = TimeZoneInfo.ConvertTimeFromUtc(at.Due(at.Work + 1).AddSeconds(-1), at.Clock);
            return at.Clock.IsAmbiguousTime(last) || (!at.Holidays.Days.ContainsKey(DateOnly.FromDateTime(last))
                && at.Hours.Of(last.DayOfWeek).Any(s => s.From <= last.TimeOfDay && last.TimeOfDay < s.To));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_AnyHours_IsNeverEarlierForMoreWorkOrALaterStart() =>
        Prop.ForAll(Cases, at => at.From <= at.Due(at.Work) && at.Due(at.Work) <= at.Due(at.Work + at.More)
            && at.Due(at.Work) <= at.Calendar.Add(at.From.AddMinutes(at.More), TimeSpan.FromMinutes(at.Work))).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_InTwoParts_IsTheSameAsAtOnce() =>
        Prop.ForAll(Cases, at => at.Calendar.Add(at.Due(at.Work), TimeSpan.FromMinutes(at.More)) == at.Due(at.Work + at.More)
            // As the one part ends with the hours, nothing more begins with the next.
            || at.More == 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_AnyHours_PassesOverExactlyThatManyOpenMinutes() =>
        Prop.ForAll(Cases, at =>
        {
            var (open, due, work) = (0, at.Due(at.Work % 400), at.Work % 400);
            for (var t = at.From; t < due && open <= work; t = t.AddMinutes(1))
                if (at.Calendar.IsOpen(t)) open++;
            return open == work;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NextOpening_AnyHours_IsTheMomentItselfWhileTheyLast_ElseOneOfTheirs() =>
        Prop.ForAll(Cases, at => at.Calendar.NextOpening(at.From) is var next && at.Calendar.IsOpen(next) && (next == at.From) == at.Calendar.IsOpen(at.From)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-06-05T16:00", 90, "2026-06-05T17:30")] // Friday: as the hours end.
    [InlineData("2026-06-05T16:00", 91, "2026-06-06T08:01")] // Saturday.
    [InlineData("2026-06-05T11:30", 60, "2026-06-05T13:30")] // Over lunch.
    [InlineData("2026-06-06T11:59", 2, "2026-06-08T08:01")] // Over Sunday.
    [InlineData("2026-06-06T13:00", 0, "2026-06-08T08:00")] // Nothing to do is due as the work begins.
    [InlineData("2026-09-01T17:00", 60, "2026-09-03T08:30")] // Over the national day.
    public void Add_OfficeHours_CountsThemAlone(string from, int minutes, string due)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
        var week = string.Join("; ", WeekHours.Days.Take(5).Select(d => $"{d} 08:00-12:00 13:00-17:30").Append("sat 08:00-12:00"));
        var calendar = new WorkCalendar(zone, WeekHours.Parse(week, out _)!, Holidays.Parse("2026-09-02 Quốc khánh", out _)!);

        Assert.Equal(Local(due), calendar.Add(Local(from), TimeSpan.FromMinutes(minutes)));

        DateTime Local(string shown) => TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(shown, CultureInfo.InvariantCulture), zone);
    }

    [Fact]
    public void Add_NightOfTheClocks_HasAnHourLessOrMore()
    {
        var calendar = new WorkCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), WeekHours.Parse("sun 00:00-06:00", out _)!, Holidays.None);

        Assert.Equal(Utc(2026, 3, 8).AddHours(10), calendar.Add(Utc(2026, 3, 8), TimeSpan.FromHours(5)));
        Assert.Equal(Utc(2026, 11, 1).AddHours(11), calendar.Add(Utc(2026, 11, 1), TimeSpan.FromHours(7)));
    }

    [Fact]
    public void EndOfWorkDay_AnyHours_IsWhenTheLastOfThatManyDaysOfWorkEnds() =>
        Prop.ForAll(Cases, at =>
        {
            var days = 1 + at.More % 5;
            var end = at.Calendar.EndOfWorkDay(at.From, days);
            // Hours begin and end with a quarter, and so do the changes of clocks.
            var quarters = Enumerable.Range(0, (int)(end.AddDays(1) - at.From.Date).TotalMinutes / 15 + 1).Select(i => at.From.Date.AddMinutes(15 * i)).Where(at.Calendar.IsOpen);
            var later = quarters.Where(t => DayOf(t) > DayOf(at.From)).ToList();
            return later.Where(t => t < end).Select(DayOf).Distinct().Count() == days
                && later.Contains(end.AddMinutes(-15)) && !later.Exists(t => t >= end && DayOf(t) == DayOf(end.AddMinutes(-15)));

            DateOnly DayOf(DateTime t) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(t, at.Clock));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-06-03T16:00", 2, "2026-06-05T17:30")] // Wednesday: as Friday ends.
    [InlineData("2026-06-03T00:05", 2, "2026-06-05T17:30")] // The day it comes is none of them, however early.
    [InlineData("2026-06-05T16:00", 2, "2026-06-08T17:30")] // Friday: Saturday and Monday.
    [InlineData("2026-06-07T22:00", 1, "2026-06-08T17:30")] // On a Sunday.
    [InlineData("2026-08-31T09:00", 2, "2026-09-03T17:30")] // Over the national day.
    public void EndOfWorkDay_OfficeHours_PassesOverSundaysAndHolidays(string from, int days, string due)
    {
        var week = string.Join("; ", WeekHours.Days.Take(5).Select(d => $"{d} 08:00-12:00 13:00-17:30").Append("sat 08:00-12:00"));
        var calendar = new WorkCalendar(Saigon, WeekHours.Parse(week, out _)!, Holidays.Parse("2026-09-02 Quốc khánh", out _)!);

        Assert.Equal(InSaigon(due), calendar.EndOfWorkDay(InSaigon(from), days));
    }

    [Theory]
    [InlineData("2026-06-03T07:00", 1, "2026-06-04T08:00")] // The day it comes is none of them, however early.
    [InlineData("2026-06-03T16:00", 3, "2026-06-08T08:00")] // Wednesday: Thursday, Friday and Monday.
    [InlineData("2026-09-01T09:00", 1, "2026-09-03T08:00")] // Over the national day.
    public void BeginningOfWorkDay_OfficeHours_PassesOverWeekendsAndHolidays(string from, int days, string due)
    {
        var week = string.Join("; ", WeekHours.Days.Take(5).Select(d => $"{d} 08:00-12:00 13:00-17:30"));
        var calendar = new WorkCalendar(Saigon, WeekHours.Parse(week, out _)!, Holidays.Parse("2026-09-02 Quốc khánh", out _)!);

        Assert.Equal(InSaigon(due), calendar.BeginningOfWorkDay(InSaigon(from), days));
    }

    [Fact]
    public void EndOfDay_CountsEveryDay_AndEndsAtMidnight()
    {
        var calendar = new WorkCalendar(Saigon, WeekHours.Parse("mon 08:00-12:00", out _)!, Holidays.Parse("2026-06-23 off", out _)!);

        Assert.Equal(InSaigon("2026-06-24T00:00"), calendar.EndOfDay(InSaigon("2026-06-03T23:59"), 20));
        Assert.Equal(InSaigon("2026-06-06T00:00"), new WorkCalendar(Saigon, WeekHours.Always, Holidays.None).EndOfWorkDay(InSaigon("2026-06-03T08:00"), 2));
    }

    private static readonly TimeZoneInfo Saigon = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    private static DateTime InSaigon(string shown) => TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(shown, CultureInfo.InvariantCulture), Saigon);

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
