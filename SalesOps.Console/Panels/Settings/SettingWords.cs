using System.Globalization;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Panels.Settings;

/// <summary>Settings in the page's language.</summary>
internal static class SettingWords
{
    private const string Separator = "; ";

    public static string Name(SettingKind kind) => Labels.OrCode("SettingKind", kind.Code());

    /// <summary>The name, with the AI agent's when it is of one.</summary>
    public static string Name(SettingKind kind, Guid? agent, StoreDirectory directory) => agent is null ? Name(kind) : $"{directory.NameOfAgent(agent)} · {Name(kind)}";

    /// <summary>A value as people read it.</summary>
    public static string Value(SettingKind kind, string text, StoreDirectory directory) => text switch
    {
        SettingRules.None => Labels.OrCode("SettingNone", kind.Code()),
        SettingRules.AsConsole => Text.HoursAsConsole,
        WeekHours.AlwaysText => Text.HoursAlways,
        _ => kind switch
        {
            SettingKind.WorkingHours => Week(text),
            SettingKind.Holidays => text.Replace("\n", Separator, StringComparison.Ordinal),
            SettingKind.FallbackOwner => Person(text, directory),
            SettingKind.OverdueHours => Text.SettingHours.With(text),
            SettingKind.SecondRisks => string.Join(Separator, text.Split(SettingRules.Comma).Select(risk => Labels.OrCode("Risk", risk))),
            SettingKind.SecondShare or SettingKind.RepeatShare => $"{text} %",
            SettingKind.RequestAnswerDays => Text.SettingWorkDays.With(text),
            SettingKind.RepeatDays or SettingKind.RetentionDays or SettingKind.RequestCompletionDays => Text.SettingDays.With(text),
            SettingKind.TimeZone or SettingKind.AgentCapacity => text,
            _ => Text.SettingMinutes.With(text),
        },
    };

    /// <summary>The days of a week, Monday first.</summary>
    public static IEnumerable<DayOfWeek> Days => Enumerable.Range(1, 7).Select(day => (DayOfWeek)(day % 7));

    public static string Name(DayOfWeek day, bool isShort = false) =>
        isShort ? CultureInfo.CurrentUICulture.DateTimeFormat.GetAbbreviatedDayName(day) : CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(day);

    /// <summary>Days in a row that have the same hours are said together.</summary>
    private static string Week(string text)
    {
        if (WeekHours.Parse(text, out _) is not { } week) return text;
        var runs = new List<(DayOfWeek From, DayOfWeek To, string Spans)>();
        foreach (var day in Days)
        {
            var spans = WeekHours.Text(week.Of(day));
            if (runs.Count > 0 && runs[^1].Spans == spans) runs[^1] = runs[^1] with { To = day };
            else runs.Add((day, day, spans));
        }
        return string.Join(Separator, runs.Where(r => r.Spans.Length > 0)
            .Select(r => $"{Name(r.From, true)}{(r.To == r.From ? "" : $"–{Name(r.To, true)}")} {r.Spans}"));
    }

    private static string Person(string id, StoreDirectory directory) =>
        directory.SalesUsers.GetValueOrDefault(Guid.Parse(id)) is not { } person ? id
        : person.IsActive ? person.Name : $"{person.Name} ({Labels.OrCode("UserStatus", person.Status.Code())})";
}
