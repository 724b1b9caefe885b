using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Every number opens exactly the rows that it counts, and leaves alone what the other lists show.</summary>
[Collection(InChromium.Name)]
public sealed class ListLinksTests(Chromium chromium)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Numbers_OfAgentsCustomersReportAndStrip_OpenTheirRows(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await page.GotoAsync("/?reports.from=2026-06-01&reports.to=2026-06-03&customers.channel=telegram");
        await ops.ExpectPageAsync();
        await ops.RowsAsync("agents", 3);
        await FollowAsync("#agents tr[data-id]:has-text('AI Sales B') a.rows >> nth=0", "assignments", 2);
        await ops.RowsAsync("agents", 3);
        await FollowAsync("#agents tr[data-id]:has-text('AI Sales B') a.rows >> nth=1", "assignments", 3);
        await Assertions.Expect(page.Locator("#assignments .grid-chips")).ToContainTextAsync("AI Sales B");
        await ops.RowsAsync("customers", 5);
        await FollowAsync("#customers tr[data-id]:has-text('Understand Risk') a.rows", "tasks", 2);
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await FollowAsync("#report-people tbody tr:has-text('Demo Sales') a.rows[data-list^='handovers']", "handovers", 1);
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await FollowAsync("#report-people tbody tr:has-text('Demo Sales') a.rows[data-list^='assignments']", "assignments", 4);
        await FollowAsync(".strip a.rows:has-text('trojanAI')", "assignments", 2);
        // What the other lists show stays as it was.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"customers\.channel=telegram.*reports\.from=2026-06-01|reports\.from=2026-06-01.*customers\.channel=telegram"));
        Assert.Empty(ops.Complaints);

        async Task FollowAsync(string number, string list, int rows)
        {
            var link = page.Locator(number);
            Assert.EndsWith(rows.ToString(CultureInfo.InvariantCulture), (await link.InnerTextAsync()).Replace("/50", "", StringComparison.Ordinal).Trim(), StringComparison.Ordinal);
            await (byKeyboard ? link.PressAsync("Enter") : link.ClickAsync());
            await Assertions.Expect(page.Locator($"#{list} tr[data-id]")).ToHaveCountAsync(rows);
            await Assertions.Expect(page.Locator($"#{list}")).ToBeInViewportAsync();
            await Assertions.Expect(page.Locator($"#{list} [role=alert]")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Number_OfAllBindings_IsPlainForASalesperson_WhoSeesOnlyTheirOwn()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com");
        var rows = await sales.RowsAsync("agents", 2);
        // Of each agent who is bound now, beside how many ever were.
        await Assertions.Expect(rows.Locator("a.rows")).ToHaveCountAsync(2);
        await rows.Locator("a.rows").First.ClickAsync();
        await Assertions.Expect(sales.Page.Locator("#assignments tr[data-id]")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Oldest_BesideACounter_OpensWhomItWaitsFor(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        WorkTask oldest;
        await using (var store = console.Read()) oldest = store.WorkTasks.Where(Counters.OpenTasks.Rows).OrderBy(t => t.CreatedAt).First();
        var link = ops.Page.Locator(".tile:has([data-counter=open_tasks]) a[data-customer]");
        await (byKeyboard ? link.PressAsync("Enter") : link.ClickAsync());
        await Assertions.Expect(ops.Page).ToHaveURLAsync(new Regex($"customer={oldest.CustomerId}"));
        await Assertions.Expect(ops.Page.Locator("#customer .facts").First).ToBeVisibleAsync();
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LastEntry_InTheStrip_OpensWhatItChanged(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var link = ops.Page.Locator(".tick a");
        var entry = await link.GetAttributeAsync("data-entry");
        await (byKeyboard ? link.PressAsync("Enter") : link.ClickAsync());
        await Assertions.Expect(ops.Page).ToHaveURLAsync(new Regex($@"audit\.rows=all&entry={entry}#audit$"));
        await Assertions.Expect(ops.Page.Locator($"#audit tr[data-id='{entry}'] + tr.detail")).ToBeInViewportAsync();
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Rows_OnAPhone_SayTheirMostImportantWithoutBeingScrolled()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        foreach (var (section, most) in ((string, string)[])[("tasks", "[data-left]"), ("customers", "time"), ("assignments", "time"), ("handovers", "time"), ("audit", "time")])
        {
            var rows = await ops.RowsAsync(section);
            var box = (await rows.First.Locator($".below .narrow {most}").First.BoundingBoxAsync())!;
            Assert.True(box is { Width: > 0, X: >= 0 } && box.X + box.Width <= 390, $"{section}: {box.X}+{box.Width}");
        }
        Assert.Empty(ops.Complaints);
    }
}
