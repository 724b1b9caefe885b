using System.Globalization;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.UseCases.Reports;

namespace SalesOps.Console.Panels.Reports;

/// <summary>A column of a report's table.</summary>
/// <param name="Tip">What it means, when its title alone does not say.</param>
/// <param name="IsText">Holds words rather than figures.</param>
public sealed record ReportColumn(Func<string> Title, Func<string>? Tip = null, bool IsText = false);

/// <summary>A table of the report, the same on the page and in a file. Cells are texts, counts, shares (0..1), times, and counts whose rows a list shows.</summary>
public sealed record ReportTable(string Code, Func<string> Title, IReadOnlyList<ReportColumn> Columns, Func<GetReport.Answer, IEnumerable<object?[]>> Rows)
{
    /// <summary>It can be asked for one AI agent or person alone.</summary>
    public bool IsOfOne { get; private init; }

    private static readonly ReportColumn In = new(() => Text.ReportIn), Out = new(() => Text.ReportOut), Conversations = new(() => Text.ReportConversations),
        Unanswered = new(() => Text.ReportUnanswered, () => Text.ReportUnansweredIs), Response = new(() => Text.ReportResponse, () => Text.ReportResponseIs), Ninth = new(() => Text.ReportNinth, () => Text.ReportNinthIs),
        TakenOver = new(() => Text.ReportTakenOver), Rate = new(() => Text.ReportRate, () => Text.ReportRateIs),
        Held = new(() => Text.ReportHeld, () => Text.ReportHeldIs), HeldNinth = new(() => Text.ReportHeldNinth, () => Text.ReportNinthIs),
        Bindings = new(() => Text.ReportBindings, () => Text.ReportBindingsIs), Capacity = new(() => Text.ReportCapacity, () => Text.ReportCapacityIs), Use = new(() => Text.ReportUse, () => Text.ReportUseIs);

    public static readonly ReportTable Hours = new("hours", () => Text.ReportHours,
        [new(() => Text.ReportHour, IsText: true), new(() => Text.ReportIn), Out],
        report => report.Hours.Select(h => new object?[] { HourOf(h.Of), h.In, h.Out })) { IsOfOne = true };

    public static readonly ReportTable Agents = new("agents", () => Text.ReportAgents,
        [
            new(() => Text.Column_agent, IsText: true), new(() => Text.Column_owner, IsText: true), In, Out, Conversations, Unanswered, Response, Ninth, TakenOver, Rate,
            Held, HeldNinth, Bindings, Capacity, Use,
        ],
        report => report.Agents.Select(a => new object?[]
        {
            a.Name ?? Text.ReportNobody, a.Owner, a.Talk.In, a.Talk.Out, a.Talk.Conversations, a.Talk.Unanswered, a.Talk.Response.Median, a.Talk.Response.Ninth, a.Talk.TakenOver, a.Talk.TakeoverRate,
            a.Held.Median, a.Held.Ninth, Linked.Of(a.Bindings, a.Id, ListLink.BoundTo), a.Capacity, ShareOf(a.Bindings, a.Capacity),
        }));

    public static readonly ReportTable People = new("people", () => Text.ReportPeople,
        [
            new(() => Text.Column_sales_user, IsText: true), In, Out, Conversations, Unanswered, Response, Ninth, TakenOver, Rate,
            new(() => Text.ReportTakeovers, () => Text.ReportTakeoversIs), Held, HeldNinth, new(() => Text.ReportDecisions), new(() => Text.ReportWaited, () => Text.ReportWaitedIs),
            Bindings, Capacity, Use,
        ],
        report => report.People.Select(p => new object?[]
        {
            p.Name ?? Text.ReportNobody, p.Talk.In, p.Talk.Out, p.Talk.Conversations, p.Talk.Unanswered, p.Talk.Response.Median, p.Talk.Response.Ninth, p.Talk.TakenOver, p.Talk.TakeoverRate,
            Linked.Of(p.Takeovers, p.Id, id => ListLink.TakenOverBy(id, report.Since, report.Until)), p.Held.Median, p.Held.Ninth, p.Waited.Count, p.Waited.Median, Linked.Of(p.Bindings, p.Id, ListLink.BoundWith), p.Capacity, ShareOf(p.Bindings, p.Capacity),
        }));

    public static readonly IReadOnlyList<ReportTable> All = [Hours, Agents, People];

    /// <summary>A cell in words.</summary>
    public static string Say(object? value) => value switch
    {
        null => "–",
        TimeSpan time => Ages.Of(time),
        double share => share.ToString("P0", CultureInfo.CurrentCulture),
        int count => count.ToString("N0", CultureInfo.CurrentCulture),
        Linked linked => Say(linked.Count),
        _ => (string)value,
    };

    /// <summary>A cell of a file: times in seconds.</summary>
    public static object? File(object? value) => value switch { TimeSpan time => Math.Round(time.TotalSeconds, 1), Linked linked => linked.Count, _ => value };

    /// <summary>0..1, more where more are bound than there is room for; null without room.</summary>
    public static double? ShareOf(int bindings, int capacity) => capacity == 0 ? null : bindings / (double)capacity;

    private static string HourOf(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00");

    /// <summary>A count, and the list that shows exactly its rows.</summary>
    public sealed record Linked(int Count, string Asked)
    {
        public static object Of(int count, Guid? id, Func<Guid, string> asked) => id is { } of && count > 0 ? new Linked(count, asked(of)) : count;
    }
}
