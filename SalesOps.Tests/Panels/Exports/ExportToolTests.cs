using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels.Agents;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Audit;
using SalesOps.Console.Panels.Customers;
using SalesOps.Console.Panels.Exports;
using SalesOps.Console.Panels.Handovers;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Panels.People;
using SalesOps.Console.Panels.Requests;
using SalesOps.Console.Panels.Tasks;
using SalesOps.Domain.Messaging;

namespace SalesOps.Tests.Panels.Exports;

public sealed class ExportToolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Sections_EveryGrid_OffersAFileThatKnowsItsColumns()
    {
        await using var panel = await PanelContext.OpenAsync();
        var sections = Sections();
        Assert.Equal(ListFiles.All.Select(f => f.Code).Except(["reviews"]).Order(StringComparer.Ordinal), sections.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, section) in sections)
        {
            var page = section(panel.Page);
            var tool = page.WaitForElement($"#{id} details.export", Patience);
            Assert.Equal([$"/export/{id}.xlsx", $"/export/{id}.csv"], tool.QuerySelectorAll("a[download]").Select(a => a.GetAttribute("href")!.Split('?')[0]));
            var grid = page.FindComponents<IComponent>().Single(c => c.Instance.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(LiveGrid<>)).Instance;
            var columns = ((IEnumerable<object>)grid.GetType().GetProperty("Columns")!.GetValue(grid)!).Select(c => (string)c.GetType().GetProperty("Key")!.GetValue(c)!);
            // Buttons are no data.
            Assert.Equal(columns.Except(["actions"]).Order(StringComparer.Ordinal), ListFiles.Find(id)!.Keys.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Tool_WhileItsExportRuns_TellsHowFarItIs_AndEndsIt()
    {
        await using var panel = await PanelContext.OpenAsync();
        var runs = panel.Page.Services.GetRequiredService<ExportRuns>();
        var me = panel.Page.Services.GetRequiredService<CallerContext>().Current.SalesUserId!.Value;
        var page = panel.Page.Render<CustomersSection>();
        string Link() => page.WaitForElement("a[download]", Patience).GetAttribute("href")!;
        Guid Asked() => Guid.Parse(Link().Split("run=")[1].Split('&')[0]);
        var (first, stopped) = (Asked(), false);

        var run = runs.Begin(first, me, "customers", () => stopped = true)!;
        run.Advance(500, 100_000);
        page.WaitForAssertion(() => Assert.Contains(500.ToString("N0", CultureInfo.CurrentCulture), page.Find(".export-run").TextContent, StringComparison.Ordinal), Patience);
        // Another tab of the same person shows it too; somebody else's does not, and a link is good for one export.
        Assert.Same(run, runs.Running(me, "customers"));
        Assert.Null(runs.Running(Guid.NewGuid(), "customers"));
        Assert.NotSame(run, runs.Begin(first, me, "customers", () => { }));
        await page.Find("#customers-export-stop").ClickAsync(new());
        Assert.True(stopped);

        runs.End(run, ExportState.Cancelled);
        page.WaitForAssertion(() => Assert.NotEqual(first, Asked()), Patience);
        Assert.NotEmpty(page.Find("[role=status].visually-hidden").TextContent);
    }

    [Theory]
    [InlineData(ListExport.SheetFull, "zh-CN", "1,048,575", "CSV")]
    [InlineData(ListExport.SheetFull, "en", "1,048,575", "CSV")]
    [InlineData(ListExport.SheetFull, "vi", "1.048.575", "CSV")]
    [InlineData(ListExport.TooMany, "en", "5,000,000", "Filter")]
    public async Task Tool_OfMoreRowsThanTheFileHolds_SaysSo_AndTheWayOut(string code, string culture, string most, string way)
    {
        await using var panel = await PanelContext.OpenAsync();
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new(culture), new(culture));
        var runs = panel.Page.Services.GetRequiredService<ExportRuns>();
        var me = panel.Page.Services.GetRequiredService<CallerContext>().Current.SalesUserId!.Value;
        var page = panel.Page.Render<AssignmentsSection>();
        var asked = Guid.Parse(page.WaitForElement("a[download]", Patience).GetAttribute("href")!.Split("run=")[1].Split('&')[0]);
        var run = runs.Begin(asked, me, "assignments", () => { })!;
        run.Refuse(code);
        runs.End(run, ExportState.Failed);
        page.WaitForAssertion(() => Assert.Contains(most, page.Find(".export .field-error").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(way, page.Find("[role=status].visually-hidden").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_FourthOfOnePerson_IsRefusedUntilOneEnds()
    {
        var (runs, me) = (new ExportRuns(), Guid.NewGuid());
        var running = Enumerable.Range(0, 3).Select(_ => runs.Begin(null, me, "tasks", () => { })!).ToList();
        Assert.Null(runs.Begin(null, me, "tasks", () => { }));
        Assert.NotNull(runs.Begin(null, Guid.NewGuid(), "tasks", () => { }));
        runs.End(running[0], ExportState.Done);
        Assert.NotNull(runs.Begin(null, me, "tasks", () => { }));
    }

    /// <summary>The page's sections with a grid.</summary>
    private static Dictionary<string, Func<BunitContext, IRenderedComponent<IComponent>>> Sections() => new()
    {
        ["people"] = tab => tab.Render<PeopleSection>(),
        ["agents"] = tab => tab.Render<AgentsSection>(),
        ["customers"] = tab => tab.Render<CustomersSection>(),
        ["assignments"] = tab => tab.Render<AssignmentsSection>(),
        ["tasks"] = tab => tab.Render<TasksSection>(),
        ["handovers"] = tab => tab.Render<HandoversSection>(),
        ["audit"] = tab => tab.Render<AuditSection>(),
        ["requests"] = tab => tab.Render<RequestsSection>(),
    };
}
