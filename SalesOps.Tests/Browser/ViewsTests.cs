using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A look at a list is kept under a name.</summary>
[Collection(InChromium.Name)]
public sealed class ViewsTests(Chromium chromium)
{
    [Fact]
    public async Task View_SavedAndSharedByKeyboard_IsOpenedByAColleague_RenewedRemovedAndBroughtBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await ops.RowsAsync("customers", 6);
        var page = ops.Page;
        await page.GotoAsync("/?customers.status=new_lead&customers.sort=name&customers.search=Smoke");
        await ops.ExpectPageAsync();
        await ops.RowsAsync("customers");
        await page.Locator("#customers-views").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customers .views p").First).ToHaveTextAsync("No saved views yet");
        await Assertions.Expect(page.Locator("#customers .views p").Last).ToContainTextAsync("Search words are not kept");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#view-name")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#view-name-note.field-error")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("Đang tìm hiểu");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customers-views")).ToHaveTextAsync("Đang tìm hiểu");

        await using var supervisor = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (other, others) = (supervisor.Page, await supervisor.RowsAsync("customers", 6));
        await other.ClickAsync("#customers-views");
        await other.ClickAsync("#customers .view-line .menu-item");
        await Assertions.Expect(other).ToHaveURLAsync(new Regex(@"customers\.sort=name&customers\.status=new_lead|customers\.status=new_lead&customers\.sort=name"));
        Assert.DoesNotContain("search", other.Url, StringComparison.Ordinal);
        await Assertions.Expect(others).ToHaveCountAsync(4);

        await other.Locator("#customers .grid-chips .chip").First.ClickAsync();
        await Assertions.Expect(others).ToHaveCountAsync(6);
        await other.ClickAsync("#customers-views");
        await other.ClickAsync("#customers-view-renew");
        await Assertions.Expect(other.Locator(".undo-bar")).ToContainTextAsync("Đang tìm hiểu");
        await other.ClickAsync("#customers-views");
        await other.Locator("#customers .view-line .sbtn").Last.ClickAsync();
        await Assertions.Expect(other.Locator("#customers-views")).ToHaveTextAsync("Views");
        await other.Locator("#customers-views").FocusAsync();
        await other.Keyboard.PressAsync("Control+z");
        await other.ClickAsync("#customers-views");
        await Assertions.Expect(other.Locator("#customers .view-line")).ToHaveCountAsync(1);

        await using var store = console.Read();
        var view = store.SavedViews.Single();
        Assert.Equal(("customers", "Đang tìm hiểu", "sort=name", true, null), (view.List, view.Name, view.Shows, view.IsShared, view.RemovedAt));
        Assert.Empty(ops.Complaints);
        Assert.Empty(supervisor.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task View_RenamedWhileAColleagueSharesIt_IsBoth_AndUndone(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        var ops = Caller.Person(console.Person("ops@example.com"));
        var saved = await console.SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", "Mới", "status=new_lead", false), ops);
        await using var session = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await session.RowsAsync("customers", 6);
        var (page, line) = (session.Page, session.Page.Locator("#customers .view-line"));
        await page.ClickAsync("#customers-views");
        if (byKeyboard) await line.Locator(".sbtn").First.PressAsync("Enter");
        else await line.Locator(".sbtn").First.ClickAsync();
        await Assertions.Expect(page.Locator("#view-name")).ToBeFocusedAsync();
        await page.FillAsync("#view-name", "Khách mới");
        Assert.True((await console.SendAsync(new EditView.Command(Guid.NewGuid(), saved.Value.ViewId, 1, "Mới", "status=new_lead", true), ops)).Succeeded);
        await SaveAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .conflict")).ToContainTextAsync("taken over below");
        await Assertions.Expect(page.Locator("#view-name")).ToHaveValueAsync("Khách mới");
        await Assertions.Expect(page.Locator("#view-shared")).ToBeCheckedAsync();
        await SaveAsync();
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        Assert.Equal(("Khách mới", true), View());
        if (byKeyboard) await session.UndoByKeyAsync();
        else await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator(".rz-notification").First).ToBeVisibleAsync();
        Assert.Equal(("Mới", true), View());
        Assert.Empty(session.Complaints);

        Task SaveAsync() => byKeyboard ? page.PressAsync("#view-name", "Enter") : page.ClickAsync(".rz-dialog button[type=submit]");

        (string, bool) View()
        {
            using var store = console.Read();
            return store.SavedViews.Select(v => new ValueTuple<string, bool>(v.Name, v.IsShared)).Single();
        }
    }

    [Fact]
    public async Task View_SavedByMouse_IsOpenedRemovedAndBroughtBackByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, keys, menu) = (ops.Page, ops.Page.Keyboard, ops.Page.Locator("#customers-views"));
        await page.GotoAsync("/?customers.status=discovery");
        await ops.ExpectPageAsync();
        var rows = await ops.RowsAsync("customers", 1);
        await menu.ClickAsync();
        await page.ClickAsync("#customers-view-save");
        await page.FillAsync("#view-name", "Tìm hiểu");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(menu).ToHaveTextAsync("Tìm hiểu");
        await page.Locator("#customers .grid-chips .chip").First.ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(6);

        await menu.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customers .view-line")).ToHaveCountAsync(1);
        await ops.TabToAsync("#customers .view-line .menu-item");
        await keys.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(menu).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await ops.TabToAsync("#customers .view-line .sbtn >> nth=-1");
        await keys.PressAsync("Enter");
        await Assertions.Expect(menu).ToHaveTextAsync("Views");
        await Assertions.Expect(menu).ToBeFocusedAsync();
        // What was looked at stays.
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await ops.UndoByKeyAsync();
        await Assertions.Expect(page.Locator("#undo")).ToHaveCountAsync(0);
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#customers .view-line")).ToContainTextAsync("Tìm hiểu");
        Assert.Empty(ops.Complaints);
    }
}
