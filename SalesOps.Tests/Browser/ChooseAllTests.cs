using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>All that a list finds is chosen, and acted on by as many commands as it takes.</summary>
[Collection(InChromium.Name)]
public sealed class ChooseAllTests(Chromium chromium)
{
    private const int Many = 233;

    [Fact]
    public async Task Transfer_OfAllFound_ByMouse_LeavesWhomSomebodyMovedMeanwhile_AndIsUndoneAtOnce()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var (from, to) = (await AddAgentAsync(console, "AI Sales D"), await AddAgentAsync(console, "AI Sales E"));
        await BindAsync(console, from);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await page.GotoAsync($"/?customers.agent={from}");
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers", 20);
        var acts = page.Locator("#customers .grid-acts");
        await page.ClickAsync("#customers thead .mark");
        await Assertions.Expect(acts).ToContainTextAsync("20 chosen");
        await Assertions.Expect(acts.Locator(".choose-all")).ToHaveTextAsync("Choose all 233 found");
        await acts.Locator(".choose-all").ClickAsync();
        await Assertions.Expect(acts).ToContainTextAsync("233 chosen");
        await Assertions.Expect(acts.Locator(".choose-all")).ToHaveCountAsync(0);

        // Neither one that comes later nor one that a colleague gives to somebody else.
        var elsewhere = console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales A").Id;
        Guid moved;
        await using (var store = console.Read()) moved = store.Customers.Where(c => c.AiAgentId == from).OrderBy(c => c.Id).First().Id;
        Assert.True((await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(moved, from)], elsewhere, "language"), Caller.Person(console.Person("supervisor@example.com")))).Succeeded);
        await page.ClickAsync("#transfer-customers");
        await page.Locator($".rz-dialog .target[data-agent='{to}']").ClickAsync();
        await page.SelectOptionAsync("#transfer-reason", "workload");
        await Assertions.Expect(page.Locator(".rz-dialog button[type=submit]")).ToContainTextAsync("233");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync(new Regex("Customers transferred: 232.*1 not done: The customer has just gone to another agent", RegexOptions.Singleline));
        Assert.Equal((0, 232), (Held(console, from), Held(console, to)));
        await Assertions.Expect(acts).ToContainTextAsync("1 chosen");

        await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator(".rz-notification").Filter(new() { HasTextString = "Transfers undone: 232" })).ToHaveCountAsync(1);
        Assert.Equal((232, 0), (Held(console, from), Held(console, to)));
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Finish_OfAllFound_ByKeyboardAlone_AndUndone()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var me = console.Person("ops@example.com");
        Guid customer;
        await using (var store = console.Read()) customer = store.Customers.First(c => c.Name == "Smoke User").Id;
        for (var i = 0; i < 120; i++)
            Assert.True((await console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer, AddTask.Kinds[0], me.Id, DateTime.UtcNow.AddDays(1), $"Gọi lại {i}"), Caller.Person(me))).Succeeded);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var page = ops.Page;
        await page.GotoAsync($"/?tasks.mine={me.Id}");
        await ops.ExpectPageAsync();
        await ops.RowsAsync("tasks", 20);
        await page.Locator("#tasks thead .mark").PressAsync("Space");
        await page.Locator("#tasks .choose-all").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToContainTextAsync("Đã chọn 120");
        // The offer is gone; one goes on from where it was, and not by pressing what stands there now.
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#finish-tasks")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await ops.ExpectCounterAsync("open_tasks", 7);
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("open_tasks", 127);
        await Assertions.Expect(page.Locator("#tasks tbody .mark:checked")).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Chosen_StayChosen_WhileOneLooksElsewhere()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        for (var i = 0; i < 2; i++) await rows.Nth(i).Locator(".mark").CheckAsync();
        await page.ClickAsync(".anchors a[data-anchor=audit]");
        // What nobody has begun anything in is given up as ever.
        await Assertions.Expect(page.Locator("[data-lazy=agents] .reserved")).ToHaveCountAsync(1);
        await page.ClickAsync(".anchors a[data-anchor=customers]");
        await Assertions.Expect(page.Locator("#customers .grid-acts")).ToContainTextAsync("2 chosen");
        await Assertions.Expect(page.Locator("#customers .mark:checked")).ToHaveCountAsync(2);
        Assert.Empty(ops.Complaints);
    }

    private static long Held(ConsoleHost console, Guid agent) => console.Lane.Last.Counters[Counters.ActiveBindings, agent];

    private static async Task<Guid> AddAgentAsync(ConsoleHost console, string name)
    {
        var owner = console.Lane.Last.Directory.AiAgents.Values.First().OwnerId;
        return (await console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), name, owner, "vi", [.. Enum.GetValues<Channel>()], 300))).Value.AiAgentId;
    }

    private static Task BindAsync(ConsoleHost console, Guid agent) => console.Lane.FillAsync(console.Lane.Last.Directory.AiAgents[agent], Many);
}
