using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The AI hands a conversation off while people look.</summary>
[Collection(InChromium.Name)]
public sealed class HandoffTests(Chromium chromium)
{
    [Fact]
    public async Task HandOff_AppearsInTheListAndTheDrawer_AndIsHandedBack_ByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        var talk = Talk(console);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "zh-CN");
        var (page, rows) = (ops.Page, await ops.RowsAsync("handovers", 2));
        var body = new JsonObject { ["handoffId"] = "h-1", ["holderVersion"] = talk.HolderVersion, ["reason"] = "negotiation", ["notice"] = "Em chuyển cho đồng nghiệp ạ" };
        Assert.Equal(200, (int)(await console.Api.PostAsync($"/api/v1/conversations/{talk.Id}/handoffs", body.ToJsonString())).StatusCode);

        await Assertions.Expect(rows).ToHaveCountAsync(3);
        var holder = console.Lane.Last.Directory.NameOfUser(Talk(console).HolderUserId)!;
        await Assertions.Expect(rows.First.GetByText("handoff_negotiation")).ToHaveAttributeAsync("title", "AI 转人工：议价");
        await Assertions.Expect(rows.First).ToContainTextAsync($"AI → {holder}");
        await ops.ExpectCounterAsync("handovers", 3);

        await ops.OpenCustomerAsync(talk.CustomerId);
        var drawer = page.Locator("#customer");
        await Assertions.Expect(page.Locator("[data-hand-back]")).ToHaveCountAsync(1);
        await Assertions.Expect(drawer).ToContainTextAsync(holder);
        await Assertions.Expect(drawer).ToContainTextAsync("需要人工");
        await Assertions.Expect(drawer).ToContainTextAsync("Em chuyển cho đồng nghiệp ạ");

        await PressAsync(page, "[data-hand-back]");
        await page.Locator("#hand-back-reason").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await PressAsync(page, ".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("[data-take-over]")).ToHaveCountAsync(1);
        Assert.Equal((Holder.Ai, talk.HolderVersion + 2, talk.State), (Talk(console).Holder, Talk(console).HolderVersion, Talk(console).State));
        Assert.Empty(ops.Complaints);
    }

    private static async Task PressAsync(IPage page, string selector)
    {
        await page.Locator(selector).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static Conversation Talk(ConsoleHost console)
    {
        using var store = console.Read();
        var id = store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id;
        return store.Conversations.Single(c => c.CustomerId == id);
    }
}
