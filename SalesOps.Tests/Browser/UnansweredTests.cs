using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Who wrote and was not answered stands on the page, first where a person holds the conversation.</summary>
[Collection(InChromium.Name)]
public sealed class UnansweredTests(Chromium chromium)
{
    [Fact]
    public async Task HeldConversation_LongestFirst_MarkedAsAnswered_ByMouse_AndUndoneByKey()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, heard) = (ops.Page, await WriteAsync(console, "m-1"));
        var pool = await ops.RowsAsync("customers", 7);
        await page.Locator("#customers").GetByRole(AriaRole.Button, new() { Name = "Unanswered" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("customers.unanswered=any"));
        await Assertions.Expect(pool.First).ToContainTextAsync("Smoke User");
        await Assertions.Expect(pool.Last).ToContainTextAsync("Lan");
        await Assertions.Expect(pool.Last.Locator("time[data-age]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("[0-9]+ ?(s|min)"));

        Assert.True((await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "complaint"), Caller.Person(console.Person("ops@example.com")))).Succeeded);
        var rows = await ops.RowsAsync("handovers", 3);
        await page.Locator("#handovers").GetByRole(AriaRole.Button, new() { Name = "Unanswered" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(rows.First).ToContainTextAsync("Handover User");
        var row = rows.Filter(new() { HasTextString = "Lan" });
        var waits = row.GetByTitle("How long the oldest message that nobody answered has waited", new() { Exact = true });
        await Assertions.Expect(waits).ToHaveCountAsync(1);
        await row.Locator(".mark").CheckAsync();
        await page.ClickAsync("#mark-answered");
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".undo-bar")).ToContainTextAsync("Marked as answered · Lan");
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(waits).ToHaveCountAsync(1);
        await row.Locator(".mark").CheckAsync();
        await page.ClickAsync("#mark-answered");
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        // A list in another order than its own moves when it is told to.
        await page.EvaluateAsync("() => document.getElementById('customers').scrollIntoView()");
        await Assertions.Expect(pool.Filter(new() { HasTextString = "Lan" })).ToHaveAttributeAsync("data-aside", "");
        await page.ClickAsync("#customers button.new");
        await Assertions.Expect(pool).ToHaveCountAsync(6);
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoWaits_IsMarkedAsAnsweredInThePool_AndUndone(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, heard) = (ops.Page, await WriteAsync(console, "m-1"));
        var row = (await ops.RowsAsync("customers", 7)).Filter(new() { HasTextString = "Lan" });
        if (byKeyboard) await row.Locator(".mark").PressAsync("Space");
        else await row.Locator(".mark").CheckAsync();
        if (byKeyboard) await page.Locator("#pool-answered").PressAsync("Enter");
        else await page.ClickAsync("#pool-answered");
        await Assertions.Expect(page.Locator("#undo")).ToBeVisibleAsync();
        Assert.False(Waits());
        await Assertions.Expect(row.Locator(".mark")).Not.ToBeCheckedAsync();
        if (byKeyboard) await ops.UndoByKeyAsync();
        else await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator("#undo")).ToHaveCountAsync(0);
        Assert.True(Waits());
        Assert.Empty(ops.Complaints);

        bool Waits()
        {
            using var store = console.Read();
            return store.Customers.Single(c => c.Id == heard.CustomerId).UnansweredSince is not null;
        }
    }

    [Fact]
    public async Task CustomerWrites_IsAnsweredFromTheDrawer_ByKeyboard_AndWaitsAnewWithTheNextMessage()
    {
        await using var console = await ConsoleHost.StartAsync();
        var heard = await WriteAsync(console, "m-1");
        await using var sales = await Session.SignInAsync(chromium, console, OwnerOf(console, heard), "zh-CN");
        var page = sales.Page;
        await sales.OpenCustomerAsync(heard.CustomerId);
        var (waits, answered) = (page.Locator("#customer .talks .tag.warn").Filter(new() { HasTextString = "待回复" }), page.Locator("#customer [data-replied]"));
        await Assertions.Expect(waits).ToHaveCountAsync(1);
        await answered.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        var again = await WriteAsync(console, "m-2");
        await Assertions.Expect(waits).ToHaveCountAsync(1);
        Assert.True((await console.SendAsync(new ReplyToCustomer.Command(heard.ConversationId, "r-1", "Dạ", again.Holder.Version), Caller.Runtime)).Succeeded);
        await Assertions.Expect(waits).ToHaveCountAsync(0);
        Assert.Empty(sales.Complaints);
    }

    private static async Task<ReceiveMessage.Answer> WriteAsync(ConsoleHost console, string id) =>
        (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "lan-1", id, "Giá bao nhiêu?", "Lan"), Caller.Runtime)).Value;

    /// <summary>The e-mail address of whose customer it is.</summary>
    private static string OwnerOf(ConsoleHost console, ReceiveMessage.Answer heard)
    {
        using var store = console.Read();
        var owner = store.Customers.Single(c => c.Id == heard.CustomerId).SalesUserId;
        return store.SalesUsers.Single(u => u.Id == owner).Email;
    }
}
