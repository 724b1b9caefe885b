using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin disables somebody before an open page: that page is at the sign-in.</summary>
[Collection(InOtherChromium.Name)]
public sealed partial class SessionEndTests(Chromium chromium)
{
    [Fact]
    public async Task PersonDisabled_TheirOpenPage_GoesToTheSignIn()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        await admin.RowsAsync("people", 2);
        await admin.Page.Locator($"#people tr[data-id=\"{console.Person("sales@example.com").Id}\"] button.switch-person").ClickAsync();
        await Assertions.Expect(admin.Page.Locator(".rz-dialog")).ToContainTextAsync("2");
        await admin.Page.Locator(".rz-dialog button").Filter(new() { HasText = "停用" }).ClickAsync();

        await Assertions.Expect(sales.Page).ToHaveURLAsync(SignIn());
        await admin.ExpectCounterAsync("sales_users", 1);
        await admin.RowsAsync("people", 1);
        Assert.Empty(admin.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Suspended_BeforeAnythingIsHandedOver_TheirPageGoesToTheSignIn_AndResumedTheyComeBack(bool byKeyboard)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com", "en");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await admin.RowsAsync("people", 2);
        var row = admin.Page.Locator($"#people tr[data-id=\"{console.Person("sales@example.com").Id}\"]");
        await PressAsync(row.Locator(".switch-person"));
        await PressAsync(admin.Page.Locator("#suspend"));
        await Assertions.Expect(sales.Page).ToHaveURLAsync(SignIn());
        await Assertions.Expect(admin.Page.Locator("#suspended")).ToBeVisibleAsync();
        await admin.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(row).ToContainTextAsync("Sign-in locked");
        await admin.ExpectCounterAsync("sales_users", 2);

        await PressAsync(row.Locator(".resume-person"));
        await Assertions.Expect(row.Locator(".resume-person")).ToHaveCountAsync(0);
        await using var back = await Session.SignInAsync(chromium, console, "sales@example.com", "en");
        await back.ExpectCounterAsync("sales_users", 1);
        Assert.Empty(admin.Complaints);

        Task PressAsync(ILocator button) => byKeyboard ? button.PressAsync("Enter") : button.ClickAsync();
    }

    [Fact]
    public async Task PasswordChangedElsewhere_ThisPageGoesToTheSignIn_AndThatOneStays()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var old = await Session.SignInAsync(chromium, console, "ops@example.com");
        await using var own = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await own.Page.Locator(".bar-end > details.menu summary").Last.ClickAsync();
        await own.Page.Locator("a.menu-item[href='/account']").ClickAsync();
        await own.Page.FillAsync("#current", ConsoleHost.Password);
        await own.Page.FillAsync("#password", "another long password");
        await own.Page.FillAsync("#passwordagain", "another long password");
        await own.Page.Locator("form").First.Locator("button[type=submit]").ClickAsync();

        await Assertions.Expect(own.Page.Locator("[role=status]")).ToContainTextAsync("password is changed");
        await Assertions.Expect(old.Page).ToHaveURLAsync(SignIn());
        await own.Page.GotoAsync("/");
        await own.ExpectPageAsync();
        Assert.Empty(own.Complaints);
    }

    [Fact]
    public async Task SignedOut_InOneTab_TheOtherGoesToTheSignIn()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var other = await ops.Page.Context.NewPageAsync();
        await other.GotoAsync("/");
        await Assertions.Expect(other.Locator("html[data-keys=heard]")).ToHaveCountAsync(1);
        await ops.Page.Locator(".bar-end > details.menu summary").Last.ClickAsync();
        await ops.Page.Locator("form[action='/sign-out'] button").ClickAsync();
        await Assertions.Expect(ops.Page).ToHaveURLAsync(SignIn());
        await Assertions.Expect(other).ToHaveURLAsync(SignIn());
    }

    [Fact]
    public async Task CookieOver_OfAPageWithoutAnybody_GoesToTheSignInAndBack_WithWhatWasTyped_AndOneThatIsWorkedOnStays()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var idle = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await using var busy = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = idle.Page;
        var rows = await idle.RowsAsync("customers", 6);
        await rows.First.Locator("a[data-customer]").First.ClickAsync();
        await page.ClickAsync("#edit-customer");
        await page.FillAsync("#customer-note", "typed in vain");
        await page.WaitForFunctionAsync("() => Object.keys(sessionStorage).some(name => name.startsWith('draft:'))");

        console.Clock.Pass(TimeSpan.FromHours(7));
        await busy.Page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() + 7 * 3600000; }");
        var asked = await busy.Page.RunAndWaitForResponseAsync(() => busy.Page.Keyboard.PressAsync("Shift"), "**/_blazor/initializers");
        Assert.Equal(200, asked.Status);
        console.Clock.Pass(TimeSpan.FromHours(5));

        await Assertions.Expect(page).ToHaveURLAsync(SignIn());
        await Assertions.Expect(page.Locator("p.notice[role=status]")).ToContainTextAsync("session is over");
        Assert.Contains("returnUrl=%2F%3Fcustomer", page.Url, StringComparison.Ordinal);
        await page.FillAsync("input[type=email]", "ops@example.com");
        await page.FillAsync("input[type=password]", ConsoleHost.Password);
        await page.PressAsync("input[type=password]", "Enter");
        await page.ClickAsync("#edit-customer");
        await Assertions.Expect(page.Locator("#customer-note")).ToHaveValueAsync("typed in vain");

        await busy.ExpectPageAsync();
        Assert.DoesNotContain("/sign-in", busy.Page.Url, StringComparison.Ordinal);
        Assert.Empty(busy.Complaints);

        // Nothing of it is left once somebody goes.
        await page.EvaluateAsync("() => document.querySelector(\"form[action='/sign-out'] button\").click()");
        await Assertions.Expect(page).ToHaveURLAsync(SignIn());
        await page.WaitForFunctionAsync("() => !Object.keys(sessionStorage).some(name => name.startsWith('draft:'))");
    }

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignIn();
}
