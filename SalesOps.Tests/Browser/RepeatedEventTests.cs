using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A connection that says everything the browser says fifty times, at once and again when the page has gone on.</summary>
[Collection(InOtherChromium.Name)]
public sealed class RepeatedEventTests(Chromium chromium)
{
    private const string Name = "#case .who b";

    [Fact]
    public async Task Submit_SentFiftyTimesOverOneCircuit_HasOneEffect()
    {
        await using var console = await ConsoleHost.StartAsync();
        var line = default(StutteringLine)!;
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en", before: async page => line = await StutteringLine.UnderAsync(page));
        await admin.RowsAsync("people");
        // A look at the case is an entry.
        await Assertions.Expect(admin.Page.Locator("#case h2")).ToBeVisibleAsync();
        await admin.Page.ClickAsync("#add-people");
        await admin.Page.FillAsync("#person-name", "Somebody New");
        await admin.Page.FillAsync("#person-email", "new@example.com");
        var sequence = console.Sequence;

        line.IsOn = true;
        await admin.Page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(admin.Page.Locator("#invite-link")).ToHaveCountAsync(1);
        line.IsOn = false;
        await admin.ExpectCounterAsync("sales_users", 3);

        Assert.True(line.Repeated > 0);
        Assert.Equal(sequence + 1, console.Sequence);
        Assert.Single(console.Lane.Last.Directory.SalesUsers.Values, u => u.Email == "new@example.com");
        Assert.Equal(3, console.Lane.Last.Counters[Counters.SalesUsers, Counter.Everyone]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decision_SentFiftyTimes_AtOnceAndLater_IsOfOneCase_AndSoIsItsUndo(bool byKey)
    {
        await using var console = await ConsoleHost.StartAsync();
        for (var i = 1; i < 5; i++) await HearAsync(console, $"Khách {i:00}");
        var line = default(StutteringLine)!;
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en", before: async page => line = await StutteringLine.UnderAsync(page));
        var page = supervisor.Page;
        await Assertions.Expect(page.Locator("#case .btn.go")).ToBeEnabledAsync();
        // The page listens for keys a moment after it is drawn.
        await supervisor.PressUntilAsync("?", ".rz-dialog");
        await supervisor.LeaveDialogAsync();

        await StutterAsync(() => byKey ? page.Keyboard.PressAsync("a") : page.ClickAsync("#case .btn.go"), left: 4);
        // Two to take back, so that a second effect of one undo shows.
        await DecideAsync(3);
        await StutterAsync(() => byKey ? page.Keyboard.PressAsync("Control+z") : page.ClickAsync("#case .undo button"), left: 4);
        Assert.True(line.Repeated >= 2);
        Assert.Empty(supervisor.Complaints);

        async Task StutterAsync(Func<Task> press, int left)
        {
            line.IsOn = true;
            await press();
            await supervisor.ExpectCounterAsync("understanding_reviews", left);
            line.IsOn = false;
            await Assertions.Expect(page.Locator("#case .btn.go")).ToBeEnabledAsync();
            line.SayAgain();
            // What is said after it is heard after it: once the drawer is open, all of it was heard.
            await page.ClickAsync("#case a.chip");
            await Assertions.Expect(page.Locator("#customer")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#customer")).ToHaveCountAsync(0);
            Assert.Equal(left, console.Lane.Last.Counters[Counters.UnderstandingReviews, Counter.Everyone]);
        }

        async Task DecideAsync(int left)
        {
            var name = await page.Locator(Name).InnerTextAsync();
            await page.ClickAsync("#case .btn.go");
            await supervisor.ExpectCounterAsync("understanding_reviews", left);
            await Assertions.Expect(page.Locator(Name).Filter(new() { HasTextString = name })).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Decision_ClickedTwice_IsOfOneCase()
    {
        await using var console = await ConsoleHost.StartAsync();
        for (var i = 1; i < 5; i++) await HearAsync(console, $"Khách {i:00}");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        await Assertions.Expect(supervisor.Page.Locator("#case .btn.go")).ToBeEnabledAsync();
        await supervisor.Page.DblClickAsync("#case .btn.go", new() { Delay = 60 });
        await supervisor.ExpectCounterAsync("understanding_reviews", 4);
        await supervisor.Page.DblClickAsync("#case .undo button", new() { Delay = 60 });
        await supervisor.ExpectCounterAsync("understanding_reviews", 5);
        await Assertions.Expect(supervisor.Page.Locator("#case .btn.go")).ToBeEnabledAsync();
        Assert.Equal(5, console.Lane.Last.Counters[Counters.UnderstandingReviews, Counter.Everyone]);
        Assert.Empty(supervisor.Complaints);
    }

    private static async Task HearAsync(ConsoleHost console, string who) => Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{who}",
        "Bên mình có đáng tin không?", who, null, new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1")), Caller.Runtime)).Succeeded);
}
