using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin sets another time zone; open pages say so, and show it once they are loaded anew.</summary>
[Collection(InOtherChromium.Name)]
public sealed class ZoneTests(Chromium chromium)
{
    [Fact]
    public async Task Zone_SetByKeyboard_IsToldToAnOpenPage_AndTakenBackByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, seen) = (admin.Page, (await ops.RowsAsync("customers", 6)).First.Locator("time").First);
        var before = await seen.InnerTextAsync();
        await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        var row = page.Locator("#settings tr[data-setting=time_zone]");
        await row.Locator("button").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#setting-value")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Asia/Nowhere");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#setting-value-note.field-error")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("America/Sao_Paulo");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToContainTextAsync("America/Sao_Paulo");

        // What is drawn stays until somebody says so: they may be typing.
        await Assertions.Expect(ops.Page.Locator(".store-notice:has(#zone-reload)")).ToContainTextAsync("America/Sao_Paulo");
        Assert.Equal(before, await seen.InnerTextAsync());
        await ops.Page.Locator("#zone-reload").PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#zone-reload")).ToHaveCountAsync(0);
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers", 6);
        await Assertions.Expect(seen).Not.ToHaveTextAsync(before);

        await page.ClickAsync("#undo");
        await Assertions.Expect(row).Not.ToContainTextAsync("America/Sao_Paulo");
        await ops.Page.ClickAsync("#zone-reload");
        await Assertions.Expect(ops.Page.Locator("#zone-reload")).ToHaveCountAsync(0);
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers", 6);
        await Assertions.Expect(seen).ToHaveTextAsync(before);
        Assert.Empty(admin.Complaints);
        Assert.Empty(ops.Complaints);
    }
}
