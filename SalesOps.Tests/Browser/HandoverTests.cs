using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A conversation goes to a person and back to the AI.</summary>
[Collection(InChromium.Name)]
public sealed class HandoverTests(Chromium chromium)
{
    [Fact]
    public async Task TakeOver_FromARow_AndHandBack_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var row = rows.Filter(new() { HasTextString = "Deploy Smoke" });
        await row.Locator(".mark").CheckAsync();
        await page.ClickAsync("#take-over");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#take-over-reason-note.field-error")).ToBeVisibleAsync();
        await page.SelectOptionAsync("#take-over-reason", "customer_asked");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("handovers", 3);
        await Assertions.Expect(row).ToContainTextAsync("human_takeover");

        var conversation = ConversationOf(console, "Deploy Smoke");
        var refused = await console.SendAsync(new ReplyToCustomer.Command(conversation.Id, "r-1", "Dạ", conversation.HolderVersion - 1), Caller.Runtime);
        Assert.Equal(ErrorKind.Stale, refused.Errors[0].Kind);

        rows = await ops.RowsAsync("handovers", 3);
        await Assertions.Expect(rows.First).ToContainTextAsync("AI → 陈静");
        await rows.First.Locator(".mark").CheckAsync();
        await page.ClickAsync("#hand-back");
        await Assertions.Expect(page.Locator("#hand-back-tasks li")).ToHaveCountAsync(1);
        await page.SelectOptionAsync("#hand-back-reason", "resolved");
        await page.FillAsync("#hand-back-note", "giữ giá đến mai");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("handovers", 4);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "AI → 陈静 → AI" })).ToHaveCountAsync(1);
        Assert.Equal((Holder.Ai, "new_lead"), (ConversationOf(console, "Deploy Smoke").Holder, ConversationOf(console, "Deploy Smoke").State));
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task TakeOver_FromTheDrawer_Twice_ByKeyboard_IsFlagged_AndAStaleFormSaysSo()
    {
        await using var console = await ConsoleHost.StartAsync();
        var conversation = ConversationOf(console, "State Smoke");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "zh-CN");
        var page = supervisor.Page;
        await supervisor.OpenCustomerAsync(conversation.CustomerId);
        for (var round = 1; round <= 2; round++)
        {
            await PressAsync(page, $"[data-take-over=\"{conversation.Id}\"]");
            await page.Locator("#take-over-reason").FocusAsync();
            for (var i = 0; i < 2; i++) await page.Keyboard.PressAsync("ArrowDown");
            await SubmitAsync(page);
            await Assertions.Expect(page.Locator("[data-hand-back]")).ToHaveCountAsync(1);
            if (round == 2) break;
            await PressAsync(page, "[data-hand-back]");
            await page.Locator("#hand-back-reason").FocusAsync();
            await page.Keyboard.PressAsync("ArrowDown");
            await SubmitAsync(page);
            await Assertions.Expect(page.Locator("[data-take-over]")).ToHaveCountAsync(1);
        }
        await Assertions.Expect(page.Locator("#customer .tag.bad")).ToContainTextAsync("来回接管 2 次");

        // The form was opened; meanwhile somebody else hands it back.
        await PressAsync(page, "[data-hand-back]");
        await Assertions.Expect(page.Locator("#hand-back-reason")).ToBeVisibleAsync();
        var now = ConversationOf(console, "State Smoke");
        Assert.True((await console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), now.Id, now.HolderVersion, "resolved"), Caller.Person(console.Person("trojan@example.com")))).Succeeded);
        await page.SelectOptionAsync("#hand-back-reason", "resolved");
        await SubmitAsync(page);
        await Assertions.Expect(page.Locator(".rz-dialog .notice.bad")).ToContainTextAsync("会话刚刚已交还 AI");
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task TakeOver_OfWhatAColleagueTookMeanwhile_SaysWhoHasIt_AndGoesOnOnceItIsHandedBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        var (seen, colleague) = (ConversationOf(console, "Deploy Smoke"), console.Person("trojan@example.com"));
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, refused, holder) = (ops.Page, ops.Page.Locator(".rz-dialog .notice.bad"), ops.Page.Locator(".rz-dialog .dialog-notes .tag"));
        await ops.OpenCustomerAsync(seen.CustomerId);
        await page.ClickAsync($"[data-take-over=\"{seen.Id}\"]");
        await page.SelectOptionAsync("#take-over-reason", "complaint");
        Assert.True((await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), seen.Id, seen.HolderVersion, "high_value"), Caller.Person(colleague))).Succeeded);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(refused).ToHaveTextAsync("Somebody else has just taken the conversation over");
        await Assertions.Expect(holder).ToContainTextAsync(colleague.Name);
        var taken = ConversationOf(console, "Deploy Smoke");
        Assert.Equal((colleague.Id, seen.HolderVersion + 1), (taken.HolderUserId!.Value, taken.HolderVersion));

        Assert.True((await console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), taken.Id, taken.HolderVersion, "resolved"), Caller.Person(colleague))).Succeeded);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(refused).ToHaveTextAsync("The conversation has just been handed back to the AI");
        await Assertions.Expect(holder).Not.ToContainTextAsync(colleague.Name);
        await Assertions.Expect(page.Locator("#take-over-reason")).ToHaveValueAsync("complaint");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-hand-back]")).ToHaveCountAsync(1);
        Assert.Equal(console.Person("ops@example.com").Id, ConversationOf(console, "Deploy Smoke").HolderUserId);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task TakeOverAndHandBack_TakenBack_ByMouseAndByKey()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "zh-CN");
        var (page, seen) = (ops.Page, ConversationOf(console, "Deploy Smoke"));
        await ops.OpenCustomerAsync(seen.CustomerId);
        await TakeOverAsync();
        await Assertions.Expect(page.Locator(".undo-bar")).ToContainTextAsync("已接管，AI 不再回复 · Deploy Smoke");
        await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator("[data-take-over]")).ToHaveCountAsync(1);
        await ops.ExpectCounterAsync("handovers", 2);
        Assert.Equal((Holder.Ai, seen.HolderVersion + 2), (ConversationOf(console, "Deploy Smoke").Holder, ConversationOf(console, "Deploy Smoke").HolderVersion));

        await TakeOverAsync();
        await page.ClickAsync("[data-hand-back]");
        await page.SelectOptionAsync("#hand-back-reason", "resolved");
        await SubmitAsync(page);
        await Assertions.Expect(page.Locator("[data-take-over]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(page.Locator("[data-hand-back]")).ToHaveCountAsync(1);
        await ops.ExpectCounterAsync("handovers", 3);
        Assert.Equal(console.Person("ops@example.com").Id, ConversationOf(console, "Deploy Smoke").HolderUserId);
        Assert.Empty(ops.Complaints);

        async Task TakeOverAsync()
        {
            await page.ClickAsync("[data-take-over]");
            await page.SelectOptionAsync("#take-over-reason", "customer_asked");
            await SubmitAsync(page);
            await Assertions.Expect(page.Locator("[data-hand-back]")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        }
    }

    private static async Task PressAsync(IPage page, string selector)
    {
        await page.Locator(selector).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task SubmitAsync(IPage page) => await PressAsync(page, ".rz-dialog button[type=submit]");

    private static Conversation ConversationOf(ConsoleHost console, string name)
    {
        using var store = console.Read();
        var id = store.Customers.Single(c => c.Name.StartsWith(name)).Id;
        return store.Conversations.Single(c => c.CustomerId == id);
    }
}
