using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Panels.Exports;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What happened over some days, on the page and in a file.</summary>
[Collection(InChromium.Name)]
public sealed class ReportsTests(Chromium chromium)
{
    [Fact]
    public async Task Report_OfChosenDays_CountsWhatCameIn_AndItsTableIsTakenByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "zw-1", "zw-1", "Chào shop", "Lan", null, null), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(page.Locator("[data-fact=in] dd")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("[data-fact=unanswered] dd")).ToHaveTextAsync("1");
        await page.SelectOptionAsync("#reports-days", "chosen");
        await page.FillAsync("#reports-from", "2026-06-01");
        await page.Locator("#reports-from").DispatchEventAsync("change");
        await page.FillAsync("#reports-to", "2026-06-03");
        await page.Locator("#reports-to").DispatchEventAsync("change");
        await Assertions.Expect(page.Locator("#reports .count")).ToHaveTextAsync("2026-06-01 – 2026-06-03");
        await Assertions.Expect(page.Locator("[data-fact=in] dd")).ToHaveTextAsync("8");
        await Assertions.Expect(page.Locator("#report-agents tbody tr")).ToHaveCountAsync(3);

        await page.Locator("#reports a[href*='agents.csv']").FocusAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));

        Assert.Equal("report-agents-2026-06-01-2026-06-03.csv", download.SuggestedFilename);
        var file = FileRowsTests.ReadCsv(await File.ReadAllBytesAsync(await download.PathAsync(), Http.Token));
        Assert.Equal(await page.Locator("#report-agents tbody th").AllInnerTextsAsync(), file.Skip(1).Select(row => row[0]));
        Assert.Equal(await page.Locator("#report-agents tbody tr td:nth-of-type(3)").AllInnerTextsAsync(), file.Skip(1).Select(row => row[3]));
        await page.FillAsync("#reports-to", "2026-05-03");
        await page.Locator("#reports-to").DispatchEventAsync("change");
        await Assertions.Expect(page.Locator("#reports [role=alert]")).ToBeVisibleAsync();
        await using var store = console.Read();
        Assert.Equal(("reports", "csv", 3, "table=agents&from=2026-06-01&to=2026-06-03"), store.Exports.Select(e => new ValueTuple<string, string?, int?, string?>(e.What, e.Format, e.Rows, e.Asked)).Single());
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Days_ChosenByMouse_StandInTheAddress_AndAreReadAnewWhenAsked()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, came) = (ops.Page, ops.Page.Locator("[data-fact=in] dd"));
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(came).ToHaveTextAsync("0");
        await page.SelectOptionAsync("#reports-days", "1");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"reports\.days=1\b"));
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "zw-1", "zw-1", "Chào shop", "Lan", null, null), Caller.Runtime);
        await page.ClickAsync("#reports-renew");
        await Assertions.Expect(came).ToHaveTextAsync("1");
        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(page.Locator("#reports-days")).ToHaveValueAsync("1");
        await Assertions.Expect(came).ToHaveTextAsync("1");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#reports a[href*='hours.xlsx']"));
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Bars_OfAChosenMeasure_ByMouseAndByKeyboard_StandInTheAddress()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, bars) = (ops.Page, ops.Page.Locator(".bars"));
        await page.GotoAsync("/?reports.from=2026-06-01&reports.to=2026-06-03");
        await ops.ExpectPageAsync();
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(bars).ToHaveCountAsync(2);
        await Assertions.Expect(bars.First).ToHaveAttributeAsync("aria-label", "Messages in · By AI agent");
        await Assertions.Expect(bars.First.Locator(".bars-row bdi")).ToHaveTextAsync(await page.Locator("#report-agents tbody th").AllInnerTextsAsync());

        await page.SelectOptionAsync("#reports-measure", "use");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"reports\.measure=use\b"));
        await Assertions.Expect(bars.Last).ToHaveAttributeAsync("aria-label", "Capacity used now · By person");
        await Assertions.Expect(bars.Last.Locator(".bars-row").First).ToContainTextAsync("4 / 100");
        await page.Locator("#reports-measure").FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(bars.First).ToHaveAttributeAsync("aria-label", "Takeover rate · By AI agent");
        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await Assertions.Expect(page.Locator("#reports-measure")).ToHaveValueAsync("rate");
        await Assertions.Expect(bars.First.Locator(".bars-row").First).ToContainTextAsync("50%");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Days_TypedByKeyboardAlone_AreThoseOfTheReport()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, keys) = (ops.Page, ops.Page.Keyboard);
        await page.EvaluateAsync("document.getElementById('reports').scrollIntoView()");
        await page.Locator("#reports-days").FocusAsync();
        await keys.PressAsync("End");
        await Assertions.Expect(page.Locator("#reports-days")).ToHaveValueAsync("chosen");
        foreach (var (field, day) in ((string, string)[])[("#reports-from", "06022026"), ("#reports-to", "06032026")])
        {
            await ops.TabToAsync(field);
            await keys.TypeAsync(day, new() { Delay = 100 });
        }
        await Assertions.Expect(page.Locator("#reports .count")).ToHaveTextAsync("2026-06-02 – 2026-06-03");
        await Assertions.Expect(page.Locator("[data-fact=in] dd")).ToHaveTextAsync("8");
        await Assertions.Expect(page.Locator("#reports-to")).ToBeFocusedAsync();

        // A report has two days: a field that was emptied shows its own again once it is left.
        await page.FillAsync("#reports-to", "");
        await page.Locator("#reports-to").DispatchEventAsync("change");
        await page.Locator("#reports-to").BlurAsync();
        await Assertions.Expect(page.Locator("#reports-to")).ToHaveValueAsync("2026-06-03");
        Assert.Empty(ops.Complaints);
    }
}
