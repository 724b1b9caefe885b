using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What is done with one customer over the page.</summary>
[Collection(InOtherChromium.Name)]
public sealed class CustomerDrawerTests(Chromium chromium)
{
    [Fact]
    public async Task Erase_ConfirmedByKeyboard_IsGoneFromEveryScreen()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Deploy Smoke");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await ops.RowsAsync("customers", 6);
        await ops.OpenCustomerAsync(customer.Id);
        await Assertions.Expect(ops.Page.Locator("#customer")).ToContainTextAsync(customer.Name);
        await Assertions.Expect(ops.Page.Locator("#erase-customer, [data-steps]")).ToHaveCountAsync(0);

        await admin.OpenCustomerAsync(customer.Id);
        await admin.Page.Locator("#erase-customer").FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.Page.Locator("#erase-confirmation").PressSequentiallyAsync("nonsense");
        await admin.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(admin.Page.Locator("#erase-confirmation-note.field-error")).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.Locator("#erase-reason-note.field-error")).ToBeVisibleAsync();
        // The first field in error gets the focus; what is typed before it comes would be torn away.
        await Assertions.Expect(admin.Page.Locator("#erase-reason")).ToBeFocusedAsync();
        await admin.Page.SelectOptionAsync("#erase-reason", "customer_request");
        await admin.Page.FillAsync("#erase-confirmation", ShortId.Of(customer.Id));
        await admin.Page.Locator("#erase-confirmation").PressAsync("Enter");

        foreach (var session in (Session[])[admin, ops])
        {
            await Assertions.Expect(session.Page.Locator("#customer")).ToContainTextAsync($"#{ShortId.Of(customer.Id)}");
            await Assertions.Expect(session.Page.Locator("#customer")).Not.ToContainTextAsync("Deploy Smoke");
            await Assertions.Expect(session.Page.Locator("#customer .drawer-body > .notice")).ToBeVisibleAsync();
            await session.ExpectCounterAsync("active_bindings", 5);
            Assert.Empty(session.Complaints);
        }
        await Assertions.Expect(admin.Page.Locator("#erase-customer")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Steps_ArrowKeys_WalkTheConversation()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Handover User");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        await supervisor.OpenCustomerAsync(customer.Id);
        await supervisor.Page.Locator("[data-steps]").ClickAsync();
        var steps = supervisor.Page.Locator(".steps");
        await Assertions.Expect(steps).ToBeFocusedAsync();
        await Assertions.Expect(steps).ToContainTextAsync("3 / 3");
        await supervisor.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(steps).ToContainTextAsync("customer.human_takeover");
        await supervisor.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(steps).ToContainTextAsync("1 / 3");
        await Assertions.Expect(steps.Locator(".guards li.ok")).ToHaveCountAsync(4);
        await supervisor.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(steps).ToContainTextAsync("2 / 3");

        // What is looked at stands in the address: a reload finds it again, and Back takes back one step after another.
        var (page, past, messages) = (supervisor.Page, supervisor.Page.Locator("#past-customer [role=status]"), supervisor.Page.Locator(".timeline-head .chip[aria-pressed]").Nth(1));
        long then;
        await using (var store = console.Read()) then = store.AuditEntries.Where(a => a.CustomerId == customer.Id).Min(a => a.Sequence);
        await page.ClickAsync("#past-open");
        await page.FillAsync("#past-sequence", $"{then}");
        await page.Locator("#past-sequence").PressAsync("Enter");
        await Assertions.Expect(past).ToContainTextAsync($"#{then}");
        await page.ReloadAsync();
        await Assertions.Expect(steps).ToContainTextAsync("3 / 3");
        await Assertions.Expect(past).ToContainTextAsync($"#{then}");
        await page.ClickAsync(".steps .chip");
        await messages.PressAsync("Enter");
        await Assertions.Expect(messages).ToHaveAttributeAsync("aria-pressed", "true");
        await page.ReloadAsync();
        await Assertions.Expect(messages).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GoBackAsync();
        await Assertions.Expect(messages).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GoBackAsync();
        await Assertions.Expect(steps).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(past).ToHaveTextAsync("");
        await page.GoBackAsync();
        await Assertions.Expect(past).ToHaveCountAsync(0);
        await Assertions.Expect(steps).ToBeVisibleAsync();
        // It goes with the customer.
        await page.ClickAsync("#customer a[data-leave]");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*$"));
        // Nor does Back open it again, though an address had opened it and two things were looked at; nor after a section was gone to from there.
        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*$"));
        await supervisor.OpenCustomerAsync(customer.Id);
        await messages.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("timeline="));
        await page.EvaluateAsync("() => document.querySelector('a[data-anchor=tasks]').click()");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*#tasks$"));
        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*$"));
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Edit_SomebodyElseWasFaster_ShowsBoth_ThenSavesAndTakesBackByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Deploy Smoke");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.OpenCustomerAsync(customer.Id);
        await page.Locator("#edit-customer").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.FillAsync("#customer-name", " ");
        await page.FillAsync("#customer-note", "Gọi sau 17 giờ");
        await page.Locator("#customer-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer-name-note.field-error")).ToBeVisibleAsync();
        var supervisor = Caller.Person(console.Person("supervisor@example.com"));
        Assert.True((await console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, customer.Traits, "Nguyễn Thị Ánh", "VIP"), supervisor)).Succeeded);
        await page.FillAsync("#customer-name", customer.Name);
        await page.Locator("#customer-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".conflict li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#customer-name")).ToHaveValueAsync("Nguyễn Thị Ánh");
        await Assertions.Expect(page.Locator("#customer-note")).ToHaveValueAsync("Gọi sau 17 giờ");
        await page.Locator("#customer-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer-noted")).ToHaveTextAsync("Gọi sau 17 giờ");
        await Assertions.Expect(page.Locator(".written").First).ToContainTextAsync("VIP");

        await page.Locator("#customer-title").FocusAsync();
        await ops.UndoByKeyAsync();
        await Assertions.Expect(page.Locator("#customer-noted")).ToHaveTextAsync("VIP");
        await Assertions.Expect(page.Locator("#customer .drawer-who")).ToContainTextAsync("Nguyễn Thị Ánh");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task OptOut_WithProof_IsInThePool_AndLiftedByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Deploy Smoke");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await page.GotoAsync($"/?customer={customer.Id}&customers.optedOut=yes");
        await page.ClickAsync("[data-opt-out=telegram]");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#consent-source-note.field-error")).ToBeVisibleAsync();
        await page.SelectOptionAsync("#consent-source", "by_phone");
        await page.FillAsync("#consent-note", "Đừng nhắn nữa");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("[data-consent=telegram]")).ToContainTextAsync("Đừng nhắn nữa");
        await Assertions.Expect(page.Locator("#undo")).ToBeVisibleAsync();

        await page.Locator("[data-lift=telegram]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.SelectOptionAsync("#consent-source", "customer_wrote");
        await page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-opt-out=telegram]")).ToHaveCountAsync(1);
        await page.Locator("#customer-title").FocusAsync();
        await ops.UndoByKeyAsync();
        await Assertions.Expect(page.Locator("[data-lift=telegram]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);
        var rows = await ops.RowsAsync("customers", 1);
        await Assertions.Expect(rows.Locator(".tag.bad")).ToHaveTextAsync("Opted out");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task OptOut_ByKeyboardAlone_IsLiftedByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Smoke User");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, keys) = (ops.Page, ops.Page.Keyboard);
        await ops.OpenCustomerAsync(customer.Id);
        await page.Locator("[data-opt-out=telegram]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#consent-source")).ToBeFocusedAsync();
        await keys.TypeAsync("By ph");
        await Assertions.Expect(page.Locator("#consent-source")).ToHaveValueAsync("by_phone");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("không nhắn nữa");
        await ops.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-consent=telegram]")).ToContainTextAsync("không nhắn nữa");
        // The button that was pressed is gone: the focus stays in the drawer.
        await Assertions.Expect(page.Locator("#customer :focus")).ToHaveCountAsync(1);
        await page.ClickAsync("[data-lift=telegram]");
        await page.SelectOptionAsync("#consent-source", "customer_wrote");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("[data-opt-out=telegram]")).ToHaveCountAsync(1);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Erase_ByMouse_SaysWhatGoes_AndLeavesNobodyInThePool()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Smoke User");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, rows) = (admin.Page, await admin.RowsAsync("customers", 6));
        await rows.Filter(new() { HasTextString = customer.Name }).Locator("a[data-customer]").ClickAsync();
        await page.ClickAsync("#erase-customer");
        await Assertions.Expect(page.Locator(".erase-notes .notice.bad li").Nth(1)).ToContainTextAsync("2");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog .field-error")).ToHaveCountAsync(2);
        await page.SelectOptionAsync("#erase-reason", "customer_request");
        await page.FillAsync("#erase-confirmation", ShortId.Of(customer.Id));
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-notification")).ToContainTextAsync(ShortId.Of(customer.Id));
        await Assertions.Expect(page.Locator("#erase-customer, #edit-customer, [data-take-over], #drawer-add-task")).ToHaveCountAsync(0);
        await page.ClickAsync("#customer .head a.chip");
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);
        await Assertions.Expect(rows.Filter(new() { HasTextString = customer.Name })).ToHaveCountAsync(0);
        await admin.ExpectCounterAsync("active_bindings", 5);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Edit_ByMouse_StandsInThePool_AndIsTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        var customer = await CustomerAsync(console, "Smoke User");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        await using var other = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var seen = (await other.RowsAsync("customers", 6)).Filter(new() { HasTextString = "Nguyễn Thị Ánh" });
        await rows.Filter(new() { HasTextString = customer.Name }).Locator("a[data-customer]").ClickAsync();
        await page.ClickAsync("#edit-customer");
        await page.FillAsync("#customer-name", "Nguyễn Thị Ánh");
        await page.FillAsync("#customer-note", "Khách quen, gọi buổi tối");
        // Nothing typed is lost by a press beside it.
        await page.Locator(".rz-dialog .form-acts button").First.ClickAsync();
        await page.Locator(".rz-dialog .ask button").Last.ClickAsync();
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync("Nguyễn Thị Ánh");
        await Assertions.Expect(page.Locator("#customer-noted")).ToHaveTextAsync("Khách quen, gọi buổi tối");
        await Assertions.Expect(seen).ToHaveCountAsync(1);
        await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator("#customer .drawer-who b")).ToHaveTextAsync(customer.Name);
        await Assertions.Expect(page.Locator("#customer-noted")).ToHaveCountAsync(0);
        await Assertions.Expect(seen).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints.Concat(other.Complaints));
    }

    private static async Task<Customer> CustomerAsync(ConsoleHost console, string name)
    {
        await using var store = await console.App.Services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await store.Customers.SingleAsync(c => c.Name.StartsWith(name), TestContext.Current.CancellationToken);
    }
}
