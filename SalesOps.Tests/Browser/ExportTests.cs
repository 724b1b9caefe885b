using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
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
}
