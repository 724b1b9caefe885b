using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin makes an API key, a program uses it, and the admin revokes it.</summary>
[Collection(InChromium.Name)]
public sealed class SettingsTests(Chromium chromium)
{
    [Fact]
    public async Task ApiKey_MadeByKeyboard_Works_UntilRevoked()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        await page.Locator("#add-api-key").PressAsync("Enter");
        await page.Locator("#key-name").FillAsync("runtime 2");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#key-copy")).ToBeFocusedAsync();
        var key = await page.InputValueAsync("#new-key");
        await page.Keyboard.PressAsync("Escape");
        var row = page.Locator("#settings tr[data-id]").Filter(new() { HasTextString = "runtime 2" });
        await Assertions.Expect(row).ToContainTextAsync("Never used");
        await Assertions.Expect(page.GetByText(key)).ToHaveCountAsync(0);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(console, key));
        await row.Locator(".revoke").ClickAsync();
        await page.Locator(".rz-dialog-confirm-buttons button").First.ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("revoked");
        await Assertions.Expect(row.Locator(".revoke")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(console, key));
        await Assertions.Expect(row).Not.ToContainTextAsync("Never used");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task WhoIsNoAdmin_HasNoSettings()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await Assertions.Expect(supervisor.Page.Locator("#settings, [data-lazy=settings], [data-anchor=settings]")).ToHaveCountAsync(0);
    }

    private static async Task<HttpStatusCode> AskAsync(ConsoleHost console, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/counters");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (await console.Anonymous.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
