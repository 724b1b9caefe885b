namespace SalesOps.Domain.Model.Rules;

/// <summary>
/// When work is done: the hours of a week in a time zone, without the holidays. Where the clocks show a time twice, its first showing counts;
/// where they leave it out, the moment after.
/// </summary>
public sealed class WorkCalendar(TimeZoneInfo zone, WeekHours hours, Holidays holidays)
{
    private readonly bool _isAlways = hours == WeekHours.Always && holidays.Days.Count == 0;

    /// <summary>Work is done at any time.</summary>
    public bool IsAlways => _isAlways;

    /// <summary>Whether work is done then.</summary>
    /// <param name="at">UTC.</param>
    public bool IsOpen(DateTime at) => _isAlways || Spans(DayBefore(at)).TakeWhile(s => s.From <= at).Any(s => at < s.To);

    /// <summary>From when on work is done: the moment itself while it is.</summary>
    /// <param name="at">UTC.</param>
    public DateTime NextOpening(DateTime at) => Add(at, TimeSpan.Zero);

    /// <summary>When work has been done for a time, counted from a moment: the time is up while work is done, or as it ends.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="work">Zero or more.</param>
    public DateTime Add(DateTime from, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, TimeSpan.Zero);
        if (_isAlways) return from + work;
        foreach (var (begin, end) in Spans(DayBefore(from)))
        {
            if (end <= from) continue;
            var start = begin > from ? begin : from;
            if (work <= end - start) return start + work;
            work -= end - start;
        }
        throw new InvalidOperationException("A calendar without hours.");
    }

    /// <summary>When a day of work begins, so many of them after the day of a moment, which is none of them itself.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="days">One or more.</param>
    public DateTime BeginningOfWorkDay(DateTime from, int days) => WorkDay(from, days, spans => spans.First().From);

    /// <summary>When a day of work ends, so many of them after the day of a moment, which is none of them itself.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="days">One or more.</param>
    public DateTime EndOfWorkDay(DateTime from, int days) => WorkDay(from, days, spans => spans.Last().To);

    private DateTime WorkDay(DateTime from, int days, Func<IEnumerable<(DateTime From, DateTime To)>, DateTime> of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        for (var day = DayOf(from).AddDays(1); day < DateOnly.MaxValue.AddDays(-1); day = day.AddDays(1))
            if (SpansOf(day).Any() && --days == 0) return of(SpansOf(day));
        throw new InvalidOperationException("A calendar without hours.");
    }

    /// <summary>When a day ends, so many after the day of a moment, whether or not work is done.</summary>
    /// <param name="from">UTC.</param>
    public DateTime EndOfDay(DateTime from, int days) => Moment(DayOf(from).AddDays(days), TimeSpan.FromDays(1));

    private DateOnly DayOf(DateTime at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, zone));

    /// <summary>A day earlier than the clock on the wall shows, because a span may begin before a change of the clocks and end after it.</summary>
    private DateOnly DayBefore(DateTime at) => DayOf(at).AddDays(-1);

    /// <summary>The spans from a day on, in UTC, in order and apart.</summary>
    private IEnumerable<(DateTime From, DateTime To)> Spans(DateOnly day)
    {
        for (; day < DateOnly.MaxValue.AddDays(-1); day = day.AddDays(1))
            foreach (var span in SpansOf(day)) yield return span;
    }

    private IEnumerable<(DateTime From, DateTime To)> SpansOf(DateOnly day)
    {
        if (holidays.Days.ContainsKey(day)) yield break;
        foreach (var span in hours.Of(day.DayOfWeek))
        {
            var (from, to) = (Moment(day, span.From), Moment(day, span.To));
            // Nothing is left of a span that the clocks leave out.
            if (from < to) yield return (from, to);
        }
    }

    private DateTime Moment(DateOnly day, TimeSpan time)
    {
        var shown = day.ToDateTime(TimeOnly.MinValue) + time;
        while (zone.IsInvalidTime(shown)) shown = shown.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return DateTime.SpecifyKind(shown - offset, DateTimeKind.Utc);
    }
}
