using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A supervisor's morning: the queue, by keyboard alone.</summary>
[Collection(InOtherChromium.Name)]
public sealed class DecidingTests(Chromium chromium)
{
    private const string Name = "#case .who b";

    [Fact]
    public async Task Morning_FortyCasesByKeyboardAlone()
    {
        const int Cases = 40;
        await using var console = await ConsoleHost.StartAsync();
        for (var i = 1; i < Cases; i++) await HearAsync(console, $"Khách {i:00}");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        var page = supervisor.Page;
        await Assertions.Expect(page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(30);
        await page.EvaluateAsync("document.querySelector('#reviews .scroll').scrollTo(0, 5000)");
        await Assertions.Expect(page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(Cases);
        await supervisor.PressUntilAsync("j", "#reviews tr[data-id]:focus");

        var seen = new HashSet<string>();
        for (var i = 0; i < Cases; i++)
        {
            // A key that comes before the selected row's case has opened decides nothing.
            var name = await page.Locator("#reviews tr.sel bdi").First.InnerTextAsync();
            await Assertions.Expect(page.Locator(Name)).ToHaveTextAsync(name);
            Assert.True(seen.Add(name), $"{name} opened twice");
            // Every fifth is rejected: too little context, ask the customer.
            foreach (var key in i % 5 == 4 ? (string[])["r", "3", "3"] : ["a"])
            {
                await page.Keyboard.PressAsync(key);
                if (key == "r") await Assertions.Expect(page.Locator("#case .choices")).ToHaveCountAsync(2);
            }
            await Assertions.Expect(page.Locator(Name).Filter(new() { HasTextString = name })).ToHaveCountAsync(0);
        }
        await supervisor.ExpectCounterAsync("understanding_reviews", 0);
        await using var store = console.Read();
        Assert.Equal((32, 8), (store.Decisions.Count(d => d.Outcome == ReviewStatus.Approved), store.Decisions.Count(d => d.Outcome == ReviewStatus.Rejected)));
        Assert.Equal(8, store.WorkTasks.Count(t => t.Kind == TaskKind.AskCustomer));
        Assert.Empty(supervisor.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Undo_ByKey_BringsTheCaseBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await supervisor.PressOnCaseAsync("a", "#case .undo");
        await supervisor.ExpectCounterAsync("understanding_reviews", 0);
        await supervisor.UndoByKeyAsync();
        await supervisor.ExpectCounterAsync("understanding_reviews", 1);
        await Assertions.Expect(supervisor.Page.Locator(Name)).ToHaveTextAsync("Understand Risk 20260603105934");
        await Assertions.Expect(supervisor.Page.Locator("#case .undo")).ToHaveCountAsync(0);
        await using var store = console.Read();
        Assert.Equal("new_lead", store.Customers.Single(c => c.Name == "Understand Risk 20260603105934").Status);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Correction_ByKeyboard_MovesTheState()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "vi");
        var page = supervisor.Page;
        await supervisor.PressOnCaseAsync("e", "#correct-intent:focus");
        // Faster than the page answers: each key goes where it would have gone had it waited.
        await page.Keyboard.TypeAsync("price");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("discovery_price");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("chỉ hỏi giá");
        await page.Keyboard.PressAsync("Enter");

        await supervisor.ExpectCounterAsync("understanding_reviews", 0);
        await using var store = console.Read();
        var customer = store.Customers.Single(c => c.Name == "Understand Risk 20260603105934");
        Assert.Equal(("discovery", "ask_price", "discovery_price"), (customer.Status, customer.Intent, customer.Stage));
        Assert.Equal("chỉ hỏi giá", store.Decisions.Single().Note);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Keys_WhileTheCaseIsOutOfSight_DecideNothing()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var page = supervisor.Page;
        await Assertions.Expect(page.Locator("#case .btn.go")).ToBeEnabledAsync();
        await supervisor.RowsAsync("tasks");
        await page.Locator("#tasks tr[data-id] .mark").First.FocusAsync();
        foreach (var key in (string[])["a", "t", "s", "r", "1"]) await page.Keyboard.PressAsync(key);
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("a");
        // The page hears keys in their order: once the help stands, the others were heard.
        await supervisor.PressUntilAsync("?", ".rz-dialog");
        await supervisor.LeaveDialogAsync();
        await supervisor.ExpectCounterAsync("understanding_reviews", 1);

        await page.EvaluateAsync("document.getElementById('reviews').scrollIntoView()");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("a");
        await supervisor.ExpectCounterAsync("understanding_reviews", 0);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task TwoSupervisors_SeeEachOther_AndOnlyOneDecides()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await Assertions.Expect(supervisor.Page.Locator("#reviews td").Filter(new() { HasTextString = "我" })).ToHaveCountAsync(1);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");

        // The only one is taken: that is another sentence than an empty queue.
        await Assertions.Expect(admin.Page.Locator("#case .rest")).ToContainTextAsync("剩下的都有人在处理");
        await Assertions.Expect(admin.Page.Locator("#reviews tr[data-id]")).ToContainTextAsync("李敏");
        await admin.Page.Locator("#reviews tr[data-id]").ClickAsync();
        await Assertions.Expect(admin.Page.Locator("#case .bar-note")).ToContainTextAsync("李敏 正在处理");
        await Assertions.Expect(admin.Page.Locator("#case .btn.go")).ToBeDisabledAsync();

        await admin.Page.Keyboard.PressAsync("f");
        await Assertions.Expect(admin.Page.Locator("#case .btn.go")).ToBeEnabledAsync();
        await Assertions.Expect(supervisor.Page.Locator("#case .bar-note")).ToContainTextAsync("trojan 正在处理");
        await Assertions.Expect(supervisor.Page.Locator("#case .btn.go")).ToBeDisabledAsync();
        await supervisor.Page.Keyboard.PressAsync("a");
        await admin.Page.Keyboard.PressAsync("a");

        await supervisor.ExpectCounterAsync("understanding_reviews", 0);
        await using var store = console.Read();
        Assert.Equal(console.Person("trojan@example.com").Id, Assert.Single(store.Decisions.AsNoTracking()).ById);
        Assert.Equal(["review.approved", "review.released"], store.AuditEntries.Where(a => a.Action.StartsWith("review.")).Select(a => a.Action).Order());
        Assert.Empty(supervisor.Complaints.Concat(admin.Complaints));
    }

    [Fact]
    public async Task Bulk_ApprovesWhatWasLookedAt()
    {
        await using var console = await ConsoleHost.StartAsync();
        for (var i = 1; i < 5; i++) await HearAsync(console, $"Khách {i:00}");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        await Assertions.Expect(supervisor.Page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(5);
        await supervisor.PressUntilAsync("x", "#reviews .bulk");
        await supervisor.Page.GetByText("All of this kind").ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator("#reviews .mark:checked")).ToHaveCountAsync(5);
        await supervisor.Page.Keyboard.PressAsync("b");
        await Assertions.Expect(supervisor.Page.Locator(".bulk-lines li")).ToHaveCountAsync(5);
        await supervisor.Page.Locator(".bulk-lines input").First.UncheckAsync();
        await supervisor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve 4" }).ClickAsync();

        await supervisor.ExpectCounterAsync("understanding_reviews", 1);
        await supervisor.UndoByKeyAsync();
        await supervisor.ExpectCounterAsync("understanding_reviews", 5);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task EachWay_ByMouse_EndsItsCase_AndIsTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        for (var i = 1; i < 5; i++) await HearAsync(console, $"Khách {i:00}");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var page = supervisor.Page;
        await Assertions.Expect(page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(5);
        var first = await page.Locator(Name).InnerTextAsync();
        await DecideAsync("Approve", 4);
        await page.ClickAsync("#case .undo button");
        await supervisor.ExpectCounterAsync("understanding_reviews", 5);
        // The number moves with the commit; the case that was taken back opens once the undo is answered.
        await Assertions.Expect(page.Locator(Name)).ToHaveTextAsync(first);
        await DecideAsync("Approve", 4);

        // Another one than the next: somebody presses its row.
        var other = page.Locator("#reviews tr[data-id]").Last;
        var who = await other.Locator("td").Nth(2).InnerTextAsync();
        await other.ClickAsync();
        await Assertions.Expect(page.Locator(Name)).ToHaveTextAsync(who);
        await DecideAsync("Reject", 3, async () =>
        {
            await page.Locator("#case .choices").First.Locator(".chip").Nth(2).ClickAsync();
            await page.Locator("#case .choices").Last.Locator(".chip").Nth(2).ClickAsync();
        });
        await DecideAsync("Correct", 2, async () =>
        {
            await page.ClickAsync("#correct-intent");
            await page.Locator("#correct-intent-list [role=option]").Filter(new() { HasTextString = "ask_price" }).ClickAsync();
            await Assertions.Expect(page.Locator("#correct-target")).ToHaveValueAsync("discovery");
            await page.ClickAsync("#case .edit-acts .btn.go");
        });
        await DecideAsync("Take over", 1);
        await supervisor.ExpectCounterAsync("handovers", 3);
        await using var store = console.Read();
        Assert.Equal([ReviewStatus.Approved, ReviewStatus.Rejected, ReviewStatus.Corrected, ReviewStatus.TakenOver],
            store.Decisions.Where(d => d.UndoneAt == null).OrderBy(d => d.Id).Select(d => d.Outcome));
        Assert.Empty(supervisor.Complaints);

        async Task DecideAsync(string way, long left, Func<Task>? further = null)
        {
            var name = await page.Locator(Name).InnerTextAsync();
            await page.Locator("#case .acts .btn:enabled").Filter(new() { HasTextString = way }).ClickAsync();
            if (further is not null) await further();
            await supervisor.ExpectCounterAsync("understanding_reviews", left);
            await Assertions.Expect(page.Locator(Name).Filter(new() { HasTextString = name })).ToHaveCountAsync(0);
        }
    }

    private static async Task HearAsync(ConsoleHost console, string who) => Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{who}",
        "Bên mình có đáng tin không?", who, null, new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1")), Caller.Runtime)).Succeeded);
}
