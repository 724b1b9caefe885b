using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>All that admins set; immutable.</summary>
public sealed class ConsoleSettings
{
    public static readonly ConsoleSettings None = new([]);
    /// <summary>How long after a change of the retention nobody is erased for it.</summary>
    public static readonly TimeSpan RetentionGrace = TimeSpan.FromHours(1);

    private readonly Dictionary<(SettingKind, Guid?), SettingChange> _standing;
    private readonly Dictionary<Guid, WorkCalendar> _ofAgents = [];
    private readonly WeekHours _hours;
    private readonly Holidays _holidays;

    public ConsoleSettings(IEnumerable<SettingChange> changes)
    {
        All = [.. changes.OrderBy(c => c.Number)];
        _standing = All.GroupBy(c => (c.Kind, c.AiAgentId)).ToDictionary(g => g.Key, g => g.Last());
        UnknownZone = TimeZoneInfo.TryFindSystemTimeZoneById(Of(SettingKind.TimeZone), out var zone) ? null : Of(SettingKind.TimeZone);
        Zone = zone ?? (TimeZoneInfo.TryFindSystemTimeZoneById(SettingRules.Default(SettingKind.TimeZone, ofAgent: false), out var usual) ? usual : TimeZoneInfo.Utc);
        _hours = WeekHours.Parse(Of(SettingKind.WorkingHours), out _)!;
        _holidays = Holidays.Parse(Of(SettingKind.Holidays), out _)!;
        SecondRisks = Of(SettingKind.SecondRisks) is var risks && risks == SettingRules.None ? [] : [.. risks.Split(SettingRules.Comma)];
        Calendar = new WorkCalendar(Zone, _hours, _holidays);
        foreach (var agent in All.Select(c => c.AiAgentId).OfType<Guid>().Distinct()) _ofAgents[agent] = CalendarFor(agent);
    }

    /// <summary>Every change, the newest last.</summary>
    public IReadOnlyList<SettingChange> All { get; }

    /// <summary>The one that is set, or where this machine does not know it the one that holds while none is set, so that it can be set anew.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The time zone that is set though this machine does not know it; null when it does.</summary>
    public string? UnknownZone { get; }

    /// <summary>When the console's people work.</summary>
    public WorkCalendar Calendar { get; }

    /// <summary>Who is told when no AI agent fits; null for nobody. The person may be disabled by now.</summary>
    public Guid? FallbackOwnerId => Guid.TryParse(Of(SettingKind.FallbackOwner), out var id) ? id : null;

    /// <summary>After how much overdue work time a task goes to the fallback owner; null for never.</summary>
    public TimeSpan? OverdueTime => Of(SettingKind.OverdueHours) is var text && text != SettingRules.None ? TimeSpan.FromHours(Number(text)) : null;

    /// <summary>After how much work time without an answer a customer goes on to another salesperson; null for never.</summary>
    public TimeSpan? SilentTime => Of(SettingKind.SilentMinutes) is var text && text != SettingRules.None ? TimeSpan.FromMinutes(Number(text)) : null;

    /// <summary>When the AI agent's salesperson works: in the agent's hours, or the console's while it has none of its own.</summary>
    public WorkCalendar CalendarOf(Guid agent) => _ofAgents.GetValueOrDefault(agent, Calendar);

    /// <summary>The capacity that a new AI agent is offered.</summary>
    public int AgentCapacity => Number(Of(SettingKind.AgentCapacity));

    /// <summary>Risks about which two people are asked.</summary>
    public IReadOnlyList<string> SecondRisks { get; }

    /// <summary>The share of all other reviews about which two people are asked, 0..1.</summary>
    public double SecondShare => Number(Of(SettingKind.SecondShare)) / 100.0;

    /// <summary>The share of decided understandings that come back to who decided them, 0..1.</summary>
    public double RepeatShare => Number(Of(SettingKind.RepeatShare)) / 100.0;

    /// <summary>How long after.</summary>
    public TimeSpan RepeatAfter => TimeSpan.FromDays(Number(Of(SettingKind.RepeatDays)));

