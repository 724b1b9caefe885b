using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Ctrl K finds customers, sections and actions.</summary>
[Collection(InOtherChromium.Name)]
public sealed class FinderTests(Chromium chromium)
{
    [Fact]
    public async Task Find_ByKeyboard_OpensACustomer_ASectionAndAnAction()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        var page = admin.Page;

        await admin.PressUntilAsync("Control+k", "#find");
        await Assertions.Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("understand risk");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Understand Risk");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer")).ToContainTextAsync("Understand Risk");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#find").FillAsync("nhan vien");
        await Assertions.Expect(page.Locator("#find-list [role=option]").First).ToBeVisibleAsync();
        await page.Locator("#find").FillAsync("them task nhan");
        await Assertions.Expect(page.Locator("#find-list [role=option]")).ToHaveCountAsync(0);
        await page.Locator("#find").FillAsync("add-nothing");
        await Assertions.Expect(page.Locator(".finder [role=status]")).ToBeVisibleAsync();
        await page.Locator("#find").FillAsync("audit");
        await Assertions.Expect(page.Locator("#find-0")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#audit h2")).ToBeInViewportAsync();

        await page.ClickAsync(".bar .find");
        await page.Locator("#find-list [role=option]").Filter(new() { HasTextRegex = new Regex("^Thêm AI") }).ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog form")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#find")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(1);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Find_APersonsLeave_OpensItsDialog_ByKeyboardAndByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "zh-CN");
        var (page, dialog) = (ops.Page, ops.Page.Locator(".rz-dialog"));
        await ops.PressUntilAsync("Control+k", "#find");
        await page.FillAsync("#find", "休假 demo");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("休假: Demo Sales");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToContainTextAsync("Demo Sales");
        await Assertions.Expect(dialog.Locator("form")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        // Somebody whose row the section does not show.
        await page.ClickAsync(".bar .find");
        await page.FillAsync("#find", "休假 陈静");
        await page.ClickAsync("#find-0");
        await Assertions.Expect(dialog).ToContainTextAsync("陈静");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Section_FarDownASlowPage_StandsUnderTheBar_WithTheFocusInIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        foreach (var section in (string[])["handovers", "requests", "customers"])
        {
            await page.Locator($".anchors a[data-anchor={section}]").PressAsync("Enter");
            await StandsAsync(section);
        }
        // As an address that somebody was sent.
        await page.GotoAsync(new Uri(new Uri(page.Url), "/#handovers").ToString());
        await page.ReloadAsync();
        await StandsAsync("handovers");
        Assert.Empty(ops.Complaints);

        async Task StandsAsync(string section)
        {
            // Where the page ends before the section is at the top, the last screen is as far as one can go.
            await page.WaitForFunctionAsync($$"""
                () => {
                  const top = document.getElementById('{{section}}')?.getBoundingClientRect().top, end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
                  return document.querySelector('#{{section}}:not(.reserved)') && (Math.abs(top - 50) < 2 || end && top > 0 && top < innerHeight - 60);
                }
                """);
            await Assertions.Expect(page.Locator($"#{section}-title")).ToBeFocusedAsync();
        }
    }
}
