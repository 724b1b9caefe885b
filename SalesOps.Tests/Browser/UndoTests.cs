using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What an admin did by mistake is taken back within ten seconds.</summary>
[Collection(InOtherChromium.Name)]
public sealed class UndoTests(Chromium chromium)
{
    [Fact]
    public async Task AddedInvitedEnabledAndRevoked_AreTakenBack_ByMouseAndByKeyboard()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, bar, admins) = (admin.Page, admin.Page.Locator(".undo-bar .notice"), Caller.Person(console.Person("trojan@example.com")));
        var people = console.Lane.Last.Counters[Counters.SalesUsers, Counter.Everyone];
        Assert.True((await console.SendAsync(new Domain.UseCases.ApiKeys.CreateApiKey.Command(Guid.NewGuid(), "runtime", [.. Enumerable.Repeat((byte)9, 32)], "abcdef", [ApiScope.Counters]), admins)).Succeeded);
        Assert.True((await console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), console.Person("supervisor@example.com").Id), admins)).Succeeded);

        await admin.RowsAsync("agents", 3);
        await page.ClickAsync("#add-agents");
        await page.FillAsync("#agent-name", "AI Mistaken");
        await page.SelectOptionAsync("#agent-owner", admins.SalesUserId!.Value.ToString());
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(bar).ToContainTextAsync("AI Mistaken");
        await page.ClickAsync("#undo");
        await Assertions.Expect(page.Locator("#agents tr[data-id]")).ToHaveCountAsync(3);

        // While the dialog shows the link the bar lies under it.
        await admin.RowsAsync("people");
        await page.Locator("#add-people").PressAsync("Enter");
        await page.Locator("#person-name").FillAsync("Mistaken");
        await page.Locator("#person-email").FillAsync("mistaken@example.com");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#undo-invite").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await admin.ExpectCounterAsync("sales_users", people);
        Assert.DoesNotContain(console.Lane.Last.Directory.SalesUsers.Values, u => u.Email == "mistaken@example.com");

        await page.Locator("#people .chips .chip").Last.ClickAsync();
        var row = page.Locator($"#people tr[data-id=\"{console.Person("supervisor@example.com").Id}\"]");
        await row.Locator(".switch-person").PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("active");
        await admin.UndoByKeyAsync();
        await Assertions.Expect(row).ToContainTextAsync("disabled");

        await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        var key = page.Locator("#settings tr[data-id]").Filter(new() { HasTextString = "abcdef" });
        await key.Locator(".revoke").ClickAsync();
        await page.Locator(".rz-dialog-confirm-buttons button").First.ClickAsync();
        await Assertions.Expect(key).ToContainTextAsync("revoked");
        await page.ClickAsync("#undo");
        await Assertions.Expect(key).ToContainTextAsync("works");
        Assert.Empty(admin.Complaints);
    }
}
