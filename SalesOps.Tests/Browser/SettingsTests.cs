using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin makes an API key, a program uses it, and the admin revokes it; an admin sets hours, and undoes it.</summary>
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
        ILocator Scope(string code) => page.Locator($"#key-scope-{code}");
        foreach (var code in (string[])["messages", "conversations", "counters"])
        {
            await Assertions.Expect(Scope(code)).ToBeCheckedAsync();
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(Scope(code)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Space");
        }
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#key-scopes-note.field-error")).ToHaveTextAsync("Choose at least one scope");
        await Assertions.Expect(Scope("messages")).ToBeFocusedAsync();
        await Scope("counters").PressAsync("Space");
        await Assertions.Expect(page.Locator("#key-scopes-note.field-error")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#key-copy")).ToBeFocusedAsync();
        var key = await page.InputValueAsync("#new-key");
        await page.Keyboard.PressAsync("Escape");
        var row = page.Locator("#settings tr[data-id]").Filter(new() { HasTextString = "runtime 2" });
        await Assertions.Expect(row).ToContainTextAsync("Never used");
        await Assertions.Expect(row.Locator(".tag")).ToHaveTextAsync(["counters", "works"]);
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
    public async Task Hours_SetByKeyboard_HolidaysByMouse_AreSeenByAnotherAdmin_AndUndone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await using var other = await Session.SignInAsync(chromium, console, "trojan@example.com", "zh-CN");
        foreach (var tab in (IPage[])[admin.Page, other.Page]) await tab.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        var page = admin.Page;
        ILocator Row(IPage of, string setting) => of.Locator($"#settings tr[data-setting={setting}]");

        await Row(page, "working_hours").Locator("button").PressAsync("Enter");
        await page.Locator("#setting-mode").SelectOptionAsync("own");
        await page.Locator("#day-0").FillAsync("13:00-8:00");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#setting-value-note")).ToContainTextAsync("“13:00-8:00” cannot be read");
        await Assertions.Expect(page.Locator("#day-0")).ToBeFocusedAsync();
        await page.Locator("#day-0").FillAsync("8:00-12:00, 13:00-17:30");
        await page.Locator("#copy-monday").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#day-4")).ToHaveValueAsync("08:00-12:00 13:00-17:30");
        await page.Locator("#day-5").FillAsync("8:00-12:00");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "working_hours")).ToContainTextAsync("Mon–Fri 08:00-12:00 13:00-17:30; Sat 08:00-12:00");
        await Assertions.Expect(Row(other.Page, "working_hours")).ToContainTextAsync("周一–周五 08:00-12:00 13:00-17:30; 周六 08:00-12:00");

        var agent = page.Locator("#settings tr[data-id]").Filter(new() { HasTextString = "AI Sales A" }).First;
        await agent.Locator("[data-setting=working_hours]").ClickAsync();
        await page.Locator("#setting-mode").SelectOptionAsync("console");
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(agent).ToContainTextAsync("As the console");

        await Row(other.Page, "holidays").Locator("button").ClickAsync();
        await other.Page.Locator("#setting-value").FillAsync("2026-10-01 国庆节\n2026-09-02 Quốc khánh");
        await other.Page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(Row(page, "holidays")).ToContainTextAsync("2026-09-02 Quốc khánh; 2026-10-01 国庆节");
        await page.Locator("#setting-history li").First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(Row(page, "holidays")).ToContainTextAsync("None");
        await Assertions.Expect(page.Locator("#setting-history li").First).ToContainTextAsync("2026-09-02 Quốc khánh; 2026-10-01 国庆节 → None");
        Assert.Empty(admin.Complaints);
        Assert.Empty(other.Complaints);
    }

    [Fact]
    public async Task Retention_SetByKeyboardAlone_SaysWhomItWouldErase_AndWhatSomebodyElseSetMeanwhile()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys) = (admin.Page, admin.Page.Keyboard);
        await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        var (row, preview) = (page.Locator("#settings tr[data-setting=retention_days]"), page.Locator("#retention-preview"));
        await row.Locator("button").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#setting-value")).ToBeFocusedAsync();
        await keys.TypeAsync("7");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#setting-value-note.field-error")).ToContainTextAsync("30");
        await Assertions.Expect(page.Locator("#setting-value")).ToBeFocusedAsync();
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("60");
        var asked = (await console.SendAsync(new PreviewRetention.Query(60))).Value;
        Assert.True(asked.Customers > 0 && asked.Held > 0);
        await Assertions.Expect(preview).ToContainTextAsync($"Customers erased now: {asked.Customers}");
        await Assertions.Expect(preview).ToContainTextAsync($"not due yet: {asked.Held}");
        Assert.True((await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.RetentionDays, null, "400", SettingRules.None))).Succeeded);
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog .conflict")).ToContainTextAsync("400");
        await Assertions.Expect(row).ToContainTextAsync("400");
        await Assertions.Expect(page.Locator("#setting-value")).ToHaveValueAsync("60");
        await page.Locator("#setting-value").PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("60");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await Assertions.Expect(row.Locator("button")).ToBeFocusedAsync();
        Assert.Equal(["60", "400"], console.Lane.Last.Directory.Settings.All.Reverse().Select(c => c.Holds));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task ApiKey_MadeByMouse_IsRevokedByKeyboardAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        await page.ClickAsync("#add-api-key");
        await page.FillAsync("#key-name", "runtime 2");
        await page.ClickAsync("label:has(#key-scope-messages)");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        var key = await page.InputValueAsync("#new-key");
        await page.Locator(".rz-dialog .form-acts button").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(console, key));
        var row = page.Locator("#settings tr[data-id]").Filter(new() { HasTextString = "runtime 2" });
        await Assertions.Expect(row.Locator(".tag")).ToHaveTextAsync(["conversations", "counters", "works"]);
        await row.Locator(".revoke").PressAsync("Enter");
        await admin.TabToAsync(".rz-dialog-confirm-buttons button >> nth=0");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("revoked");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(console, key));
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
