using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What ops staff do with tasks: by mouse, and by keyboard alone.</summary>
[Collection(InChromium.Name)]
public sealed class TasksTests(Chromium chromium)
{
    [Fact]
    public async Task Add_PostponeFinishAndReopen_ByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        await page.ClickAsync("#add-tasks");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog .field-error")).ToHaveCountAsync(3);
        await page.FillAsync("#task-customer", "deploy");
        await page.ClickAsync("#task-customer-list [role=option]");
        await Assertions.Expect(page.Locator("#task-customer")).ToHaveValueAsync("Deploy Smoke 20260603102624");
        await page.FillAsync("#task-note", "Gọi lại báo giá");
        await page.ClickAsync(".rz-dialog .chip >> nth=1");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("open_tasks", 8);
        var mine = rows.Filter(new() { HasTextString = "Gọi lại báo giá" });
        await Assertions.Expect(mine).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "My tasks" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await mine.Locator(".mark").CheckAsync();
        await page.ClickAsync("#postpone-tasks");
        await page.ClickAsync(".rz-dialog .chip >> nth=4");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToHaveCountAsync(0);
        await Assertions.Expect(mine.Locator("[data-left=later]")).ToHaveCountAsync(1);
        await Assertions.Expect(mine.Locator(".mark")).Not.ToBeCheckedAsync();
        await mine.Locator(".mark").CheckAsync();
        await page.ClickAsync("#finish-tasks");
        await ops.ExpectCounterAsync("open_tasks", 7);
        await Assertions.Expect(rows).ToHaveCountAsync(0);

        await page.Locator("#tasks").GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).ClickAsync();
        await Assertions.Expect(mine).ToContainTextAsync("done");
        await mine.Locator(".mark").CheckAsync();
        await page.ClickAsync("#reopen-tasks");
        await ops.ExpectCounterAsync("open_tasks", 8);
        await Assertions.Expect(mine).ToContainTextAsync("open");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task ChooseGiveAndFinish_ByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        await Assertions.Expect(rows.First.Locator("[data-left=over]")).ToHaveCountAsync(1);
        await rows.First.Locator(".mark").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        for (var i = 1; i < 4; i++) await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(page.Locator("#tasks tbody .mark:checked")).ToHaveCountAsync(4);
        await page.Locator("#give-tasks").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#task-owner")).ToBeVisibleAsync();
        await page.Locator("#task-owner").FocusAsync();
        await page.Keyboard.TypeAsync("trojan");
        await page.Locator("#task-owner").PressAsync("Enter");
        await page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToHaveCountAsync(0);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "trojan" })).ToHaveCountAsync(4 + 2);

        await page.Locator("#tasks thead .mark").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#tasks tbody .mark:checked")).ToHaveCountAsync(7);
        await page.Locator("#finish-tasks").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        // The review's task ends with its decision, and the note says so.
        await ops.ExpectCounterAsync("open_tasks", 1);
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync("Việc xét duyệt");
        await using var store = console.Read();
        Assert.Equal(6, store.WorkTasks.Count(t => t.Status == WorkTaskStatus.Done));
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Give_PressedBeforeThePageWasDrawnAnew_TakesAllThatAreChosen()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        await rows.First.Locator(".mark").CheckAsync();
        await Assertions.Expect(page.Locator("#give-tasks")).ToBeVisibleAsync();
        // In one breath: no answer of the server comes between.
        await page.EvaluateAsync("() => { [...document.querySelectorAll('#tasks tbody .mark')].slice(1, 4).forEach(m => m.click()); document.getElementById('give-tasks').click(); }");
        await Assertions.Expect(page.Locator(".rz-dialog button[type=submit]")).ToContainTextAsync("4");
        Assert.Empty(ops.Complaints);
    }
}
