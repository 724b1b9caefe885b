using System.Globalization;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Tasks;
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
        await page.ClickAsync("#undo");
        await ops.ExpectCounterAsync("open_tasks", 7);
        await Assertions.Expect(mine).ToHaveCountAsync(0);
        await page.ClickAsync("#add-tasks");
        await page.FillAsync("#task-customer", "deploy");
        await page.ClickAsync("#task-customer-list [role=option]");
        await page.FillAsync("#task-note", "Gọi lại báo giá");
        await page.ClickAsync(".rz-dialog .chip >> nth=1");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("open_tasks", 8);

        await page.GetByRole(AriaRole.Button, new() { Name = "My tasks" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        var due = DueAt(console);
        await mine.Locator(".mark").CheckAsync();
        await page.ClickAsync("#postpone-tasks");
        await page.ClickAsync(".rz-dialog .chip >> nth=4");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToHaveCountAsync(0);
        await Assertions.Expect(mine.Locator(".rz-cell-data > .due > [data-left=later]")).ToHaveCountAsync(1);
        await Assertions.Expect(mine.Locator(".mark")).Not.ToBeCheckedAsync();
        Assert.NotEqual(due, DueAt(console));
        // Until it is offered, what was added can still be taken back there.
        await Assertions.Expect(page.Locator(".undo-bar")).ToContainTextAsync("Tasks postponed: 1");
        await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync("Tasks as they were: 1");
        Assert.Equal(due, DueAt(console));
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

    private static DateTime DueAt(ConsoleHost console)
    {
        using var store = console.Read();
        return store.WorkTasks.Single(t => t.Note == "Gọi lại báo giá").DueAt;
    }

    [Fact]
    public async Task ChooseGiveAndFinish_ByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        await Assertions.Expect(rows.First.Locator(".rz-cell-data > .due > [data-left=over]")).ToHaveCountAsync(1);
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
        await ops.UndoByKeyAsync();
        await Assertions.Expect(rows.Filter(new() { HasTextString = "trojan" })).ToHaveCountAsync(2);

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

    [Fact]
    public async Task Add_PostponeFinishAndReopen_ByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, keys, rows) = (ops.Page, ops.Page.Keyboard, await ops.RowsAsync("tasks", 7));
        await page.Locator("#add-tasks").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#task-customer")).ToBeFocusedAsync();
        await keys.TypeAsync("deploy");
        await Assertions.Expect(page.Locator("#task-customer-list [role=option]")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#task-customer")).ToHaveValueAsync("Deploy Smoke 20260603102624");
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#task-note")).ToBeFocusedAsync();
        await keys.TypeAsync("Gửi báo giá");
        await ops.TabToAsync("#task-owner");
        await keys.TypeAsync("trojan");
        await ops.TabToAsync("#task-due");
        // By the console's clock, each part typed where it stands; the hour once more, over a chosen time.
        var day = DateTime.UtcNow.AddDays(40);
        await keys.TypeAsync(day.ToString("MMddyyyy", CultureInfo.InvariantCulture));
        await keys.PressAsync("ArrowRight");
        await keys.TypeAsync("0830AM");
        for (var i = 0; i < 2; i++) await keys.PressAsync("ArrowLeft");
        await keys.TypeAsync("1015");
        await Assertions.Expect(page.Locator("#task-due")).ToHaveValueAsync(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T10:15");
        await keys.PressAsync("Enter");
        await ops.ExpectCounterAsync("open_tasks", 8);
        var made = rows.Filter(new() { HasTextString = "Gửi báo giá" });
        foreach (var text in (string[])["trojan", day.ToString("MM-dd", CultureInfo.InvariantCulture) + " 10:15"]) await Assertions.Expect(made).ToContainTextAsync(text);

        await made.Locator(".mark").PressAsync("Space");
        await page.Locator("#postpone-tasks").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#task-due")).ToBeFocusedAsync();
        await ops.TabToAsync(".rz-dialog .chip >> nth=3");
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Locator(".rz-dialog .chip").Nth(3)).ToHaveAttributeAsync("aria-pressed", "true");
        await ops.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(made).ToContainTextAsync("09:00");
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToHaveCountAsync(0);
        await made.Locator(".mark").PressAsync("Space");
        await page.Locator("#finish-tasks").PressAsync("Enter");
        await ops.ExpectCounterAsync("open_tasks", 7);
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("open_tasks", 8);
        await made.Locator(".mark").PressAsync("Space");
        await page.Locator("#finish-tasks").PressAsync("Enter");
        await ops.ExpectCounterAsync("open_tasks", 7);
        await page.Locator("#tasks").GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(made).ToContainTextAsync("done");
        await made.Locator(".mark").PressAsync("Space");
        await page.Locator("#reopen-tasks").PressAsync("Enter");
        await ops.ExpectCounterAsync("open_tasks", 8);
        await Assertions.Expect(made).ToContainTextAsync("open");
        await ops.UndoByKeyAsync();
        await ops.ExpectCounterAsync("open_tasks", 7);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Give_ByMouse_OfATaskThatSomebodyFinishedMeanwhile_SaysWhichWasNotGiven()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, (await ops.RowsAsync("tasks", 7)).Filter(new() { HasNotTextString = "review" }));
        var owner = console.Person("supervisor@example.com");
        for (var i = 0; i < 2; i++) await rows.Nth(i).Locator(".mark").ClickAsync();
        var first = Guid.Parse((await rows.First.GetAttributeAsync("data-id"))!);
        await page.ClickAsync("#give-tasks");
        await page.SelectOptionAsync("#task-owner", owner.Id.ToString());
        await using (var before = console.Read())
        {
            var task = before.WorkTasks.Single(t => t.Id == first);
            Assert.True((await console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [new SeenTask(task.Id, task.Status, task.SalesUserId, task.DueAt)]), Caller.Person(console.Person("trojan@example.com")))).Succeeded);
        }
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync("1 not done: The task is done by now");
        await Assertions.Expect(rows.Filter(new() { HasTextString = owner.Name })).ToHaveCountAsync(1);
        // It stays chosen, as it is by now: who finished it too early opens it again.
        await Assertions.Expect(page.Locator("#tasks .grid-acts")).ToContainTextAsync("1 chosen");
        await Assertions.Expect(page.Locator("#reopen-tasks")).ToHaveCountAsync(1);
        await using var store = console.Read();
        Assert.Equal(1, store.WorkTasks.Count(t => t.SalesUserId == owner.Id && t.Status == WorkTaskStatus.Open));
        Assert.Empty(ops.Complaints);
    }
}
