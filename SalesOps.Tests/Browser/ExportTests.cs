using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Panels.Exports;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Rows leave the page as a file.</summary>
[Collection(InChromium.Name)]
public sealed class ExportTests(Chromium chromium)
{
    [Fact]
    public async Task Customers_FilteredAndExportedByKeyboardAlone_AreTheFilesRows()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "zw-1", "zw-1", "你好", "=张伟", null, null), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 7));
        await page.Locator("#customers-search").FocusAsync();
        await page.Keyboard.TypeAsync("张");
        await Assertions.Expect(rows).ToHaveCountAsync(1);

        await page.Locator("#customers-export").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));

        Assert.StartsWith("customers-", download.SuggestedFilename, StringComparison.Ordinal);
        var file = FileRowsTests.ReadCsv(await File.ReadAllBytesAsync(await download.PathAsync(), Http.Token));
        Assert.Equal([await rows.First.GetAttributeAsync("data-id")], file.Skip(1).Select(row => row[^1]));
        Assert.Equal("'=张伟", file[1][0]);
        await Assertions.Expect(page.Locator("#customers .tools > [role=status]")).ToHaveTextAsync("Rows exported: 1");
        await Assertions.Expect(page.Locator("#customers .export a").Last).Not.ToHaveAttributeAsync("href", download.Url.Replace(console.Address.ToString().TrimEnd('/'), "", StringComparison.Ordinal));
        await using var store = console.Read();
        Assert.Equal(("customers", "csv", 1, "search=▢"), store.Exports.Select(e => new ValueTuple<string, string?, int?, string?>(e.What, e.Format, e.Rows, e.Asked)).Single());
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Tasks_ExportedByMouse_AreTheFilesRowsInTheirOrder()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        var shown = await rows.EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.id)");
        await page.ClickAsync("#tasks-export");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#tasks .export a").First.ClickAsync());

        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        var file = ListExportTests.ReadXlsx(await File.ReadAllBytesAsync(await download.PathAsync(), Http.Token));
        Assert.Equal(shown, file.Skip(1).Select(row => row[^1]));
        await Assertions.Expect(page.Locator("#tasks .tools > [role=status]")).ToContainTextAsync("7");
        await using var store = console.Read();
        Assert.Equal(("tasks", "xlsx", 7), store.Exports.Select(e => new ValueTuple<string, string?, int?>(e.What, e.Format, e.Rows)).Single());
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Running_IsCancelledFromThePage_AndLeavesNoFile(bool byKeyboard)
    {
        const int Many = 6_000;
        await using var console = await ConsoleHost.StartAsync();
        await console.Lane.AddCustomersAsync(Many, new string('k', EditCustomer.LongestName - 10));
        await using var line = new SlowLine(console.Address, "/export/");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en", over: line);
        var (page, run) = (ops.Page, ops.Page.Locator("#customers .export-run"));
        await ops.RowsAsync("customers");
        await page.Locator("#customers-export").PressAsync("Enter");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#customers .export a").Last.PressAsync("Enter"));
        await Assertions.Expect(run).ToHaveTextAsync(new Regex(@"Exporting [\d,]+ / 6,006"));
        await Assertions.Expect(run.Locator("progress")).ToHaveAttributeAsync("max", "6006");
        if (byKeyboard)
        {
            await ops.TabToAsync("#customers-export-stop");
            await page.Keyboard.PressAsync("Enter");
        }
        else await page.ClickAsync("#customers-export-stop");

        await Assertions.Expect(page.Locator("#customers .tools > [role=status]")).ToHaveTextAsync(new Regex(@"^Export cancelled after [\d,]+ rows"));
        await Assertions.Expect(run).ToHaveCountAsync(0);
        line.GoOn();
        Assert.NotNull(await download.FailureAsync());
        // What was asked for stands on the audit log all the same, and another file can be had from where one stands.
        await using (var store = console.Read()) Assert.Equal(Many + 6, Assert.Single(store.Exports).Rows);
        await Assertions.Expect(page.Locator("#customers-export")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#customers .export a").Last.PressAsync("Enter"));
        Assert.Null(await download.FailureAsync());
        await Assertions.Expect(page.Locator("#customers .tools > [role=status]")).ToHaveTextAsync("Rows exported: 6,006");
    }
}
