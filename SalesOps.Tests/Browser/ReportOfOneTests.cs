using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The load by the hour of one agent or salesperson.</summary>
[Collection(InOtherChromium.Name)]
public sealed class ReportOfOneTests(Chromium chromium)
{
    [Fact]
    public async Task Hours_OfAnAgentByMouse_OfAPersonByKeyboard_StandInTheAddressAndInTheFile()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, chart, came) = (ops.Page, ops.Page.Locator(".hours"), ops.Page.Locator("#report-hours td.num:nth-child(2)"));
        await page.GotoAsync("/?reports.from=2026-06-01&reports.to=2026-06-03");
        await ops.ExpectPageAsync();
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-label", "Load by the hour");
        async Task<int> SumAsync() => (await came.AllInnerTextsAsync()).Sum(int.Parse);
        var all = await SumAsync();

        await page.ClickAsync("#reports-of summary");
        await page.SelectOptionAsync("#reports-of-agent", new SelectOptionValue { Label = "AI Sales B" });
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"reports\.of=[0-9a-f-]{36}"));
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-label", "Load by the hour · AI Sales B");
        var some = await SumAsync();
        Assert.True(some > 0 && some < all, $"{some} of {all}");
        Assert.Matches(@"&of=[0-9a-f-]{36}", (await page.Locator("#reports a[href*='hours.xlsx']").GetAttributeAsync("href"))!);
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#reports a[href*='hours.csv']"));
        Assert.Equal(some, (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Skip(1).Sum(line => int.Parse(line.Split(',')[1].Trim('"'), null)));

        await page.Locator("#reports-of summary").PressAsync("Enter");
        await ops.TabToAsync("#reports-of-person");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(chart).Not.ToHaveAttributeAsync("aria-label", new Regex("AI Sales B$"));
        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-label", new Regex("Load by the hour · .+"));
        await page.Locator("#reports-of-all").PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex(@"reports\.of="));
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-label", "Load by the hour");
        Assert.Equal(all, await SumAsync());
        Assert.Empty(ops.Complaints);
    }
}
