using Bunit;
using SalesOps.Console.Panels.Reports;
using SalesOps.Domain.Model.Reporting;

namespace SalesOps.Tests.Panels;

public sealed class ReportBarsTests : IDisposable
{
    private static readonly Spread None = Spread.Of([]);

    private readonly BunitContext _page = new();

    public void Dispose() => _page.Dispose();

    [Fact]
    public void FirstResponse_MedianAndNineInTen_LieToTheLongestOfBoth_TheSlowestFirst()
    {
        ReportMeasure.Row[] rows = [Row("quick", response: Times(10, 10)), Row("slow", response: Times(20, 40)), Row("silent")];
        var bars = Bars("response", rows, Row("", response: Times(15, 40)));

        Assert.Equal(["slow", "quick"], bars.FindAll(".bars-row bdi").Select(b => b.TextContent));
        Assert.Equal(["width:100%", "width:50%", "width:25%", "width:25%"], bars.FindAll(".bars-track i").Select(i => i.GetAttribute("style")));
        Assert.Equal("--all:37.5%", bars.Find(".bars").GetAttribute("style"));
        Assert.Equal("img", bars.Find(".bars").GetAttribute("role"));
    }

    [Fact]
    public void Capacity_ThatIsHalfUsed_FillsHalfABar_AndWhatIsBeyondItWarns()
    {
        Assert.Equal("width:50%", Bars("use", [Row("half", bindings: 5, capacity: 10)], Row("", bindings: 5, capacity: 10)).Find(".bars-track i").GetAttribute("style"));
        var full = Bars("use", [Row("half", bindings: 5, capacity: 10), Row("over", bindings: 12, capacity: 10), Row("nobody")], Row("", bindings: 17, capacity: 20));

        Assert.Equal(["over", "half"], full.FindAll(".bars-row bdi").Select(b => b.TextContent));
        Assert.Equal("over", full.Find(".bars-row.over bdi").TextContent);
        Assert.Equal([(ReportTable.Say(1.2), "12 / 10"), (ReportTable.Say(0.5), "5 / 10")], full.FindAll(".bars-row .num").Select(n => (n.Children[0].TextContent, n.Children[1].TextContent)));
    }

    [Fact]
    public void MoreThanAGlanceTakesIn_TheGreatestAreDrawn_AndTheOthersAreCounted()
    {
        var rows = Enumerable.Range(1, 15).Select(n => Row($"AI {n}", received: n)).ToArray();
        var bars = Bars("in", rows, Row("", received: 120));

        Assert.Equal(Enumerable.Range(4, 12).Reverse().Select(n => $"AI {n}"), bars.FindAll(".bars-row bdi").Select(b => b.TextContent));
        Assert.Contains("3", bars.Find(".legend").TextContent, StringComparison.Ordinal);
        Assert.False(bars.Find(".bars").HasAttribute("data-whole"));
    }

    [Fact]
    public void NobodyWithAFigure_SaysSo() => Assert.Empty(Bars("held", [Row("idle")], Row("")).FindAll(".bars"));

    private IRenderedComponent<ReportBars> Bars(string code, IReadOnlyList<ReportMeasure.Row> rows, ReportMeasure.Row whole)
    {
        var measure = ReportMeasure.All.Single(m => m.Code == code);
        return _page.Render<ReportBars>(p => p.Add(b => b.Title, "AI").Add(b => b.Measure, measure).Add(b => b.Of, rows).Add(b => b.Whole, whole).Add(b => b.End, measure.End(rows)));
    }

    private static ReportMeasure.Row Row(string name, int received = 0, Spread? response = null, int bindings = 0, int capacity = 0) =>
        new(name, new TalkFigures(received, 0, 0, 0, 0, 0, response ?? None), None, bindings, capacity);

    private static Spread Times(int median, int ninth) => new(10, TimeSpan.FromSeconds(median), TimeSpan.FromSeconds(ninth));
}