    /// <summary>Customers who were last heard from before this are erased; UTC; null for nobody. Nor is anybody while a change is fresh, so that a slip can be taken back.</summary>
    /// <param name="now">UTC.</param>
    public DateTime? KeptSince(DateTime now) =>
        Last(SettingKind.RetentionDays) is { } change && change.Holds != SettingRules.None && now - change.At >= RetentionGrace ? now - TimeSpan.FromDays(Number(change.Holds)) : null;

    /// <summary>Until when a request about personal data must be answered, and done; UTC.</summary>
    /// <param name="receivedAt">UTC.</param>
    public (DateTime Answer, DateTime Completion) RequestDue(DateTime receivedAt)
    {
        var answer = Calendar.EndOfWorkDay(receivedAt, Number(Of(SettingKind.RequestAnswerDays)));
        var completion = Calendar.EndOfDay(receivedAt, Number(Of(SettingKind.RequestCompletionDays)));
        return (OnItsDay(answer < completion ? answer : completion), OnItsDay(completion));
    }

    /// <summary>What ends at midnight is read as the next day's: the last moment of its own says what is meant.</summary>
    private DateTime OnItsDay(DateTime end) => TimeZoneInfo.ConvertTimeFromUtc(end, Zone).TimeOfDay == TimeSpan.Zero ? end.AddMilliseconds(-1) : end;

    /// <summary>What holds, as <see cref="SettingRules"/> spells it.</summary>
    /// <param name="agent">The AI agent it is of; null for the console's.</param>
    public string Of(SettingKind kind, Guid? agent = null) => _standing.TryGetValue((kind, agent), out var change) ? change.Holds : SettingRules.Default(kind, agent is not null);

    /// <summary>Who set what holds, and when; null when nobody did.</summary>
    public SettingChange? Last(SettingKind kind, Guid? agent = null) => _standing.GetValueOrDefault((kind, agent));

    /// <summary>How long a task may take, in work time.</summary>
    public TimeSpan TaskTime(TaskKind kind) => kind switch
    {
        TaskKind.FirstContact => Minutes(SettingKind.FirstContactMinutes),
        TaskKind.BindCustomer => Minutes(SettingKind.BindCustomerMinutes),
        TaskKind.AskCustomer => Minutes(SettingKind.AskCustomerMinutes),
        _ => Playbook.Default.TaskTime(kind),
    };

    /// <summary>How long a review may take, in work time.</summary>
    public TimeSpan ReviewTime(ReviewKind kind) => Minutes(kind == ReviewKind.State ? SettingKind.StateMinutes : SettingKind.UnderstandingMinutes);

    /// <summary>When a task is due that begins now.</summary>
    /// <param name="now">UTC.</param>
    public DateTime DueAt(TaskKind kind, DateTime now) => Calendar.Add(now, TaskTime(kind));

    /// <summary>Whether the AI agent answers then; null when it answers at any time.</summary>
    /// <param name="at">UTC.</param>
    public bool? InHours(Guid agent, DateTime at) => _ofAgents.TryGetValue(agent, out var calendar) && !calendar.IsAlways ? calendar.IsOpen(at) : null;

    /// <summary>As it stood at a moment.</summary>
    /// <param name="at">UTC.</param>
    public ConsoleSettings AsOf(DateTime at) => All.All(c => c.At <= at) ? this : new ConsoleSettings(All.Where(c => c.At <= at));

    /// <summary>The console's holidays hold for an agent that has hours, unless it has its own.</summary>
    private WorkCalendar CalendarFor(Guid agent)
    {
        var (hours, days) = (Of(SettingKind.WorkingHours, agent), Of(SettingKind.Holidays, agent));
        return new WorkCalendar(Zone, hours == SettingRules.AsConsole ? _hours : WeekHours.Parse(hours, out _)!,
            days != SettingRules.AsConsole ? Holidays.Parse(days, out _)! : hours == WeekHours.AlwaysText ? Holidays.None : _holidays);
    }

    private TimeSpan Minutes(SettingKind kind) => TimeSpan.FromMinutes(Number(Of(kind)));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
