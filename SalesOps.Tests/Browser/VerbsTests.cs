using Microsoft.Playwright;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Browser;

/// <summary>The program as the command line starts it, by what it prints.</summary>
[Collection(InOtherChromium.Name)]
public sealed class VerbsTests(Chromium chromium)
{
    private const string Password = "a long new password";

    [Fact]
    public async Task Demo_WhatItPrints_OpensThePageOfTheSeed_InThreeLanguages()
    {
        await using var demo = ConsoleCommand.Start("demo", "--urls", "http://127.0.0.1:0");
        var lines = await demo.ReadyAsync();
        var printed = lines.First(l => l.StartsWith("sign in: ", StringComparison.Ordinal))["sign in: ".Length..].Split(" / ");
        await using var admin = await Session.OpenAsync(chromium, new Uri(lines[0]["url: ".Length..]));

        await admin.Page.GotoAsync("/");
        await admin.Page.FillAsync("input[type=email]", printed[0]);
        await admin.Page.FillAsync("input[type=password]", printed[1]);
        await admin.Page.PressAsync("input[type=password]", "Enter");
        await admin.ExpectPageAsync();
        foreach (var (code, value) in SeedPage.Counters) await admin.ExpectCounterAsync(code, value);
        foreach (var (culture, title) in ((string, string)[])[("en", "All customers"), ("vi", "Toàn bộ khách hàng"), ("zh-CN", "全量客户池")])
        {
            await admin.Page.Locator($".cultures a[hreflang={culture}]").First.ClickAsync();
            await Assertions.Expect(admin.Page.Locator("html")).ToHaveAttributeAsync("lang", culture);
            await admin.ExpectPageAsync();
            await admin.RowsAsync("customers", 6);
            await Assertions.Expect(admin.Page.Locator("#customers h2")).ToHaveTextAsync(title);
        }
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Serve_TheLinkItPrints_MakesTheFirstAdministrator()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-first-").FullName;
        await using (var serve = ConsoleCommand.Start("serve", "--urls", "http://127.0.0.1:0", "--data", folder))
        {
            var lines = await serve.ReadyAsync();
            await using var admin = await Session.OpenAsync(chromium, new Uri(lines[0]["url: ".Length..]));
            await admin.Page.GotoAsync(lines[1]["set up: ".Length..]);
            await admin.Page.FillAsync("input[name=\"Form.Name\"]", "An Nguyễn");
            await admin.Page.FillAsync("input[name=\"Form.Email\"]", "an@example.com");
            await admin.Page.FillAsync("input[name=\"Form.Password\"]", Password);
            await admin.Page.FillAsync("input[name=\"Form.PasswordAgain\"]", Password);
            await admin.Page.Locator("button[type=submit]").ClickAsync();
            await admin.ExpectPageAsync();
            await admin.ExpectCounterAsync("sales_users", 1);
            await admin.ExpectCounterAsync("customers", 0);
            Assert.Empty(admin.Complaints);
        }
        Directory.Delete(folder, recursive: true);
    }
}
