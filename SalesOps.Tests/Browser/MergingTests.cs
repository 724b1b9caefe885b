using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Two customers who are one person become one, and two again.</summary>
[Collection(InChromium.Name)]
public sealed class MergingTests(Chromium chromium)
{
    [Fact]
    public async Task Duplicates_AreShownWithEvidence_MergedByKeyboard_TakenBack_AndMergedForGood()
    {
        await using var console = await ConsoleHost.StartAsync();
        var dao = await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "dao-1", "d-1", "số của em 0901 234 567", "Đào Thị Lan"), Caller.Runtime);
        var zalo = await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "dao-2", "d-2", "gọi em 0901.234.567", "dao thi lan"), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        await ops.Page.GotoAsync($"/?customer={dao.Value.CustomerId}");
        await Assertions.Expect(ops.Page.Locator("#duplicates")).ToContainTextAsync("Cùng số điện thoại");
        await ops.Page.Locator($"[data-duplicate='{zalo.Value.CustomerId}'] a").FocusAsync();
        await ops.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#customer .drawer-who b")).ToHaveTextAsync("dao thi lan");
        await Assertions.Expect(ops.Page.Locator($"[data-duplicate='{dao.Value.CustomerId}']")).ToBeVisibleAsync();

        await MergeAsync();
        await Assertions.Expect(ops.Page.Locator("#merged")).ToContainTextAsync("Đào Thị Lan");
        await Assertions.Expect(ops.Page.Locator("#customer .facts")).ToContainTextAsync("telegram:dao-1");
        await ops.ExpectCounterAsync("customers", 7);
        await ops.Page.Locator("#customer-title").FocusAsync();
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("customers", 8);
        await Assertions.Expect(ops.Page.Locator("#merged")).ToHaveCountAsync(0);

        await MergeAsync();
        await ops.Page.Locator("[data-separate]").PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator(".rz-dialog .notice")).ToContainTextAsync("Đào Thị Lan");
        await ops.Page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await ops.ExpectCounterAsync("customers", 8);
        Assert.Empty(ops.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);

        async Task MergeAsync()
        {
            await ops.Page.Locator($"[data-merge-with='{dao.Value.CustomerId}']").PressAsync("Enter");
            await Assertions.Expect(ops.Page.Locator(".merge-side")).ToHaveCountAsync(2);
            await Assertions.Expect(ops.Page.Locator($".merge-side[data-side='{zalo.Value.CustomerId}'] input")).ToBeCheckedAsync();
            await Assertions.Expect(ops.Page.Locator("#merge-means")).ToContainTextAsync("Đào Thị Lan");
            await ops.Page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
            await ops.ExpectCounterAsync("customers", 7);
        }
    }

    [Fact]
    public async Task Merge_WithSomebodyChosen_WhoStays_AndSeparate_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        await rows.Filter(new() { HasTextString = "Deploy Smoke" }).Locator("a[data-customer]").ClickAsync();
        await page.ClickAsync("#merge-customer");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#merge-other-note.field-error")).ToBeVisibleAsync();
        await page.FillAsync("#merge-other", "handover");
        await page.ClickAsync("#merge-other-list [role=option]");
        // Who stays is chosen among both, seen side by side.
        var sides = page.Locator(".merge-side");
        await Assertions.Expect(sides).ToHaveCountAsync(2);
        await sides.Filter(new() { HasTextString = "Handover User" }).ClickAsync();
        await Assertions.Expect(page.Locator("#merge-means")).ToContainTextAsync("record of Deploy Smoke 20260603102624 goes to Handover User");
        await page.ClickAsync(".rz-dialog button[type=submit]");

        await ops.ExpectCounterAsync("customers", 5);
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Handover User");
        await Assertions.Expect(page.Locator("#customer .facts")).ToContainTextAsync("telegram:deploy-smoke-20260603102624");
        await Assertions.Expect(rows).ToHaveCountAsync(5);
        await page.ClickAsync("#undo");
        await ops.ExpectCounterAsync("customers", 6);
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Deploy Smoke 20260603102624");

        await page.ClickAsync("#merge-customer");
        await page.FillAsync("#merge-other", "handover");
        await page.ClickAsync("#merge-other-list [role=option]");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("customers", 5);
        await page.ClickAsync("[data-separate]");
        await Assertions.Expect(page.Locator(".rz-dialog .notice")).ToContainTextAsync("Handover User becomes a customer again");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("customers", 6);
        await Assertions.Expect(page.Locator("#merged")).ToHaveCountAsync(0);
        await page.ClickAsync("#customer .head a.chip");
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        Assert.Empty(ops.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }
}
