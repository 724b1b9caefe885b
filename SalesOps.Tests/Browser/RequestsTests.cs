using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A customer asks to be erased: from the drawer to the certificate.</summary>
[Collection(InOtherChromium.Name)]
public sealed class RequestsTests(Chromium chromium)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_FromTheDrawer_IsFiledAnsweredErasedAndProven(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        Guid id;
        await using (var store = console.Read()) id = store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id;
        await admin.OpenCustomerAsync(id);
        var request = page.Locator("#customer-requests [data-request]");

        await PressAsync("#file-request");
        await Assertions.Expect(page.Locator(".rz-dialog .dialog-notes")).ToContainTextAsync("Deploy Smoke");
        await Assertions.Expect(page.Locator("#request-received-note")).ToContainTextAsync("To be answered by");
        await PressAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#request-source-note")).ToContainTextAsync("How it came");
        await ChooseAsync("#request-source", "by_phone", 5);
        await page.FillAsync("#request-note", "Please delete everything");
        await PressAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "open");
        await Assertions.Expect(request).ToContainTextAsync("Please delete everything");
        await UndoAsync();
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "withdrawn");

        await PressAsync("#file-request");
        await ChooseAsync("#request-source", "by_phone", 5);
        await PressAsync(".rz-dialog button[type=submit]");
        request = request.First;
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "open");
        await PressAsync("[data-refuse]");
        await ChooseAsync("#refuse-reason", "identity_unproven", 1);
        await PressAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "refused");
        await UndoAsync();
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "open");
        await PressAsync("[data-answered]");
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "answered");

        await PressAsync("[data-complete]");
        await ChooseAsync("#erase-reason", "customer_request", 1);
        await page.FillAsync("#erase-confirmation", ShortId.Of(id));
        await PressAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(request).ToHaveAttributeAsync("data-status", "completed");
        await Assertions.Expect(page.Locator("#file-request")).ToHaveCountAsync(0);

        var proof = await page.RunAndWaitForPopupAsync(() => PressAsync("#customer-requests [data-certificate]"));
        await Assertions.Expect(proof.Locator("h1")).ToHaveTextAsync("Certificate of erasure");
        await using (var store = console.Read())
        {
            var entry = store.AuditEntries.Single(a => a.Action == "customer.erased");
            await Assertions.Expect(proof.Locator(".certificate")).ToContainTextAsync(Convert.ToHexStringLower(entry.Hash));
            await Assertions.Expect(proof.Locator(".certificate")).ToContainTextAsync($"#{entry.Sequence}");
        }
        Assert.DoesNotContain("Deploy Smoke", await proof.ContentAsync(), StringComparison.Ordinal);
        await proof.CloseAsync();
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);

        async Task PressAsync(string selector)
        {
            var button = page.Locator(selector).First;
            await Assertions.Expect(button).ToBeEnabledAsync();
            await (byKeyboard ? button.PressAsync("Enter") : button.ClickAsync());
        }

        async Task ChooseAsync(string selector, string value, int down)
        {
            if (!byKeyboard)
            {
                await page.SelectOptionAsync(selector, value);
                return;
            }
            await page.Locator(selector).FocusAsync();
            for (var i = 0; i < down; i++) await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(page.Locator(selector)).ToHaveValueAsync(value);
        }

        async Task UndoAsync()
        {
            if (!byKeyboard)
            {
                await page.ClickAsync("#undo");
                return;
            }
            await page.Locator("#customer-title").FocusAsync();
            await admin.UndoByKeyAsync();
        }
    }

    [Fact]
    public async Task Erasing_SaysWhichRequestItCompletes_BeforeItDoes()
    {
        await using var console = await ConsoleHost.StartAsync();
        Guid id, other;
        await using (var store = console.Read()) (id, other) = (store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id, store.Customers.Single(c => c.Name.StartsWith("State Smoke")).Id);
        var received = console.Clock.GetUtcNow().UtcDateTime.AddDays(-1);
        Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", received, null))).Succeeded);
        DataRequest asked;
        await using (var store = console.Read()) asked = store.DataRequests.Single(r => r.CustomerId == id);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, said) = (admin.Page, admin.Page.Locator("#erase-completes"));
        await admin.OpenCustomerAsync(id);
        await page.ClickAsync("#erase-customer");
        await Assertions.Expect(said).ToContainTextAsync("This completes the request");
        var times = said.Locator("time:not(.left)");
        await Assertions.Expect(times).ToHaveCountAsync(2);
        Assert.Equal([Machine(asked.ReceivedAt), Machine(asked.CompletionDueAt)], await times.EvaluateAllAsync<string[]>("all => all.map(t => t.dateTime)"));

        await admin.OpenCustomerAsync(other);
        await page.ClickAsync("#erase-customer");
        await Assertions.Expect(page.Locator("#erase-reason")).ToBeVisibleAsync();
        await Assertions.Expect(said).ToHaveCountAsync(0);
        Assert.Empty(admin.Complaints);

        static string Machine(DateTime at) => SalesOps.Console.Shell.ConsoleTime.Machine(at);
    }

    [Fact]
    public async Task OverdueRequests_AreSaidWhereOneLooks_LedToByTheFinder_AndOpenTheirCustomer()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        Guid id;
        await using (var store = console.Read()) id = store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id;
        var received = console.Clock.GetUtcNow().UtcDateTime;
        Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", received, null))).Succeeded);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.PressUntilAsync("Control+k", "#find:focus");
        await page.FillAsync("#find", "data requests");
        await page.Keyboard.PressAsync("Enter");
        var rows = page.Locator("#requests tr[data-id]");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#late-requests")).ToHaveCountAsync(0);

        console.Clock.Advance(TimeSpan.FromDays(4));
        await Assertions.Expect(page.Locator("#late-requests.bad")).ToHaveTextAsync("Data requests overdue: 1", new() { Timeout = 30_000 });
        await page.ClickAsync("#late-requests");
        await Assertions.Expect(page.Locator("#requests .grid-chips")).ToContainTextAsync("Overdue");
        await rows.Locator("a[data-customer]").ClickAsync();
        await Assertions.Expect(page.Locator("#customer-requests [data-request]")).ToHaveAttributeAsync("data-status", "open");
        // Erasing is the admins'.
        await Assertions.Expect(page.Locator("[data-complete]")).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Request_FromTheList_IsRefusedAnsweredAndErased_WhereOneStands()
    {
        await using var console = await ConsoleHost.StartAsync();
        Guid id;
        await using (var store = console.Read()) id = store.Customers.Single(c => c.Name.StartsWith("Deploy Smoke")).Id;
        Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", console.Clock.GetUtcNow().UtcDateTime, null))).Succeeded);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, rows, dialog) = (admin.Page, await admin.RowsAsync("requests", 1), admin.Page.Locator(".rz-dialog"));
        // By keyboard.
        await rows.First.Locator(".mark").PressAsync("Space");
        await page.Locator("#request-refuse").PressAsync("Enter");
        await page.SelectOptionAsync("#refuse-reason", "identity_unproven");
        await dialog.Locator("button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await admin.UndoByKeyAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        // By mouse.
        await rows.First.Locator(".mark").CheckAsync();
        await page.ClickAsync("#request-answered");
        await Assertions.Expect(rows.First).ToContainTextAsync("Answered");
        await Assertions.Expect(page.Locator("#requests .grid-acts")).ToHaveCountAsync(0);
        await rows.First.Locator(".mark").CheckAsync();
        await Assertions.Expect(page.Locator("#request-answered")).ToHaveCountAsync(0);
        await page.ClickAsync("#request-erase");
        await Assertions.Expect(page.Locator("#erase-completes")).ToBeVisibleAsync();
        await page.SelectOptionAsync("#erase-reason", "customer_request");
        await page.FillAsync("#erase-confirmation", ShortId.Of(id));
        await dialog.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await using (var store = console.Read()) Assert.Equal(DataRequestStatus.Completed, store.DataRequests.Single().Status);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Salesperson_SeesTheRequestOfAnOwnCustomer_AndHasNoPartInIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        Guid id;
        await using (var store = console.Read())
        {
            var me = console.Person("sales@example.com").Id;
            id = store.Customers.First(c => c.SalesUserId == me).Id;
        }
        Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "zalo", console.Clock.GetUtcNow().UtcDateTime, null))).Succeeded);
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com", "vi");
        await sales.OpenCustomerAsync(id);
        await Assertions.Expect(sales.Page.Locator("#customer-requests [data-request]")).ToContainTextAsync("Chờ trả lời");
        await Assertions.Expect(sales.Page.Locator("#customer-requests button")).ToHaveCountAsync(0);
        await Assertions.Expect(sales.Page.Locator("#requests")).ToHaveCountAsync(0);
        Assert.Empty(sales.Complaints);
    }
}
