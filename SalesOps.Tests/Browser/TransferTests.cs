using Microsoft.Playwright;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
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
        await ops.OpenCustomerAsync(transfer.CustomerId);
        await page.Locator("#customer .history summary").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer .history li")).ToHaveCountAsync(2);
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Binding_OfWhoWaited_IsTakenBack(bool byKeyboard)
    {
        // Nobody is bound by itself before somebody does it here.
        await using var console = await ConsoleHost.StartAsync(services: s => s.Remove(s.Single(d => d.ImplementationFactory?.Method.Name == nameof(Workers.WaitingCustomers))));
        await console.Lane.AddCustomersAsync(1, "Waits");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 7));
        await rows.Filter(new() { HasTextString = "Waits" }).Locator(".mark").CheckAsync();
        await page.ClickAsync("#transfer-customers");
        await page.Locator(".rz-dialog .target input:enabled").First.CheckAsync();
        await page.SelectOptionAsync("#transfer-reason", "workload");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#undo")).ToBeVisibleAsync();
        if (byKeyboard) await ops.UndoByKeyAsync();
        else await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync("Transfers undone: 1");
        await using var store = console.Read();
        // The room that is left is given to who waits longest, as ever.
        Assert.DoesNotContain(store.Assignments, a => a.Reason == "workload");
        Assert.DoesNotContain(store.Handovers.Where(h => h.Reason == "workload"), h => h.Kind == HandoverKind.ManualTransfer);
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

    [Fact]
    public async Task Rebalance_ByMouse_MovesWhoIsLeftInThePlan()
    {
        await using var console = await ConsoleHost.StartAsync();
        var owner = console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        var added = await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI Sales D", owner, "vi", [.. Enum.GetValues<Channel>()], 100));
        await using var ops = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var page = ops.Page;
        await ops.RowsAsync("assignments", 7);
        await page.ClickAsync("#rebalance");
        var lines = page.Locator(".rebalance-lines > li");
        await Assertions.Expect(lines).ToHaveCountAsync(3);
        await lines.Nth(1).Locator("label").ClickAsync();
        var left = await lines.Nth(1).GetAttributeAsync("data-id");
        await Assertions.Expect(page.Locator($".rebalance-loads [data-agent='{added.Value.AiAgentId}'] .num")).ToContainTextAsync("2 / 100");
        await page.SelectOptionAsync("#rebalance-reason", "owner_absent");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("handovers", 4);
        await using (var store = console.Read())
        {
            var moved = store.Assignments.Where(a => a.Status == AssignmentStatus.Active && a.AiAgentId == added.Value.AiAgentId).ToList();
            Assert.Equal(["owner_absent", "owner_absent"], moved.Select(a => a.Reason));
            Assert.DoesNotContain(moved, a => a.CustomerId.ToString() == left);
        }
        await page.ClickAsync("#undo");
        await ops.ExpectCounterAsync("handovers", 2);
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Why_OpenedFromAnAssignment_SaysWhoWasWeighed(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "lan-1", "m-1", "Chào shop", "Lan"), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("assignments", 8));
        var why = rows.First.Locator(".why-open");
        if (byKeyboard) await why.PressAsync("Enter");
        else await why.ClickAsync();
        var dialog = page.Locator(".rz-dialog");
        await Assertions.Expect(dialog).ToContainTextAsync("Lan");
        await Assertions.Expect(dialog.Locator(".why li")).ToHaveCountAsync(3);
        await using var store = console.Read();
        var chosen = store.Assignments.OrderByDescending(a => a.CreatedAt).First().AiAgentId;
        await Assertions.Expect(dialog.Locator(".why .chosen bdi")).ToHaveTextAsync(console.Lane.Last.Directory.NameOfAgent(chosen)!);
        await Assertions.Expect(dialog.Locator(".why .chosen")).ToContainTextAsync("telegram");
        if (byKeyboard)
        {
            // The focus is where one reads, and goes back to where it came from.
            await Assertions.Expect(page.Locator(".rz-dialog :focus")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(why).ToBeFocusedAsync();
        }
        else await page.ClickAsync(".rz-dialog-titlebar-close");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Transfer_OfWhomSomebodyElseMovedMeanwhile_SaysSo_AndMovesTheOthers()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var agents = console.Lane.Last.Directory.AiAgents.Values.ToDictionary(a => a.Name);
        for (var i = 0; i < 3; i += 2) await rows.Nth(i).Locator(".mark").ClickAsync();
        await page.ClickAsync("#transfer-customers");
        await page.Locator($".rz-dialog .target[data-agent='{agents["AI Sales A"].Id}']").ClickAsync();
        await page.SelectOptionAsync("#transfer-reason", "workload");
        var moved = Guid.Parse((await rows.First.GetAttributeAsync("data-id"))!);
        Assert.True((await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(moved, agents["trojanAI"].Id)], agents["AI Sales B"].Id, "language"),
            Caller.Person(console.Person("supervisor@example.com")))).Succeeded);
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync("1 not done: The customer has just gone to another agent");
        await ops.ExpectCounterAsync("handovers", 4);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "AI Sales A" })).ToHaveCountAsync(3);
        Assert.Empty(ops.Complaints);
    }
}
