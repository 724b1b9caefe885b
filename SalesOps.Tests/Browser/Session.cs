using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Somebody before a browser of their own: keeps what the browser complained of.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Session(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"page error: {error}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser's console; violations of the content security policy are among them.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>A browser that has not signed in.</summary>
    public static async Task<Session> OpenAsync(Chromium chromium, Uri address, BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1440, Height = 900 } };
        options.BaseURL = address.ToString();
        var context = await chromium.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return new Session(context, await context.NewPageAsync());
    }

    /// <summary>Signs in by the form and waits for the live page.</summary>
    /// <param name="over">The line to the console; null for none between.</param>
    /// <param name="before">What is done to the page before it is opened.</param>
    public static async Task<Session> SignInAsync(Chromium chromium, ConsoleHost console, string email, string culture = "zh-CN", BrowserNewContextOptions? options = null, SlowLine? over = null,
        Func<IPage, Task>? before = null)
    {
        var session = await OpenAsync(chromium, over?.Address ?? console.Address, options);
        if (before is not null) await before(session.Page);
        await session.Page.GotoAsync($"/sign-in?culture={culture}");
        await session.Page.FillAsync("input[type=email]", email);
        await session.Page.FillAsync("input[type=password]", ConsoleHost.Password);
        await session.Page.PressAsync("input[type=password]", "Enter");
        await session.ExpectPageAsync();
        return session;
    }

    /// <summary>Waits until the live page stands and hears keys.</summary>
    public async Task ExpectPageAsync()
    {
        await Assertions.Expect(Page.Locator("[data-counter]")).ToHaveCountAsync(8);
        await Assertions.Expect(Page.Locator("html[data-keys=heard]")).ToHaveCountAsync(1);
    }

    /// <summary>Opens the customer's drawer by its address, and waits until it has the focus: what is focused before loses it to that.</summary>
    public async Task OpenCustomerAsync(Guid id)
    {
        await Page.GotoAsync($"/?customer={id}");
        await Assertions.Expect(Page.Locator("#customer-title")).ToBeFocusedAsync();
    }

    /// <summary>Waits until the counter shows the number.</summary>
    public Task ExpectCounterAsync(string code, long value) => Assertions.Expect(Page.Locator($"[data-counter=\"{code}\"]"))
        .ToHaveTextAsync(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Brings a section into view and waits for its rows.</summary>
    public async Task<ILocator> RowsAsync(string section, int? count = null)
    {
        await Page.EvaluateAsync("id => document.getElementById(id).scrollIntoView()", section);
        var rows = Page.Locator($"#{section} tr[data-id]");
        if (count is { } expected) await Assertions.Expect(rows).ToHaveCountAsync(expected);
        else await Assertions.Expect(rows.First).ToBeVisibleAsync();
        return rows;
    }

    /// <summary>Presses the key until the page listens: its script hears keys a moment after the page stands. A page that only answers late is not pressed twice.</summary>
    public async Task PressUntilAsync(string key, string appears)
    {
        for (var i = 0; i < 10; i++)
        {
            await Page.Keyboard.PressAsync(key);
            try
            {
                await Page.WaitForSelectorAsync(appears, new() { Timeout = 3_000 });
                return;
            }
            catch (TimeoutException)
            {
                // It was not heard.
            }
        }
        await Assertions.Expect(Page.Locator(appears)).ToHaveCountAsync(1);
    }

    /// <summary>Presses a key of the case once it may be: pressed again because the answer is late, it would act on the next case.</summary>
    public async Task PressOnCaseAsync(string key, string appears)
    {
        await Assertions.Expect(Page.Locator($"#case .acts [aria-keyshortcuts={key}]")).ToBeEnabledAsync();
        await Page.Keyboard.PressAsync(key);
        await Assertions.Expect(Page.Locator(appears)).ToHaveCountAsync(1);
    }

    /// <summary>Leaves the dialog by Esc, which it hears a moment after it is drawn.</summary>
    public async Task LeaveDialogAsync()
    {
        var dialog = Page.Locator(".rz-dialog-wrapper");
        for (var i = 0; i < 10; i++)
        {
            await Page.Keyboard.PressAsync("Escape");
            try
            {
                await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 3_000 });
                return;
            }
            catch (TimeoutException)
            {
                // It was not heard.
            }
        }
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Walks on by Tab until the match has the focus; fails when it cannot be reached so.</summary>
    public async Task TabToAsync(string selector)
    {
        const int Most = 60;
        var goal = Page.Locator(selector);
        for (var i = 0; i < Most && !await goal.EvaluateAsync<bool>("e => e === document.activeElement"); i++) await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(goal).ToBeFocusedAsync();
    }

    /// <summary>Takes the last back by its key, once it is offered and no dialog lies over it: while one does, keys are the dialog's.</summary>
    public async Task UndoByKeyAsync()
    {
        await Assertions.Expect(Page.Locator("#undo, #case .undo").First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("Control+z");
    }

    /// <summary>Another window lies over the tab, or no longer does.</summary>
    public async Task HideAsync(bool hidden)
    {
        await Page.EvaluateAsync("hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
            + " Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });"
            + " document.dispatchEvent(new Event('visibilitychange')); }", hidden);
        await Assertions.Expect(Page.Locator($"html[data-looked={(hidden ? "false" : "true")}]")).ToHaveCountAsync(1);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
