using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What an edit does is shown before it is saved: each number opens whom it counts, and who must go may stay until the conversation ends.</summary>
[Collection(InOtherChromium.Name)]
public sealed class ImpactTests(Chromium chromium)
{
    private const string Save = ".rz-dialog button[type=submit]";

    [Fact]
    public async Task KeptUntilTheConversationEnds_ByKeyboard_TakenBackAndDoneAgainByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, agent) = (admin.Page, console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales A"));
        await admin.RowsAsync("agents", 3);
        var (row, impact) = (page.Locator($"#agents tr[data-id=\"{agent.Id}\"]"), page.Locator(".rz-dialog .impact"));
        await row.Locator(".edit-agent").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await page.Locator("#agent-channel-telegram").PressAsync("Space");
        await Assertions.Expect(impact.Locator("li[data-id]")).ToHaveCountAsync(2);

        // The numbers name whom they count; what a filter says opens beside.
        await Assertions.Expect(impact.Locator("a.rows")).ToHaveAttributeAsync("href", new Regex($"assignments\\.status=active&assignments\\.agent={agent.Id}#assignments"));
        var goal = impact.Locator(".chip[data-part]").Nth(1);
        var count = int.Parse((await goal.InnerTextAsync()).Split(' ')[0], null);
        await goal.PressAsync("Enter");
        await Assertions.Expect(goal).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(impact.Locator("li[data-id]")).ToHaveCountAsync(count);

        await impact.Locator("input[value=Move]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(impact.Locator("input[value=UntilEnd]")).ToBeCheckedAsync();
        await page.Locator(Save).PressAsync("Enter");
        await Assertions.Expect(page.Locator(".undo-bar .notice")).ToContainTextAsync("2 customers stay until the conversation ends");
        Assert.Equal(2, Leaving(console));
        await page.ClickAsync("#undo");
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram");
        Assert.Equal(0, Leaving(console));

        await row.Locator(".edit-agent").ClickAsync();
        await page.ClickAsync("#agent-channel-telegram");
        await impact.Locator("label:has(input[value=UntilEnd])").ClickAsync();
        await page.ClickAsync(Save);
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        Assert.Equal(2, Leaving(console));
        await admin.RowsAsync("assignments");
        await Assertions.Expect(page.Locator("#assignments .tag.warn").Filter(new() { HasTextString = "Leaving" })).ToHaveCountAsync(2);
        Assert.Empty(admin.Complaints);
    }

    private static int Leaving(ConsoleHost console)
    {
        using var store = console.Read();
        return store.Assignments.Count(a => a.Status == AssignmentStatus.Active && a.LeavingSince != null);
    }
}
