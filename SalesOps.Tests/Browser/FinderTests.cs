using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Ctrl K finds customers, sections and actions.</summary>
[Collection(InOtherChromium.Name)]
public sealed class FinderTests(Chromium chromium)
{
    [Fact]
    public async Task Find_ByKeyboard_OpensACustomer_ASectionAndAnAction()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        var page = admin.Page;

        await admin.PressUntilAsync("Control+k", "#find:focus");
        await Assertions.Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("understand risk");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Understand Risk");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer")).ToContainTextAsync("Understand Risk");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#find").FillAsync("nhan vien");
        await Assertions.Expect(page.Locator("#find-list [role=option]").First).ToBeVisibleAsync();
        await page.Locator("#find").FillAsync("them task nhan");
        await Assertions.Expect(page.Locator("#find-list [role=option]")).ToHaveCountAsync(0);
        await page.Locator("#find").FillAsync("add-nothing");
        await Assertions.Expect(page.Locator(".finder [role=status]")).ToBeVisibleAsync();
        await page.Locator("#find").FillAsync("audit");
        await Assertions.Expect(page.Locator("#find-0")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#audit h2")).ToBeInViewportAsync();

        await page.ClickAsync(".bar .find");
        await page.Locator("#find-list [role=option]").Filter(new() { HasTextRegex = new Regex("^Thêm AI") }).ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog form")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#find")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(1);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Find_APersonsLeave_OpensItsDialog_ByKeyboardAndByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "zh-CN");
        var (page, dialog) = (ops.Page, ops.Page.Locator(".rz-dialog"));
        await ops.PressUntilAsync("Control+k", "#find:focus");
        await page.FillAsync("#find", "休假 demo");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("休假: Demo Sales");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToContainTextAsync("Demo Sales");
        await Assertions.Expect(dialog.Locator("form")).ToBeVisibleAsync();
        await ops.LeaveDialogAsync();

        // Somebody whose row the section does not show.
        await page.ClickAsync(".bar .find");
        await page.FillAsync("#find", "休假 陈静");
        await page.ClickAsync("#find-0");
        await Assertions.Expect(dialog).ToContainTextAsync("陈静");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Find_WhatCanBeDoneWithACustomer_ByKeyboard_TransfersAndTakesOver_AndByMouseAddsATask()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, dialog, options) = (ops.Page, ops.Page.Locator(".rz-dialog"), ops.Page.Locator("#find-list [role=option]"));
        async Task TurnToAsync(string name)
        {
            await ops.PressUntilAsync("Control+k", "#find:focus");
            await page.FillAsync("#find", name);
            await Assertions.Expect(page.Locator("#find-0 .finder-more")).ToBeVisibleAsync();
        }
        await TurnToAsync("smoke user");
        await page.Locator("#find").PressAsync("ArrowRight");
        await Assertions.Expect(options.Filter(new() { HasTextRegex = new Regex("^(Open the customer|Transfer|Take over|Add task|Edit customer|Customer opts out)") })).ToHaveCountAsync(6);
        var offered = await options.CountAsync();
        await Assertions.Expect(page.Locator(".finder-group")).ToHaveTextAsync("Smoke User");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Smoke User");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(options).ToHaveCountAsync(offered);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog.Locator(".target")).ToHaveCountAsync(3);
        await dialog.Locator(".target input:enabled").First.PressAsync("Space");
        await page.Locator("#transfer-reason").PressAsync("ArrowDown");
        await dialog.Locator("button[type=submit]").PressAsync("Enter");
        await ops.ExpectCounterAsync("handovers", 3);

        // What somebody holds is given back there.
        await TurnToAsync("handover user");
        await page.Locator("#find").PressAsync("ArrowRight");
        await Assertions.Expect(options.Filter(new() { HasTextString = "Hand back" })).ToHaveCountAsync(1);
        await ops.LeaveDialogAsync();

        await TurnToAsync("deploy");
        await page.ClickAsync("#find-0 .finder-more");
        await options.Filter(new() { HasTextString = "Add task" }).ClickAsync();
        await Assertions.Expect(page.Locator("#task-customer")).ToHaveValueAsync("Deploy Smoke 20260603102624");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Find_AnAgentByKeyboard_APersonByMouse_AndWhatCanBeDoneWithWhoIsOpen()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, dialog) = (ops.Page, ops.Page.Locator(".rz-dialog"));
        await ops.PressUntilAsync("Control+k", "#find");
        await page.FillAsync("#find", "ai sales b");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("AI Sales B");
        await page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agents tr[data-id]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#agents tr[data-id]")).ToContainTextAsync("AI Sales B");
        await Assertions.Expect(page.Locator("#agents h2")).ToBeInViewportAsync();

        // Somebody whom the section does not show by itself.
        await page.ClickAsync(".bar .find");
        await page.FillAsync("#find", "trojan@");
        await page.Locator("#find-list [role=option]").Filter(new() { HasTextString = "trojan@example.com" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#people tr[data-id]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#people tr[data-id]")).ToContainTextAsync("trojan@example.com");

        await ops.PressUntilAsync("Control+k", "#find");
        await page.FillAsync("#find", "understand risk");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Understand Risk");
        await page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer")).ToContainTextAsync("Understand Risk");
        await ops.PressUntilAsync("Control+k", "#find");
        await Assertions.Expect(page.Locator(".finder-group").First).ToContainTextAsync("Understand Risk");
        await page.FillAsync("#find", "edit cust");
        await Assertions.Expect(page.Locator("#find-0")).ToHaveTextAsync("Edit customer");
        await page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(dialog.Locator("#customer-name")).ToHaveValueAsync(new Regex("^Understand Risk"));
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Find_WithWhoWaitsOpen_EnterMarksNobodyAsAnswered_UntilTheActIsChosen()
    {
        await using var console = await ConsoleHost.StartAsync();
        var heard = (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "lan-1", "m-1", "Giá bao nhiêu?", "Lan Answer"), Caller.Runtime)).Value;
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, find, marked) = (ops.Page, ops.Page.Locator("#find"), ops.Page.Locator("#find-list [aria-selected=true]"));
        await ops.OpenCustomerAsync(heard.CustomerId);
        await ops.PressUntilAsync("Control+k", "#find:focus");
        await Assertions.Expect(page.Locator(".finder-group").First).ToContainTextAsync("Lan");
        await Assertions.Expect(marked).ToHaveCountAsync(0);
        // What Enter meant while customers were looked for is not what was reached by walking since.
        await find.FillAsync("answer");
        await find.PressAsync("Enter");
        await find.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#find-list [role=option]").Filter(new() { HasTextString = "Lan Answer" })).ToHaveCountAsync(1);
        await Assertions.Expect(marked).ToHaveTextAsync("Answered");
        await find.FillAsync("answered");
        await Assertions.Expect(page.Locator("#find-0")).ToHaveTextAsync("Answered");
        await find.PressAsync("Enter");
        // The search is over, and chose nothing.
        await Assertions.Expect(page.Locator(".finder-hint")).ToContainTextAsync("at once");
        await find.PressAsync("ArrowDown");
        await Assertions.Expect(marked).ToHaveTextAsync("Answered");
        // An Enter that ends what is being composed.
        await find.EvaluateAsync("box => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true }))");
        await find.PressAsync("ArrowUp");
        await find.PressAsync("ArrowDown");
        await Assertions.Expect(marked).ToHaveTextAsync("Answered");
        Assert.True(Waits());

        await find.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".undo-bar")).ToContainTextAsync("Marked as answered · Lan Answer");
        Assert.False(Waits());
        Assert.Empty(ops.Complaints);

        bool Waits()
        {
            using var store = console.Read();
            return store.Customers.Single(c => c.Id == heard.CustomerId).UnansweredSince is not null;
        }
    }

    [Fact]
    public async Task Find_EnterWithNothingTyped_OpensTheFirst_AndBeforeCustomersAreFound_TheFirstOnceTheyAre()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "lang-1", "m-1", "Chào shop", "Hoàng Lang"), Caller.Runtime);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await ops.PressUntilAsync("Control+k", "#find:focus");
        await ops.Page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#find")).ToHaveCountAsync(0);
        await ops.PressUntilAsync("Control+k", "#find:focus");
        // Also what the languages of the page are found by.
        await ops.Page.FillAsync("#find", "lang");
        await ops.Page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(ops.Page.Locator("#customer")).ToContainTextAsync("Hoàng Lang");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Find_ASavedView_ByKeyboardAndByMouse_OpensItsList()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", "Đang tìm hiểu", "status=new_lead&hidden=channel", true), Caller.Person(console.Person("trojan@example.com")));
        await console.SendAsync(new SaveView.Command(Guid.NewGuid(), "tasks", "Việc của tôi", "rows=all", false), Caller.Person(console.Person("ops@example.com")));
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await ops.PressUntilAsync("Control+k", "#find:focus");
        await page.FillAsync("#find", "dang tim");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("Đang tìm hiểu");
        await page.Locator("#find").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.status=new_lead"));
        await Assertions.Expect(page.Locator("#customers-views")).ToHaveTextAsync("Đang tìm hiểu");
        await Assertions.Expect(page.Locator("#customers h2")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#customers tr[data-id]")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("#customers details.views[open]")).ToHaveCountAsync(0);

        await page.ClickAsync(".bar .find");
        await page.FillAsync("#find", "viec cua");
        await page.ClickAsync("#find-0");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tasks\\.rows=all"));
        await Assertions.Expect(page.Locator("#tasks-views")).ToHaveTextAsync("Việc của tôi");
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Section_GoneToBesideACustomer_StandsUnderTheBar_AndTheCustomerIsClosed(bool byFinder)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        var rows = await ops.RowsAsync("customers", 6);
        await rows.Filter(new() { HasTextString = "Smoke User" }).First.Locator("a[data-customer]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#customer")).ToContainTextAsync("Smoke User");
        await Assertions.Expect(page.Locator("#customer-title")).ToBeFocusedAsync();
        if (byFinder)
        {
            await ops.PressUntilAsync("Control+k", "#find:focus");
            await page.FillAsync("#find", "handovers");
            await page.Locator("#find").PressAsync("Enter");
        }
        else await page.Locator(".anchors a[data-anchor=handovers]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("customer="));
        await StandsAsync(page, "handovers");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Section_FarDownASlowPage_StandsUnderTheBar_WithTheFocusInIt()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        foreach (var section in (string[])["handovers", "requests", "customers"])
        {
            await page.Locator($".anchors a[data-anchor={section}]").PressAsync("Enter");
            await StandsAsync(page, section);
        }
        // As an address that somebody was sent.
        await page.GotoAsync(new Uri(new Uri(page.Url), "/#handovers").ToString());
        await page.ReloadAsync();
        await StandsAsync(page, "handovers");
        Assert.Empty(ops.Complaints);
    }

    private static async Task StandsAsync(IPage page, string section)
    {
        // Where the page ends before the section is at the top, the last screen is as far as one can go.
        await page.WaitForFunctionAsync($$"""
            () => {
              const top = document.getElementById('{{section}}')?.getBoundingClientRect().top, end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
              return document.querySelector('#{{section}}:not(.reserved)') && (Math.abs(top - 50) < 2 || end && top > 0 && top < innerHeight - 60);
            }
            """);
        await Assertions.Expect(page.Locator($"#{section}-title")).ToBeFocusedAsync();
    }
}
