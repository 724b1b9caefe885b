using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What stands on paper when somebody prints the page.</summary>
[Collection(InOtherChromium.Name)]
public sealed class PrintTests(Chromium chromium)
{
    [Theory]
    [InlineData("reports", "#report-agents")]
    [InlineData("customers", "#customers tr[data-id]")]
    public async Task Page_PrintsWhatIsLookedAt_InLight_WithoutFramesAndBars(string section, string drawn)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en",
            new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 1032, Height = 700 } });
        var page = admin.Page;
        await page.EvaluateAsync("id => { document.documentElement.dataset.theme = 'dark'; document.getElementById(id).scrollIntoView(); }", section);
        await Assertions.Expect(page.Locator(drawn).First).ToBeInViewportAsync();
        await page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(page.Locator(drawn).First).ToBeVisibleAsync();
        foreach (var gone in (string[])[".work", ".anchors", ".lazy:has(.reserved)", "#customers .tools .sbtn", "#customers .mark", ".find"])
            foreach (var one in await page.Locator(gone).AllAsync()) Assert.False(await one.IsVisibleAsync(), $"{gone} is printed.");
        Assert.Equal("", await page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility()).filter(e => {
                const style = getComputedStyle(e), box = e.getBoundingClientRect();
                return ['sticky', 'fixed'].includes(style.position) || ['auto', 'scroll'].includes(style.overflowY) && e.scrollHeight > e.clientHeight + 1 || box.right > innerWidth + 1;
            }).map(e => e.outerHTML.slice(0, 90)).slice(0, 5).join('\n')
            """));
        var light = await page.EvaluateAsync<string[]>("() => [getComputedStyle(document.documentElement).colorScheme, getComputedStyle(document.body).backgroundColor]");
        Assert.Equal(["light", "rgb(255, 255, 255)"], light);
        Assert.Equal("table-header-group", await page.Locator($"#{section} thead").First.EvaluateAsync<string>("e => getComputedStyle(e).display"));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Drawer_IsPrintedAlone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        var page = ops.Page;
        await (await ops.RowsAsync("customers", 6)).First.Locator("a[data-customer]").ClickAsync();
        await Assertions.Expect(page.Locator("#customer .facts").First).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var gone in (string[])["#main", ".tiles", ".veil", "#customer .tools"]) await Assertions.Expect(page.Locator(gone).First).ToBeHiddenAsync();
        Assert.Equal("static", await page.Locator("#customer").EvaluateAsync<string>("e => getComputedStyle(e).position"));
        Assert.Empty(ops.Complaints);
    }
}
