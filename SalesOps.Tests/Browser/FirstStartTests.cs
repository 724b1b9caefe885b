using Microsoft.Playwright;
using SalesOps.Console.SignIn;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A fresh console: the first administrator comes through the one-time link, and invites the next person.</summary>
[Collection(InOtherChromium.Name)]
public sealed class FirstStartTests(Chromium chromium)
{
    private const string Password = "a long new password";

    [Fact]
    public async Task FirstStart_LinkToInvitation_LetsTwoPeopleIn()
    {
        await using var console = await ConsoleHost.StartAsync(sample: false);
        var token = Tokens.New();
        Assert.True((await console.SendAsync(new OpenSetup.Command(Guid.CreateVersion7(), Tokens.Hash(token)))).Succeeded);

        await using var admin = await Session.OpenAsync(chromium, console.Address);
        await admin.Page.GotoAsync($"/setup?token={token}&culture=en");
        await admin.Page.FillAsync("input[name=\"Form.Name\"]", "An Nguyễn");
        await admin.Page.FillAsync("input[name=\"Form.Email\"]", "an@example.com");
        await admin.Page.FillAsync("input[name=\"Form.Password\"]", Password);
        await admin.Page.FillAsync("input[name=\"Form.PasswordAgain\"]", "another password");
        await admin.Page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(admin.Page.Locator("[name=\"Form.PasswordAgain\"]")).ToHaveAttributeAsync("aria-invalid", "true");
        await admin.Page.FillAsync("input[name=\"Form.Password\"]", Password);
        await admin.Page.FillAsync("input[name=\"Form.PasswordAgain\"]", Password);
        await admin.Page.Locator("button[type=submit]").ClickAsync();
        await admin.ExpectPageAsync();
        await admin.ExpectCounterAsync("sales_users", 1);

        await admin.RowsAsync("people", 1);
        await admin.Page.Locator("#people button.go").ClickAsync();
        await admin.Page.FillAsync("#person-name", "Bình Trần");
        await admin.Page.FillAsync("#person-email", "binh@example.com");
        await admin.Page.Locator("#person-email").PressAsync("Enter");
        var link = await admin.Page.Locator("#invite-link").InputValueAsync();

        await using var invited = await Session.OpenAsync(chromium, console.Address);
        await invited.Page.GotoAsync(link);
        await invited.Page.FillAsync("input[name=\"Form.Password\"]", Password);
        await invited.Page.FillAsync("input[name=\"Form.PasswordAgain\"]", Password);
        await invited.Page.Locator("button[type=submit]").ClickAsync();
        await invited.ExpectPageAsync();
        await admin.ExpectCounterAsync("sales_users", 2);
        Assert.Empty(admin.Complaints.Concat(invited.Complaints));
    }
}
