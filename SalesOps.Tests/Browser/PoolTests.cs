using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Customers are found in the pool: by filters, and by what was said.</summary>
[Collection(InOtherChromium.Name)]
public sealed class PoolTests(Chromium chromium)
{
    [Fact]
    public async Task Filters_ByMouseAndKeyboard_StandInTheAddress_AndAreTakenAwayAgain()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        await page.Locator("#customers details:has(.filters) > summary").First.ClickAsync();
        ILocator Choice(string label) => page.Locator($"#customers .filters label:has(.label:text-is('{label}')) select");
        await Choice("Intent").SelectOptionAsync("recharge_intent");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Choice("Confidence").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.confidence=0\\.55~0\\.7&customers\\.intent=recharge_intent|customers\\.intent=recharge_intent&customers\\.confidence=0\\.55~0\\.7"));
        await Assertions.Expect(rows).ToContainTextAsync("State Smoke");
        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers", 1);
        var chips = page.Locator("#customers .grid-chips .chip.on");
        await Assertions.Expect(chips).ToHaveCountAsync(2);
        await chips.First.PressAsync("Enter");
        await Assertions.Expect(chips).ToHaveCountAsync(1);
        await page.Locator("#customers .grid-chips .chip:not(.on)").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task WhatWasSaid_SearchedByKeyboard_FindsWhoSaidIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "dao-1", "m-1", "Em muốn hoàn tiền đơn này"), Caller.Runtime);
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "wang-1", "m-2", "我要退款"), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 8));
        var said = DateTime.UtcNow;
        var indexing = console.App.Services.GetRequiredService<MessageIndexing>();
        while (indexing.UpTo <= said) await Task.Delay(20, Http.Token);
        await page.Locator("#customers .tools .chip").Filter(new() { HasTextRegex = new Regex("^Messages$") }).PressAsync("Enter");
        var box = page.Locator("#customers-search");
        await Assertions.Expect(box).ToHaveAttributeAsync("placeholder", "Words in messages");
        await box.PressSequentiallyAsync("HOAN TIEN don");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("dao-1");
        // Where one reads, one stays.
        await Assertions.Expect(page.Locator("#customers h2")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#customers .grid-note time")).ToBeVisibleAsync();
        await box.FillAsync("退款");
        await Assertions.Expect(rows).ToContainTextAsync("wang-1");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.text="));
        // The same words among names.
        await page.Locator("#customers .tools .chip").Filter(new() { HasTextRegex = new Regex("^Customer$") }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.search="));
        Assert.DoesNotContain("customers.text", page.Url, StringComparison.Ordinal);
        await box.FillAsync("dao-1");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task ColumnsAndDensity_AreRememberedAfterAReload_AndPutBackTheOtherWay()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.RowsAsync("customers", 6);
        await page.Locator("#customers details.columns > summary").ClickAsync();
        await page.Locator("#customers .check").Filter(new() { HasTextRegex = new Regex("^Tasks$") }).Locator("input").PressAsync("Space");
        await page.Locator("#customers .density button").Last.ClickAsync();
        await Assertions.Expect(page.Locator("#customers .grid-rows[data-density=compact]")).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers", 6);
        await Assertions.Expect(page.Locator("#customers .grid-rows[data-density=compact]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#customers thead th").Filter(new() { HasTextRegex = new Regex("^Tasks") })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#customers thead th").Filter(new() { HasTextRegex = new Regex("^Last seen") })).ToHaveCountAsync(1);

        var menu = page.Locator("#customers details.columns > summary");
        await menu.PressAsync("Enter");
        await page.Locator("#customers .check").Filter(new() { HasTextRegex = new Regex("^Tasks$") }).ClickAsync();
        await Assertions.Expect(page.Locator("#customers thead th").Filter(new() { HasTextRegex = new Regex("^Tasks") })).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeFocusedAsync();
        await page.Locator("#customers .density button").First.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customers .grid-rows[data-density=compact]")).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }
    [Fact]
    public async Task Address_OfASectionForOthers_AndOfAPageBeyondTheEnd_SaysSo_AndShowsTheLast()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com", "en");
        await sales.Page.GotoAsync("/?customers.page=999#settings");
        await Assertions.Expect(sales.Page.Locator(".rz-notification")).ToContainTextAsync("“Settings” is not open to your role");
        await sales.Page.EvaluateAsync("() => document.getElementById('customers').scrollIntoView()");
        await Assertions.Expect(sales.Page.Locator("#customers tr[data-id]").First).ToBeVisibleAsync();
        await Assertions.Expect(sales.Page).Not.ToHaveURLAsync(new Regex("page="));
        // A menu that the keyboard leaves is closed.
        var menu = sales.Page.Locator("#customers details.columns");
        await menu.Locator("summary").PressAsync("Enter");
        await Assertions.Expect(menu).ToHaveAttributeAsync("open", "");
        await sales.Page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(menu).Not.ToHaveAttributeAsync("open", "");
        Assert.Empty(sales.Complaints);
    }

    [Fact]
    public async Task Draft_OfATask_BringsBackWhoWasPicked_AndTheUsualTime()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.RowsAsync("tasks", 7);
        await page.ClickAsync("#add-tasks");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#task-customer[aria-invalid=true]")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#task-due-note")).ToHaveTextAsync("Due is required");
        await page.FillAsync("#task-customer", "deploy");
        await page.ClickAsync("#task-customer-list [role=option]");
        await Assertions.Expect(page.Locator("#task-customer")).ToHaveValueAsync("Deploy Smoke 20260603102624");
        await page.ClickAsync(".rz-dialog .chip >> nth=4");
        await Assertions.Expect(page.Locator("#task-due")).Not.ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#task-due[aria-invalid]")).ToHaveCountAsync(0);
        var due = await page.InputValueAsync("#task-due");

        await page.ReloadAsync();
        await ops.ExpectPageAsync();
        await ops.RowsAsync("tasks", 7);
        await page.ClickAsync("#add-tasks");
        await Assertions.Expect(page.Locator(".rz-dialog .notice")).ToHaveTextAsync("What you had typed is here again.");
        await Assertions.Expect(page.Locator("#task-customer")).ToHaveValueAsync("Deploy Smoke 20260603102624");
        await Assertions.Expect(page.Locator("#task-due")).ToHaveValueAsync(due);
        await page.FillAsync("#task-note", "Gọi lại");
        await page.SelectOptionAsync("#task-owner", console.Person("ops@example.com").Id.ToString());
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await ops.ExpectCounterAsync("open_tasks", 8);
        Assert.Empty(ops.Complaints);
    }
}
