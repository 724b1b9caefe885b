using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Who did what to what, and what it was before: asked by person and action, and read in an entry that is opened.</summary>
[Collection(InOtherChromium.Name)]
public sealed class AuditTests(Chromium chromium)
{
    [Fact]
    public async Task Entry_OpenedByMouse_AndByKeyboard_TellsWhatWasAndIs_UntilErased()
    {
        await using var console = await ConsoleHost.StartAsync();
        var id = await RenameAsync(console);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en", new() { BypassCSP = true, ViewportSize = new() { Width = 1440, Height = 900 } });
        var (page, rows) = (admin.Page, await admin.RowsAsync("audit"));
        var (link, entry) = (rows.Filter(new() { HasTextString = "customer.edited" }).Locator(".row-open"), page.Locator("#audit .entry"));
        await Assertions.Expect(rows.Filter(new() { HasTextString = "customer.edited" })).ToContainTextAsync(console.Person("ops@example.com").Name);
        await Assertions.Expect(link).ToHaveAttributeAsync("aria-expanded", "false");

        await link.ClickAsync();
        var name = entry.Locator("[data-table=Customers] [data-field=Name]");
        await Assertions.Expect(name.Locator("th")).ToHaveTextAsync("Name");
        await Assertions.Expect(name.Locator(".was")).ToHaveTextAsync("Lan");
        await Assertions.Expect(name.Locator(".is")).ToHaveTextAsync("Nguyễn Thị Ánh");
        await Assertions.Expect(link).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(link).ToBeFocusedAsync();
        var violations = (await page.Locator("#audit").RunAxe()).Violations;
        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}")));
        // What is being read stays where it is.
        await page.Mouse.MoveAsync(2, 2);
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "who", "new", "Chào shop"), Caller.Runtime);
        await Assertions.Expect(page.Locator("#audit .new")).ToBeVisibleAsync();

        await link.PressAsync("Enter");
        await Assertions.Expect(entry).ToHaveCountAsync(0);
        await Assertions.Expect(link).ToBeFocusedAsync();
        Assert.True((await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)))).Succeeded);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(entry).ToContainTextAsync("was erased");
        await Assertions.Expect(entry).Not.ToContainTextAsync("Lan");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"[?&]entry=\d+"));
        await page.ReloadAsync();
        await admin.ExpectPageAsync();
        await admin.RowsAsync("audit");
        await Assertions.Expect(entry).ToContainTextAsync("was erased");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Filters_ByPersonAndAction_LiftTheScope()
    {
        await using var console = await ConsoleHost.StartAsync();
        await RenameAsync(console);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, rows) = (admin.Page, await admin.RowsAsync("audit"));
        await page.Locator("#audit details:has(.filters) > summary").First.ClickAsync();
        ILocator Choice(string label) => page.Locator($"#audit .filters label:has(.label:text-is('{label}')) select");
        await Choice("Person").SelectOptionAsync(console.Person("ops@example.com").Id.ToString());
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("customer.edited");
        await page.Locator("#audit .grid-chips .chip.on").PressAsync("Enter");
        await page.Locator("#audit details:has(.filters) > summary").First.ClickAsync();
        await Choice("Action").SelectOptionAsync("api_key.created");
        // No operation: the scope gives way.
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("api_key.created");
        await rows.Locator(".row-open").ClickAsync();
        var key = page.Locator("#audit .entry [data-table=ApiKeys]");
        await Assertions.Expect(key.Locator("[data-field=KeyHash]")).ToContainTextAsync("secret, not shown");
        await Assertions.Expect(key.Locator("[data-field=Scopes]")).ToContainTextAsync("conversations");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Days_ChosenByMouse_AndTypedByKeyboard_AreThoseOfTheListAndItsFile()
    {
        await using var console = await ConsoleHost.StartAsync();
        await RenameAsync(console);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, rows) = (admin.Page, await admin.RowsAsync("audit"));
        var (first, last) = (new DateTime(2026, 6, 1, 17, 0, 0, DateTimeKind.Utc), new DateTime(2026, 6, 3, 17, 0, 0, DateTimeKind.Utc));
        await using var store = console.Read();
        int Count(DateTime from, DateTime until) => store.AuditEntries.Count(a => a.CustomerId != null && a.Action != "customer.viewed" && a.At >= from && a.At < until);

        await page.Locator("#audit details:has(.filters) > summary").First.ClickAsync();
        await page.FillAsync("#audit-time-to", "2026-06-03");
        await page.Locator("#audit-time-to").DispatchEventAsync("change");
        await Assertions.Expect(page.Locator("#audit .grid-chips .chip.on")).ToContainTextAsync("Time: … – 2026-06-03");
        await Assertions.Expect(rows).ToHaveCountAsync(Math.Min(20, Count(DateTime.UnixEpoch, last)));
        await Assertions.Expect(page.Locator("#audit")).Not.ToContainTextAsync("Nguyễn Thị Ánh");

        await page.Locator("#audit-time-from").FocusAsync();
        await page.Keyboard.TypeAsync("06022026", new() { Delay = 100 });
        await Assertions.Expect(page.Locator("#audit .grid-chips .chip.on")).ToContainTextAsync("Time: 2026-06-02 – 2026-06-03");
        await Assertions.Expect(page.Locator("#audit .count")).ToHaveTextAsync(Count(first, last).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Assertions.Expect(page.Locator("#audit-time-from")).ToBeFocusedAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("audit\\.time=2026-06-01T17(:|%3A)00Z~2026-06-03T17(:|%3A)00Z"));
        await page.ReloadAsync();
        await admin.ExpectPageAsync();
        rows = await admin.RowsAsync("audit");
        await Assertions.Expect(page.Locator("#audit .count")).ToHaveTextAsync(Count(first, last).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.ClickAsync("#audit-export");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#audit a[href*='.csv']"));
        Assert.Equal(1 + Count(first, last), (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length);

        // Who begins behind the end chooses another end.
        await page.Locator("#audit details:has(.filters) > summary").First.ClickAsync();
        await Assertions.Expect(page.Locator("#audit-time-to")).ToHaveValueAsync("2026-06-03");
        await page.Locator("#audit-time-from").FocusAsync();
        await page.Keyboard.TypeAsync("06042026", new() { Delay = 100 });
        await Assertions.Expect(page.Locator("#audit .grid-chips .chip.on")).ToContainTextAsync("Time: 2026-06-04 – …");
        await Assertions.Expect(page.Locator("#audit-time-to")).ToHaveValueAsync("");
        await page.Locator("#audit .grid-chips .chip.on").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#audit .grid-chips")).ToHaveCountAsync(0);
        await Assertions.Expect(rows).ToHaveCountAsync(Math.Min(20, Count(DateTime.UnixEpoch, DateTime.MaxValue)));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task CustomerOpened_ByMouse_AndByKeyboard_SaysOnceWhoLooked()
    {
        await using var console = await ConsoleHost.StartAsync();
        var id = await RenameAsync(console);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var name = (await ops.RowsAsync("customers")).Filter(new() { HasTextString = "Nguyễn Thị Ánh" }).Locator("a").First;
        await name.ClickAsync();
        await Assertions.Expect(ops.Page.Locator("#customer")).ToContainTextAsync("Nguyễn Thị Ánh");
        await ops.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(name).ToBeFocusedAsync();
        await name.PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#customer")).ToContainTextAsync("Nguyễn Thị Ánh");

        var rows = await admin.RowsAsync("audit");
        // What was done stays in view; who looked is asked for.
        await Assertions.Expect(rows.First).ToContainTextAsync("customer.edited");
        await admin.Page.Locator("#audit .chips .chip").Filter(new() { HasTextString = "Looked at" }).ClickAsync();
        // The queue shows each of the two a case, before anything is opened.
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Assertions.Expect(rows.First).ToContainTextAsync(console.Person("ops@example.com").Name);
        await rows.First.Locator(".row-open").PressAsync("Enter");
        await Assertions.Expect(admin.Page.Locator("#audit .entry [data-table=Viewings]")).ToBeVisibleAsync();
        Assert.Empty(ops.Complaints);
        Assert.Empty(admin.Complaints);
    }

    /// <summary>Somebody of ops gives a new customer another name.</summary>
    private static async Task<Guid> RenameAsync(ConsoleHost console)
    {
        var id = (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "acc-1", "m-1", "chào shop", "Lan"), Caller.Runtime)).Value.CustomerId;
        Assert.True((await console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, new CustomerTraits("Lan", ""), "Nguyễn Thị Ánh", "Gọi sau"), Caller.Person(console.Person("ops@example.com")))).Succeeded);
        return id;
    }
}
