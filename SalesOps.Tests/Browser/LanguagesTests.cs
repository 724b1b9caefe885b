using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Times, ages and counts as somebody reads them, in each language.</summary>
[Collection(InOtherChromium.Name)]
public sealed class LanguagesTests(Chromium chromium)
{
    [Theory]
    [InlineData("zh-CN", "14 分", "2 时 06 分", " 天", "1,006")]
    [InlineData("en", "14 min", "2 h 06 min", " d", "1,006")]
    [InlineData("vi", "14 phút", "2 giờ 06 phút", " ngày", "1.006")]
    public async Task TimesAgesAndCounts_AreInTheReadersLanguage_ByTheConsolesClock(string culture, string minutes, string left, string days, string count)
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await console.Lane.AddCustomersAsync(1_000);
        // A minute has just begun, and so no other begins while somebody reads.
        console.Clock.Advance(TimeSpan.FromSeconds(62 - console.Clock.GetUtcNow().Second));
        var (ops, talk) = (console.Person("ops@example.com"), Talk(console));
        Assert.True((await console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "customer_asked"), Caller.Person(ops))).Succeeded);
        console.Clock.Advance(TimeSpan.FromMinutes(14));
        var now = console.Clock.GetUtcNow().UtcDateTime;
        var due = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) + new TimeSpan(2, 7, 0);
        Assert.True((await console.SendAsync(new AddTask.Command(Guid.NewGuid(), talk.CustomerId, TaskKind.FollowUp, ops.Id, due, "!"), Caller.Person(ops))).Succeeded);
        // Whoever sits elsewhere reads the console's time.
        await using var session = await Session.SignInAsync(chromium, console, ops.Email, culture, new() { TimezoneId = "America/New_York", ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = session.Page;
        // Other programs read it: the digits alone.
        await Assertions.Expect(page.Locator("[data-counter=customers]")).ToHaveTextAsync("1006");
        await session.RowsAsync("customers");
        await Assertions.Expect(page.Locator("#customers .grid-range")).ToHaveTextAsync($"1–20 / {count}");
        await Assertions.Expect(page.Locator("#customers h2 + .count")).ToHaveTextAsync(count);
        // Among a thousand first contacts.
        await page.GotoAsync(new Uri(new Uri(page.Url), "/?tasks.kind=follow_up").ToString());
        await session.ExpectPageAsync();
        var task = (await session.RowsAsync("tasks")).Filter(new() { HasTextString = "!" });
        var at = task.Locator(".rz-cell-data > .due > time:not([data-left])");
        await Assertions.Expect(at).ToHaveTextAsync(due.AddHours(7).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));
        await Assertions.Expect(at).ToHaveAttributeAsync("title", due.AddHours(7).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " +07:00");
        await Assertions.Expect(task.Locator(".rz-cell-data > .due > time[data-left]")).ToHaveTextAsync(left);
        await session.RowsAsync("handovers", 3);
        var (age, oldest) = (page.Locator("#handovers tbody tr").First.Locator("time[data-age]").Last, page.Locator(".tile:has([data-counter=open_tasks]) time[data-age]"));
        await Assertions.Expect(age).ToHaveTextAsync(minutes);
        await Assertions.Expect(oldest).ToContainTextAsync(days);

        // The browser goes on in the same words, without asking.
        await page.EvaluateAsync("() => document.querySelectorAll('time[data-age], time[data-left]').forEach(t => { t.firstChild.data = '…'; })");
        await Assertions.Expect(age).ToHaveTextAsync(minutes);
        await Assertions.Expect(oldest).ToContainTextAsync(days);
        await Assertions.Expect(task.Locator(".rz-cell-data > .due > time[data-left]")).ToHaveTextAsync(left);
        Assert.Empty(session.Complaints);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    [InlineData("vi")]
    public async Task Moments_OfAnotherYear_SayWhich_ByTheConsolesClock(string culture)
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        var (ops, talk, year) = (console.Person("ops@example.com"), Talk(console), console.Clock.GetUtcNow().AddHours(7).Year);
        // In Vietnam the next year begins.
        var due = new DateTime(year, 12, 31, 17, 0, 0, DateTimeKind.Utc);
        Assert.True((await console.SendAsync(new AddTask.Command(Guid.NewGuid(), talk.CustomerId, TaskKind.FollowUp, ops.Id, due, "!"), Caller.Person(ops))).Succeeded);
        await using var session = await Session.SignInAsync(chromium, console, ops.Email, culture, new() { TimezoneId = "America/New_York", ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = session.Page;
        await page.GotoAsync(new Uri(new Uri(page.Url), "/?tasks.kind=follow_up&audit.rows=all").ToString());
        await session.ExpectPageAsync();
        var at = (await session.RowsAsync("tasks")).Filter(new() { HasTextString = "!" }).Locator(".rz-cell-data > .due > time:not([data-left])");
        await Assertions.Expect(at).ToHaveTextAsync($"{year + 1}-01-01 00:00");
        // Nothing of it is cut.
        Assert.True(await at.EvaluateAsync<bool>("e => { const cell = e.closest('td').getBoundingClientRect(), text = e.getBoundingClientRect(); return text.left >= cell.left && text.right <= cell.right; }"));
        await session.RowsAsync("audit");
        var made = page.Locator("#audit tbody tr").First.Locator("td time").Last;
        await Assertions.Expect(made).ToHaveTextAsync(new Regex(@"^\d\d-\d\d \d\d:\d\d$"));
        // The browser goes on by itself, in the new year too.
        await made.EvaluateAsync("(e, year) => { e.dataset.year = year; }", year - 1);
        await Assertions.Expect(made).ToHaveTextAsync(new Regex($@"^{year - 1}-\d\d-\d\d \d\d:\d\d$"));
        await made.EvaluateAsync("(e, year) => { e.dataset.year = year; }", year);
        await Assertions.Expect(made).ToHaveTextAsync(new Regex(@"^\d\d-\d\d \d\d:\d\d$"));
        Assert.Empty(session.Complaints);
    }

    private static Conversation Talk(ConsoleHost console)
    {
        using var store = console.Read();
        return store.Conversations.First(c => c.Holder == Holder.Ai);
    }
}
