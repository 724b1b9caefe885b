using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What waits is seen by somebody: leases that run out, limits that break, messages in another language, and what comes back unseen.</summary>
[Collection(InOtherChromium.Name)]
public sealed class WaitingReviewsTests(Chromium chromium)
{
    private const string Approve = "#case .btn.go";

    [Fact]
    public async Task Lease_OfSomebodyWhoLooksAway_RunsOut_AndTheCaseIsAnothers()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await Assertions.Expect(supervisor.Page.Locator("#reviews td").Filter(new() { HasTextString = "我" })).ToHaveCountAsync(1);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        await Assertions.Expect(admin.Page.Locator("#case .rest")).ToContainTextAsync("剩下的都有人在处理");

        await supervisor.HideAsync(true);
        console.Clock.Advance(ClaimBoard.Lease + TimeSpan.FromSeconds(1));
        await HearAsync(console, "Khách mới");
        await Assertions.Expect(admin.Page.Locator("#case .who b")).ToHaveTextAsync("Understand Risk 20260603105934");
        await Assertions.Expect(admin.Page.Locator(Approve)).ToBeEnabledAsync();
        await supervisor.HideAsync(false);
        await Assertions.Expect(supervisor.Page.Locator("#case .bar-note")).ToContainTextAsync("trojan 正在处理");
        await Assertions.Expect(supervisor.Page.Locator(Approve)).ToBeDisabledAsync();
        await admin.PressOnCaseAsync("a", "#case .undo");
        await admin.ExpectCounterAsync("understanding_reviews", 1);
        Assert.Empty(supervisor.Complaints.Concat(admin.Complaints));
    }

    [Fact]
    public async Task Approve_OfWhatAColleagueDecidedMeanwhile_SaysWhoAndHow_AndDecidesNothing()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await HearAsync(console, "Khách mới");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        var (page, who, said) = (supervisor.Page, supervisor.Page.Locator("#case .who b"), supervisor.Page.Locator("#case .bar-note.bad"));
        await Assertions.Expect(page.Locator("#reviews td").Filter(new() { HasTextString = "我" })).ToHaveCountAsync(1);
        await Assertions.Expect(who).ToHaveTextAsync("Understand Risk 20260603105934");
        var colleague = console.Person("trojan@example.com");
        Guid decided;
        await using (var store = console.Read()) decided = store.Reviews.Single(r => store.Customers.Any(c => c.Id == r.CustomerId && c.Name.StartsWith("Understand Risk"))).Id;

        // A tab that is not looked at is told nothing: the case stands there as if it waited.
        await supervisor.HideAsync(true);
        console.Clock.Advance(ClaimBoard.Lease + TimeSpan.FromSeconds(1));
        var seen = (await console.SendAsync(new GetReviewCase.Query(decided))).Value.Seen;
        Assert.True((await console.SendAsync(new ApproveReview.Command(Guid.NewGuid(), seen), Caller.Person(colleague))).Succeeded);
        await page.ClickAsync(Approve);
        await Assertions.Expect(said).ToContainTextAsync($"{colleague.Name} 已处理：已通过");
        await supervisor.HideAsync(false);
        await supervisor.ExpectCounterAsync("understanding_reviews", 1);
        // The next one opens, and what was said of the last is still there to be read.
        await Assertions.Expect(page.Locator("#reviews tr[data-id]:not(.gone)")).ToHaveCountAsync(1);
        await Assertions.Expect(who).ToHaveTextAsync("Khách mới");
        await Assertions.Expect(page.Locator(Approve)).ToBeEnabledAsync();
        await Assertions.Expect(said).ToContainTextAsync("Understand Risk 20260603105934");
        await Assertions.Expect(page.Locator("#case .undo")).ToHaveCountAsync(0);
        await using (var store = console.Read()) Assert.Equal(colleague.Id, store.Decisions.Single().ById);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Limit_Broken_IsSaidToEverybodyWhoMayDecide_WhereverTheyLook()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await HearAsync(console, "Khách đợi");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com");
        var notice = supervisor.Page.Locator(".late-notice .tag.bad");
        // The sample's has waited since the summer.
        await Assertions.Expect(notice).ToHaveTextAsync("1 条复核已超时");
        await Assertions.Expect(supervisor.Page.Locator(".rz-notification-item")).ToHaveCountAsync(0);
        await supervisor.RowsAsync("audit");
        console.Clock.Advance(TimeSpan.FromHours(2));

        await Assertions.Expect(supervisor.Page.Locator(".rz-notification")).ToContainTextAsync("2 条复核已超时");
        await Assertions.Expect(notice).ToHaveTextAsync("2 条复核已超时");
        await Assertions.Expect(notice).ToBeInViewportAsync();
        await Assertions.Expect(ops.Page.Locator(".tile.bad [data-counter=understanding_reviews]")).ToHaveTextAsync("2");
        await Assertions.Expect(ops.Page.Locator(".late-notice .tag, .rz-notification-item")).ToHaveCountAsync(0);
        await notice.ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(2);
        await Assertions.Expect(supervisor.Page.Locator("#reviews")).ToBeInViewportAsync();
        // The next stands instead of it.
        await HearAsync(console, "Khách nữa");
        console.Clock.Advance(TimeSpan.FromHours(2));
        await Assertions.Expect(supervisor.Page.Locator(".rz-notification")).ToContainTextAsync("3 条复核已超时");
        await Assertions.Expect(supervisor.Page.Locator(".rz-notification-item")).ToHaveCountAsync(1);
        Assert.Empty(supervisor.Complaints.Concat(ops.Complaints));
    }

    [Fact]
    public async Task Case_WithAGloss_ShowsBothSideBySide_InItsConversation()
    {
        await using var console = await ConsoleHost.StartAsync();
        await HearAsync(console, "Khách Hà", "Chào shop", new("greeting", "first_contact", 0.95, [], "runtime-1"));
        await HearAsync(console, "Khách Hà", "Bên mình có đáng tin không?", new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1",
            ["đáng tin"], [new("ask_how", 0.3)], new("你们可靠吗？", ["可靠"])));
        await HearAsync(console, "Khách Hà", "Cảm ơn nhé", new("thanks", "first_contact", 0.95, [], "runtime-1"));
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        // Claimed: the page listens by now.
        await Assertions.Expect(supervisor.Page.Locator("#reviews td").Filter(new() { HasTextString = "我" })).ToHaveCountAsync(1);
        await supervisor.Page.Locator("#reviews tr[data-id]").Filter(new() { HasTextString = "Khách Hà" }).ClickAsync();
        var seen = supervisor.Page.Locator("#case .case");
        // The case that stood there before goes first: it has marks of its own.
        await Assertions.Expect(seen).ToContainTextAsync("Khách Hà");
        await Assertions.Expect(seen.Locator(".msg p:not(.gloss) mark")).ToHaveTextAsync("đáng tin");
        await Assertions.Expect(seen.Locator(".msg .gloss mark")).ToHaveTextAsync("可靠");
        await Assertions.Expect(seen.Locator(".facts")).ToContainTextAsync("0.3");
        await Assertions.Expect(seen.Locator(".beside li bdi")).ToHaveTextAsync(["Chào shop", "Cảm ơn nhé"]);
        var (text, gloss) = (await BoxAsync(seen.Locator(".msg p").First), await BoxAsync(seen.Locator(".gloss")));
        Assert.True(gloss.X > text.X && Math.Abs(gloss.Y - text.Y) < 2, $"{text.X},{text.Y} {gloss.X},{gloss.Y}");
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Repeat_OfAnOwnDecision_StandsAmongWhatWaits_AndChangesNothing()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var (admin, person) = (Caller.Person(console.Person("trojan@example.com")), Caller.Person(console.Person("supervisor@example.com")));
        Assert.True((await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.RepeatShare, null, "100", "0"), admin)).Succeeded);
        Assert.True((await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.RepeatDays, null, "1", "14"), admin)).Succeeded);
        await using var store = console.Read();
        var decided = store.Reviews.Single();
        var seen = (await console.SendAsync(new GetReviewCase.Query(decided.Id))).Value;
        Assert.True((await console.SendAsync(new ApproveReview.Command(Guid.NewGuid(), seen.Seen), person)).Succeeded);
        console.Clock.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 4; i++) await HearAsync(console, $"Khách {i}");

        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        var rows = supervisor.Page.Locator("#reviews tr[data-id]");
        await Assertions.Expect(rows).ToHaveCountAsync(5);
        await Assertions.Expect(rows.Nth(3)).ToHaveAttributeAsync("data-id", decided.Id.ToString());
        await rows.Nth(3).ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator("#case .who b")).ToHaveTextAsync("Understand Risk 20260603105934");
        await Assertions.Expect(supervisor.Page.Locator("#case .who .tag")).ToHaveCountAsync(0);
        await supervisor.PressOnCaseAsync("a", "#case .undo");
        await Assertions.Expect(supervisor.Page.Locator("#case .undo")).ToContainTextAsync("隐藏复测");
        await supervisor.ExpectCounterAsync("understanding_reviews", 4);
        await supervisor.UndoByKeyAsync();
        await Assertions.Expect(supervisor.Page.Locator("#case .who b")).ToHaveTextAsync("Understand Risk 20260603105934");
        await supervisor.ExpectCounterAsync("understanding_reviews", 4);
        Assert.Empty(supervisor.Complaints);
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator part) => await part.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not drawn.");

    private static int _messages;

    private static async Task HearAsync(ConsoleHost console, string who, string text = "Bên mình có đáng tin không?", ReceiveMessage.Reported? read = null) =>
        Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"waiting-{Interlocked.Increment(ref _messages)}", text, who, null,
            read ?? new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1")), Caller.Runtime)).Succeeded);
}
