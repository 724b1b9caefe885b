using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>People say that they are away, and an admin says it for another; everybody sees it, and sees what it did.</summary>
[Collection(InOtherChromium.Name)]
public sealed class AvailabilityTests(Chromium chromium)
{
    [Fact]
    public async Task SayAway_ByKeyboardAlone_IsSeenByOthersAtOnce_AndIsTakenBackByKey()
    {
        await using var console = await ConsoleHost.StartAsync();
        var person = console.Person("sales@example.com");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await admin.RowsAsync("people", 2);
        var row = admin.Page.Locator($"#people tr[data-id=\"{person.Id}\"] .presence");
        await Assertions.Expect(row).ToContainTextAsync("no page open");
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com", "vi");
        await Assertions.Expect(row).ToContainTextAsync("page open");
        await Assertions.Expect(row.Locator(".tag.ok")).ToHaveTextAsync("Here");

        var page = sales.Page;
        await sales.TabToAsync(".bar-end .menu:last-child summary");
        await page.Keyboard.PressAsync("Enter");
        await sales.TabToAsync("#own-availability");
        await Assertions.Expect(page.Locator("#own-availability")).ToHaveTextAsync("Tôi tạm vắng");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#own-availability")).ToHaveTextAsync("Tôi đã quay lại");
        await Assertions.Expect(page.Locator("#own-away")).ToHaveTextAsync("Tạm vắng");
        await Assertions.Expect(row.Locator(".tag.warn")).ToContainTextAsync("Away since");
        await sales.UndoByKeyAsync();
        await Assertions.Expect(page.Locator("#own-away")).ToHaveCountAsync(0);
        await Assertions.Expect(row.Locator(".tag.ok")).ToHaveTextAsync("Here");

        // The finder marks nothing that acts at once: who means it says so.
        await sales.PressUntilAsync("Control+k", "#find:focus");
        await page.FillAsync("#find", "toi tam vang");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Tôi tạm vắng");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#own-away")).ToHaveCountAsync(1);
        await Assertions.Expect(row.Locator(".tag.warn")).ToContainTextAsync("Away since");
        Assert.NotNull(console.Person("sales@example.com").AwaySince);
        Assert.Empty(sales.Complaints);

        await sales.DisposeAsync();
        await Assertions.Expect(row).ToContainTextAsync("no page open");
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Admin_SaysItForAnother_ByMouse_CustomersGoElsewhere_AndTheExplanationSaysWhy()
    {
        await using var console = await ConsoleHost.StartAsync();
        var person = console.Person("sales@example.com");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        await admin.RowsAsync("people", 2);
        var presence = page.Locator($"#people tr[data-id=\"{person.Id}\"] .set-availability");
        await presence.ClickAsync();
        await Assertions.Expect(presence).ToContainTextAsync("Away since");
        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToContainTextAsync($"{person.Name} is away");
        await Assertions.Expect(page.Locator("#own-away")).ToHaveCountAsync(0);

        var heard = await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "new-one", "m-1", "Tôi muốn hỏi giá", "New One"), Caller.Runtime);
        Assert.Equal("trojanAI", heard.Value.Assignment?.AiAgent);
        await page.GotoAsync($"/?assignments.customer={heard.Value.CustomerId}");
        await admin.ExpectPageAsync();
        var rows = await admin.RowsAsync("assignments", 1);
        await rows.Locator(".why-open").ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .why li", new() { HasTextString = "AI Sales A" })).ToContainTextAsync("not at work: Away");
        await Assertions.Expect(page.Locator(".rz-dialog .why li.chosen")).ToContainTextAsync("trojanAI");
        Assert.Empty(admin.Complaints);
    }
}
