using System.Globalization;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.UseCases.Absences;

namespace SalesOps.Console.Panels.People;

/// <summary>How absences are said: by the day, unless they begin or end within one.</summary>
internal static class LeaveWords
{
    /// <summary>A row's absence.</summary>
    public static string Of(Leave leave, ConsoleTime time) => (leave.From <= time.Now, leave.Acts) switch
    {
        (true, { } acts) => Text.LeaveUntil.With(End(leave.Until, time), acts),
        (true, null) => Text.LeaveNobody.With(End(leave.Until, time)),
        (false, { } acts) => Text.LeavePlanned.With(Begin(leave.From, time), End(leave.Until, time), acts),
        (false, null) => Text.LeavePlannedNobody.With(Begin(leave.From, time), End(leave.Until, time)),
    };

    /// <summary>What is to be known besides; null when nothing is.</summary>
    public static string? Tip(Leave leave) => leave.Acts is null ? Text.LeaveNobodyTip : leave.Acts != leave.StandIn ? Text.LeaveChain.With(leave.StandIn, leave.Acts) : null;

    /// <param name="from">UTC.</param>
    /// <param name="until">UTC.</param>
    public static string Range(DateTime from, DateTime until, ConsoleTime time) => $"{Begin(from, time)} – {End(until, time)}";

    private static string Begin(DateTime from, ConsoleTime time) => Day(time.OnClock(from), time.OnClock(from), time);

    /// <summary>Who is back at midnight is away up to the day before.</summary>
    private static string End(DateTime until, ConsoleTime time) => Day(time.OnClock(until), time.OnClock(until.AddMinutes(-1)), time);

    private static string Day(DateTime shown, DateTime day, ConsoleTime time) =>
        shown.TimeOfDay == TimeSpan.Zero ? time.BriefDay(day) : $"{time.BriefDay(shown)} {shown.ToString("HH:mm", CultureInfo.InvariantCulture)}";
}
