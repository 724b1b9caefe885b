using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The browser's Back takes back the last step, and nothing else.</summary>
[Collection(InOtherChromium.Name)]
public sealed class HistoryTests(Chromium chromium)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FilterAndSort_AreStepsEach(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("tasks", 7));
        var (mine, due) = (page.GetByRole(AriaRole.Button, new() { Name = "My tasks" }), page.Locator("#tasks button.sort"));
        var before = await LengthAsync(page);
        await PressAsync(mine, byKeyboard);
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(mine).ToHaveAttributeAsync("aria-pressed", "true");
        await PressAsync(due, byKeyboard);
        await Assertions.Expect(page.Locator("#tasks th[aria-sort=descending]")).ToHaveCountAsync(1);
        Assert.Equal(before + 2, await LengthAsync(page));

        await BackAsync(page, byKeyboard);
        await Assertions.Expect(page.Locator("#tasks th[aria-sort=ascending]")).ToHaveCountAsync(1);
        await Assertions.Expect(mine).ToHaveAttributeAsync("aria-pressed", "true");
        await BackAsync(page, byKeyboard);
        await Assertions.Expect(rows).ToHaveCountAsync(7);
        await Assertions.Expect(mine).ToHaveAttributeAsync("aria-pressed", "false");
        await ForwardAsync(page, byKeyboard);
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(mine).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Typing_IsOneStep_HoweverManyLetters()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var before = await LengthAsync(page);
        await page.Locator("#customers-search").FocusAsync();
        foreach (var letter in (string[])["d", "e", "p"])
        {
            await page.Keyboard.TypeAsync(letter);
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"{letter}$"));
        }
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        Assert.Equal(before + 1, await LengthAsync(page));
        await page.GoBackAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#customers-search")).ToHaveValueAsync("");
        await page.GoForwardAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#customers-search")).ToHaveValueAsync("dep");
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drawer_BackClosesIt_ForwardOpensIt_AndWhatWasClosedStaysClosed(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var (drawer, link) = (page.Locator("#customer"), rows.First.Locator("a[data-customer]"));
        await PressAsync(page.Locator("#customers button.sort").First, byKeyboard);
        await Assertions.Expect(page.Locator("#customers th[aria-sort]").First).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.sort"));
        var sorted = await LengthAsync(page);
        await PressAsync(link, byKeyboard);
        await Assertions.Expect(drawer).ToBeVisibleAsync();
        Assert.Equal(sorted + 1, await LengthAsync(page));
        await BackAsync(page, byKeyboard);
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        await ForwardAsync(page, byKeyboard);
        await Assertions.Expect(drawer).ToBeVisibleAsync();

        // Twice: the second press must not lead out of the page.
        for (var i = 0; i < 2; i++)
            if (byKeyboard) await page.Keyboard.PressAsync("Escape");
            else await page.EvaluateAsync("() => document.querySelector('#customer .tools a')?.click()");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("customers\\.sort"));
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("customer="));
        Assert.Equal(sorted + 1, await LengthAsync(page));
        if (byKeyboard) await Assertions.Expect(link).ToBeFocusedAsync();
        await BackAsync(page, byKeyboard);
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("customers\\.sort"));
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Drawer_OpenedByItsAddress_OrLeftForASection_IsNotOpenedAgainByBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, rows) = (ops.Page, await ops.RowsAsync("customers", 6));
        var (drawer, id) = (page.Locator("#customer"), await rows.First.GetAttributeAsync("data-id"));
        await ops.OpenCustomerAsync(Guid.Parse(id!));
        await Assertions.Expect(drawer).ToBeVisibleAsync();
        await page.ClickAsync("#customer .tools a");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);

        rows = await ops.RowsAsync("customers", 6);
        await rows.First.Locator("a[data-customer]").ClickAsync();
        await Assertions.Expect(drawer).ToBeVisibleAsync();
        var opened = await LengthAsync(page);
        await page.EvaluateAsync("() => document.querySelector('a[data-anchor=tasks]').click()");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#tasks tr[data-id]").First).ToBeInViewportAsync();
        Assert.Equal(opened, await LengthAsync(page));
        await page.GoBackAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("#"));
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        Assert.Empty(ops.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Section_OpenedByTheBar_IsAStep(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var (page, before) = (ops.Page, await LengthAsync(ops.Page));
        await PressAsync(page.Locator("a[data-anchor=tasks]"), byKeyboard);
        await Assertions.Expect(page.Locator("#tasks tr[data-id]").First).ToBeInViewportAsync();
        await PressAsync(page.Locator("a[data-anchor=audit]"), byKeyboard);
        await Assertions.Expect(page.Locator("#audit tr[data-id]").First).ToBeInViewportAsync();
        Assert.Equal(before + 2, await LengthAsync(page));
        await BackAsync(page, byKeyboard);
        await Assertions.Expect(page.Locator("#tasks tr[data-id]").First).ToBeInViewportAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("#tasks$"));
        // A filter of another list leads nobody back to the section of the address.
        await page.Locator("#tasks").GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("tasks.rows=all$"));
        Assert.Empty(ops.Complaints);
    }

    private static Task<int> LengthAsync(IPage page) => page.EvaluateAsync<int>("() => history.length");

    private static Task PressAsync(ILocator what, bool byKeyboard) => byKeyboard ? what.PressAsync("Enter") : what.ClickAsync();

    /// <summary>The keys are the browser's own, of which the headless one has none: the page presses what they press.</summary>
    private static Task BackAsync(IPage page, bool byKeyboard) => byKeyboard ? page.EvaluateAsync("() => history.back()") : page.GoBackAsync();

    private static Task ForwardAsync(IPage page, bool byKeyboard) => byKeyboard ? page.EvaluateAsync("() => history.forward()") : page.GoForwardAsync();
}
