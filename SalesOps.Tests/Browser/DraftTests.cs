using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A page that had to be loaded anew finds what was chosen in the dialogs of disabling, transfers and leave.</summary>
[Collection(InOtherChromium.Name)]
public sealed class DraftTests(Chromium chromium)
{
    private const string Restored = "What you had typed is here again.";

    [Fact]
    public async Task Draft_OfDisablingTransferAndLeave_IsFoundAfterAReload()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, notice, person) = (admin.Page, admin.Page.Locator(".rz-dialog .notice").Filter(new() { HasTextString = Restored }), console.Person("sales@example.com"));
        async Task ReloadAsync()
        {
            await page.ReloadAsync();
            await admin.ExpectPageAsync();
        }
        async Task OpenPersonAsync(string button)
        {
            await admin.RowsAsync("people");
            await page.Locator($"#people tr[data-id=\"{person.Id}\"] {button}").ClickAsync();
            await Assertions.Expect(page.Locator(".rz-dialog form")).ToBeVisibleAsync();
        }

        await OpenPersonAsync(".switch-person");
        var heir = page.Locator(".heirs select").First;
        await heir.SelectOptionAsync(Guid.Empty.ToString());
        await ReloadAsync();
        await OpenPersonAsync(".switch-person");
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await Assertions.Expect(heir).ToHaveValueAsync(Guid.Empty.ToString());
        await Assertions.Expect(page.Locator(".heirs select").Last).ToHaveValueAsync(console.Person("trojan@example.com").Id.ToString());
        await admin.LeaveDialogAsync();

        await OpenPersonAsync(".leave-person");
        await page.Locator(".rz-dialog .field:has(#leave-until) .chip").Nth(1).PressAsync("Enter");
        await Assertions.Expect(page.Locator("#leave-until")).Not.ToHaveValueAsync("");
        var until = await page.InputValueAsync("#leave-until");
        await ReloadAsync();
        await OpenPersonAsync(".leave-person");
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#leave-until")).ToHaveValueAsync(until);
        await page.Locator(".rz-dialog .form-acts button").First.ClickAsync();
        await page.ClickAsync("#discard");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);

        var customers = await admin.RowsAsync("customers", 6);
        await customers.First.Locator("a[data-customer]").First.ClickAsync();
        await page.ClickAsync("#drawer-transfer");
        var target = page.Locator(".target input:enabled").First;
        await target.PressAsync("Space");
        var chosen = await target.GetAttributeAsync("id");
        await page.SelectOptionAsync("#transfer-reason", "workload");
        await ReloadAsync();
        await page.ClickAsync("#drawer-transfer");
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator($"[id='{chosen}']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#transfer-reason")).ToHaveValueAsync("workload");
        // And whom it is about can be looked at.
        await page.Locator(".rz-dialog .counted button.rows").First.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".counted-rows li")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".counted-rows a")).ToHaveAttributeAsync("href", new Regex("customer="));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Draft_OfWhoWasSignedIn_IsInNoTabOfTheNext()
    {
        const string IsKept = "() => Object.keys(sessionStorage).some(name => name.startsWith('draft:'))";
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        var customers = await admin.RowsAsync("customers", 6);
        await customers.First.Locator("a[data-customer]").First.ClickAsync();
        await page.ClickAsync("#edit-customer");
        await page.FillAsync("#customer-note", "for nobody else");
        await page.WaitForFunctionAsync(IsKept);

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/sign-in");
        await other.FillAsync("input[type=email]", "sales@example.com");
        await other.FillAsync("input[type=password]", ConsoleHost.Password);
        await other.PressAsync("input[type=password]", "Enter");

        await Assertions.Expect(page.Locator(".bar")).ToContainTextAsync("Demo Sales");
        Assert.False(await page.EvaluateAsync<bool>(IsKept));
    }
}
