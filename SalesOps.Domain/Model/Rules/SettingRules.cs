using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>How each setting is spelled in the store and on the audit log, what it may be, and what it is while nobody set it.</summary>
public static class SettingRules
{
    /// <summary>Nobody, or never.</summary>
    public const string None = "none";
    /// <summary>Never, as people also write it.</summary>
    private const string Off = "0";
    /// <summary>An AI agent's: as the console's.</summary>
    public const string AsConsole = "console";
    /// <summary>Stands between codes.</summary>
    public const string Comma = ", ";
    private const int MostMinutes = 30 * 24 * 60;
    private const int MostHours = 30 * 24;
    private const int MostDays = 60;
    /// <summary>Days; a customer of a month ago may still be in somebody's work.</summary>
    private const int LeastRetention = 30;
    private const int MostRetention = 3650;
    /// <summary>Working days; the law allows two.</summary>
    private const int MostAnswerDays = 10;
    /// <summary>Days; the law allows ten to twenty, by what is asked.</summary>
    private const int MostCompletionDays = 30;

    /// <summary>Whether an AI agent can have it for itself.</summary>
    public static bool IsOfAgents(this SettingKind kind) => kind is SettingKind.WorkingHours or SettingKind.Holidays;

    /// <summary>What holds while nobody set it.</summary>
    public static string Default(SettingKind kind, bool ofAgent) => kind switch
    {
        SettingKind.TimeZone => "Asia/Ho_Chi_Minh",
        SettingKind.WorkingHours => WeekHours.AlwaysText,
        SettingKind.Holidays => ofAgent ? AsConsole : Holidays.NoneText,
        SettingKind.FallbackOwner or SettingKind.OverdueHours or SettingKind.SilentMinutes or SettingKind.SecondRisks or SettingKind.RetentionDays => None,
        SettingKind.FirstContactMinutes => Minutes(Playbook.Default.TaskTime(TaskKind.FirstContact)),
        SettingKind.BindCustomerMinutes => Minutes(Playbook.Default.TaskTime(TaskKind.BindCustomer)),
        SettingKind.AskCustomerMinutes => Minutes(Playbook.Default.TaskTime(TaskKind.AskCustomer)),
        SettingKind.UnderstandingMinutes => Minutes(Playbook.Default.Reviews.Limits[ReviewKind.Understanding]),
        SettingKind.StateMinutes => Minutes(Playbook.Default.Reviews.Limits[ReviewKind.State]),
        SettingKind.AgentCapacity => "50",
        SettingKind.SecondShare or SettingKind.RepeatShare => "0",
        SettingKind.RepeatDays => "14",
        SettingKind.RequestAnswerDays => "2",
        SettingKind.RequestCompletionDays => "20",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The bounds of a setting that is a number; null for others.</summary>
    public static (int Least, int Most)? Bounds(SettingKind kind) => kind switch
    {
        SettingKind.OverdueHours => (1, MostHours),
        SettingKind.AgentCapacity => (1, AiAgent.MostCapacity),
        SettingKind.SecondShare or SettingKind.RepeatShare => (0, 100),
        SettingKind.RepeatDays => (1, MostDays),
        SettingKind.RetentionDays => (LeastRetention, MostRetention),
        SettingKind.RequestAnswerDays => (1, MostAnswerDays),
        SettingKind.RequestCompletionDays => (1, MostCompletionDays),
        SettingKind.SilentMinutes or >= SettingKind.FirstContactMinutes and <= SettingKind.StateMinutes => (1, MostMinutes),
        _ => null,
    };

    /// <summary>The value as it is spelled in the store; null when it is none, and the part that is wrong is in <paramref name="wrong"/>.</summary>
    /// <remarks>Whether a person or an agent of that id exists is not asked here.</remarks>
    public static string? Spell(SettingKind kind, bool ofAgent, string text, out string wrong)
    {
        text = text.Trim();
        wrong = text;
        if (ofAgent && text == AsConsole) return AsConsole;
        return kind switch
        {
            SettingKind.TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId ? zone.Id : null,
            SettingKind.WorkingHours => WeekHours.Parse(text, out wrong)?.ToString(),
            SettingKind.Holidays => Holidays.Parse(text, out wrong)?.ToString(),
            SettingKind.FallbackOwner => text == None ? None : Guid.TryParse(text, out var id) ? id.ToString() : null,
            SettingKind.OverdueHours or SettingKind.SilentMinutes or SettingKind.SecondRisks or SettingKind.RetentionDays when text == None => None,
            SettingKind.SilentMinutes when text == Off => None,
            SettingKind.SecondRisks => Risks(text, out wrong),
            _ => Bounds(kind) is { } bounds && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= bounds.Least && number <= bounds.Most
                ? number.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>Each once, in the playbook's order.</summary>
    private static string? Risks(string text, out string wrong)
    {
        var known = Playbook.Default.Codes(PlaybookTerm.Risk);
        string[] asked = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        wrong = Array.Find(asked, risk => !known.Contains(risk)) ?? text;
        return asked.Length == 0 || !Array.TrueForAll(asked, known.Contains) ? null : string.Join(Comma, known.Where(asked.Contains));
    }

    private static string Minutes(TimeSpan time) => ((int)time.TotalMinutes).ToString(CultureInfo.InvariantCulture);
}
