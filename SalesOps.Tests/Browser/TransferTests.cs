using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Customers go to another AI agent, one or many, and back.</summary>
[Collection(InChromium.Name)]
public sealed class TransferTests(Chromium chromium)
{
    [Fact]
    public async Task Transfer_OfMany_AndUndo_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        await rows.Nth(0).Locator(".mark").ClickAsync();
        await rows.Nth(2).Locator(".mark").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.ClickAsync("#transfer-customers");
        await Assertions.Expect(page.Locator(".rz-dialog .target")).ToHaveCountAsync(3);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog .field-error")).ToHaveCountAsync(2);
        var target = page.Locator(".rz-dialog .target").Filter(new() { HasTextString = "AI Sales A" });
        await Assertions.Expect(target).ToContainTextAsync("2/50");
        await target.Locator("input").CheckAsync();
        await page.SelectOptionAsync("#transfer-reason", "workload");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("handovers", 5);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "AI Sales A" })).ToHaveCountAsync(5);
        await page.Locator(".undo-bar button, .undo button").First.ClickAsync();
        await ops.ExpectCounterAsync("handovers", 2);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "AI Sales A" })).ToHaveCountAsync(2);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Transfer_OfOne_ByKeyboardAlone_StandsInTheCustomersHistory()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "supervisor@example.com", "vi");
        var (page, rows) = (ops.Page, await ops.RowsAsync("assignments", 7));
        await rows.First.Locator(".mark").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#transfer-assignments").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog .target")).ToHaveCountAsync(3);
        await page.Locator(".rz-dialog .target input:enabled").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#transfer-reason").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Locator(".rz-dialog button[type=submit]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await ops.ExpectCounterAsync("handovers", 3);
        await using var store = console.Read();
        var transfer = store.Handovers.Single(h => h.Reason == "customer_asked");
        Assert.Equal(HandoverKind.ManualTransfer, transfer.Kind);
        await page.GotoAsync($"/?customer={transfer.CustomerId}");
        await page.Locator("#customer .history summary").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer .history li")).ToHaveCountAsync(2);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Rebalance_LeavingOneOut_AndUndo_ByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        var owner = console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        var added = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI Sales D", owner, "vi", [.. Enum.GetValues<Channel>()], 100));
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var page = ops.Page;
        long Held() => console.Lane.Last.Counters[Counters.ActiveBindings, added.Value.AiAgentId];
        await ops.RowsAsync("assignments", 7);
        await page.Locator("#rebalance").PressAsync("Enter");
        var lines = page.Locator(".rebalance-lines > li");
        await Assertions.Expect(lines).ToHaveCountAsync(3);
        var load = page.Locator($".rebalance-loads [data-agent='{added.Value.AiAgentId}'] .num");
        await Assertions.Expect(load).ToContainTextAsync("3 / 100");
        await lines.First.Locator("input").PressAsync("Space");
        await Assertions.Expect(load).ToContainTextAsync("2 / 100");
        await page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await ops.ExpectCounterAsync("handovers", 4);
        Assert.Equal(2, Held());
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("handovers", 2);
        Assert.Equal(0, Held());
        Assert.Empty(ops.Complaints);
    }
}
