using SalesOps.Console.Resources;
using SalesOps.Domain.Model.Reporting;
using SalesOps.Domain.UseCases.Reports;

namespace SalesOps.Console.Panels.Reports;

/// <summary>A figure by which AI agents and people are compared in bars. The tables say the same.</summary>
/// <param name="Tip">What it means, when its title alone does not say.</param>
/// <param name="Size">How long the bar is; null for none.</param>
/// <param name="Ninth">How far nine in ten reach, of times.</param>
/// <param name="Of">The row's figure in words, and what stands smaller beside it.</param>
/// <param name="HasWhole">The figure of all together is one to be measured by.</param>
/// <param name="Full">The length at which a bar is full, however short all are: a capacity.</param>
public sealed record ReportMeasure(string Code, Func<string> Title, Func<string>? Tip, Func<ReportMeasure.Row, double?> Size, Func<ReportMeasure.Row, double?>? Ninth,
    Func<ReportMeasure.Row, (object? Figure, string? Beside)> Of, bool HasWhole = true, double? Full = null)
{
    public static readonly IReadOnlyList<ReportMeasure> All =
    [
        new("in", () => Text.ReportIn, null, r => r.Talk.In == 0 ? null : r.Talk.In, null, r => (r.Talk.In, null), HasWhole: false),
        new("response", () => Text.ReportResponse, () => Text.ReportResponseIs, r => r.Talk.Response.Median?.TotalSeconds, r => r.Talk.Response.Ninth?.TotalSeconds,
            r => (r.Talk.Response.Median, ReportTable.Say(r.Talk.Response.Ninth))),
        new("held", () => Text.ReportHeld, () => Text.ReportHeldIs, r => r.Held.Median?.TotalSeconds, r => r.Held.Ninth?.TotalSeconds, r => (r.Held.Median, ReportTable.Say(r.Held.Ninth))),
        new("rate", () => Text.ReportRate, () => Text.ReportRateIs, r => r.Talk.TakeoverRate, null, r => (r.Talk.TakeoverRate, Part(r.Talk.TakenOver, r.Talk.Conversations))),
        new("use", () => Text.ReportUse, () => Text.ReportUseIs, r => r.Use, null, r => (r.Use, Part(r.Bindings, r.Capacity)), Full: 1),
    ];

    /// <summary>How long the longest bar of these is.</summary>
    public double End(IEnumerable<Row> rows) => rows.Select(r => Ninth?.Invoke(r) ?? Size(r)).Append(Full).Max() is > 0 and var most ? most : 1;

    private static string Part(int some, int all) => $"{ReportTable.Say(some)} / {ReportTable.Say(all)}";

    /// <summary>The figures of an AI agent, a person, or all together.</summary>
    public sealed record Row(string Name, TalkFigures Talk, Spread Held, int Bindings, int Capacity)
    {
        /// <inheritdoc cref="ReportTable.ShareOf"/>
        public double? Use => ReportTable.ShareOf(Bindings, Capacity);

        public static IEnumerable<Row> Agents(GetReport.Answer report) => report.Agents.Select(a => new Row(a.Name ?? Text.ReportNobody, a.Talk, a.Held, a.Bindings, a.Capacity));

        public static IEnumerable<Row> People(GetReport.Answer report) => report.People.Select(p => new Row(p.Name ?? Text.ReportNobody, p.Talk, p.Held, p.Bindings, p.Capacity));

        public static Row Whole(GetReport.Answer report) => new("", report.All, report.Held, report.Agents.Sum(a => a.Bindings), report.Agents.Sum(a => a.Capacity));
    }
}
