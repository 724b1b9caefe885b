using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>One message in, every open screen moves.</summary>
[Collection(InOtherChromium.Name)]
public sealed class LivePageTests(Chromium chromium)
{
    /// <summary>Where everything of the counters' row and the bar stands, but for numbers, whose own width follows their digits.</summary>
    private const string Places = """
        () => [...document.querySelectorAll('.tile, .tile .k, .bar h1, .bar-end, .anchors a, #reviews, #case, .strip > section')]
            .map(e => [e, e.getBoundingClientRect()]).map(([e, r]) => `${e.id} ${r.x} ${r.y} ${r.width} ${r.height}`)
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_Posted_MovesEverySessionWithoutReload()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com");
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "vi");
        foreach (var session in (Session[])[ops, supervisor])
        {
            await session.Page.EvaluateAsync("() => { window.notReloaded = true; document.documentElement.style.zoom = '0.4'; }");
            foreach (var section in (string[])["customers", "assignments", "audit"]) await session.RowsAsync(section);
        }

        await PostAsync(console, "lan-001", "m-1", "Bên mình có lừa đảo không?", "Đặng Thị Hương");

        foreach (var session in (Session[])[ops, supervisor])
        {
            await session.ExpectCounterAsync("customers", 7);
            await session.ExpectCounterAsync("active_bindings", 7);
            await session.ExpectCounterAsync("understanding_reviews", 2);
            foreach (var section in (string[])["customers", "assignments"])
                await Assertions.Expect(session.Page.Locator($"#{section} tr[data-id]").First).ToContainTextAsync("Đặng Thị Hương");
            await Assertions.Expect(session.Page.Locator("#audit tr[data-id]").First).ToContainTextAsync("customer.created_and_assigned");
            await Assertions.Expect(session.Page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(2);
            Assert.True(await session.Page.EvaluateAsync<bool>("() => window.notReloaded === true"));
            Assert.Empty(session.Complaints);
        }
    }

    [Fact]
    public async Task Message_OfAnotherSalesperson_IsNotSeen()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");

        // The agent longest without a new customer is trojan's.
        await PostAsync(console, "lan-001", "m-1", "Tôi muốn nạp tiền", "Lan");
        await admin.ExpectCounterAsync("customers", 7);
        await PostAsync(console, "minh-001", "m-2", "Tôi muốn nạp tiền", "Minh");
        await admin.ExpectCounterAsync("customers", 8);

        await sales.ExpectCounterAsync("customers", 5);
        await sales.RowsAsync("customers", 5);
        var text = await sales.Page.EvaluateAsync<string>("() => document.body.innerText");
        Assert.Contains("Minh", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lan", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HiddenTab_IsNotDrawnUntilLookedAtAgain()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com");
        await using var other = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        await ops.HideAsync(true);
        await PostAsync(console, "lan-001", "m-1", "Tôi muốn nạp tiền", "Lan");
        await other.ExpectCounterAsync("customers", 7);
        // A frame later than the one in which it would have been drawn.
        await PostAsync(console, "minh-001", "m-2", "Tôi muốn nạp tiền", "Minh");
        await other.ExpectCounterAsync("customers", 8);
        Assert.Equal("6", await ops.Page.InnerTextAsync("[data-counter=customers]"));
        await ops.HideAsync(false);
        await ops.ExpectCounterAsync("customers", 8);
    }

    [Fact]
    public async Task Network_GoneAndBack_SaysSoAndWhatWasMissed()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await using var other = await Session.SignInAsync(chromium, console, "supervisor@example.com");
        // Signing in is an entry too, and so is a look at the case.
        foreach (var session in (Session[])[ops, other]) await Assertions.Expect(session.Page.Locator("#case h2")).ToBeVisibleAsync();
        await Assertions.Expect(ops.Page.Locator(".live .seq")).ToHaveTextAsync($"#{console.Sequence}");
        await ops.Page.Context.SetOfflineAsync(true);
        await Assertions.Expect(ops.Page.Locator(".live .when-suspect")).ToBeVisibleAsync();
        await PostAsync(console, "lan-001", "m-1", "Tôi muốn nạp tiền", "Lan");
        await other.ExpectCounterAsync("customers", 7);
        await ops.ExpectCounterAsync("customers", 6);

        await ops.Page.Context.SetOfflineAsync(false);
        // It is said for seconds only.
        await Assertions.Expect(ops.Page.Locator(".live .ago")).ToHaveTextAsync("caught up 2 changes");
        await ops.ExpectCounterAsync("customers", 7);
    }

    [Fact]
    public async Task BrowsersClock_SetWrongWhileThePageIsOpen_IsCorrectedByTheServers()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await ops.Page.EvaluateAsync("() => { const real = Date.now; Date.now = () => real() + 3 * 864e5; document.querySelectorAll('time[data-clock]').forEach(e => e.firstChild.data = '-'); }");
        var today = DateTime.UtcNow.AddHours(7).ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Assertions.Expect(ops.Page.Locator("time[data-clock]").First).ToContainTextAsync(today, new() { Timeout = 60_000 });
        Assert.Empty(ops.Complaints);
    }

    [Fact]
    public async Task Numbers_ThatGrowByADigit_MoveNothingElse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com");
        await console.Lane.AddCustomersAsync(92);
        await ops.ExpectCounterAsync("customers", 98);
        await Assertions.Expect(ops.Page.Locator(".strip a[data-entry]")).ToHaveCountAsync(1);
        await Assertions.Expect(ops.Page.Locator("#case h2")).ToBeVisibleAsync();
        var before = await ops.Page.EvaluateAsync<string[]>(Places);
        for (var i = 0; i < 3; i++) await PostAsync(console, $"lan-{i}", $"m-{i}", "Tôi muốn nạp tiền", "Lan");
        await ops.ExpectCounterAsync("customers", 101);
        // Ten, or more: who waits unbound is seen to by itself as time passes.
        await Assertions.Expect(ops.Page.Locator("[data-counter=open_tasks]")).ToHaveTextAsync(new Regex("^[0-9]{2,3}$"));

        Assert.NotEmpty(before);
        Assert.Equal(before, await ops.Page.EvaluateAsync<string[]>(Places));
    }

    private static async Task PostAsync(ConsoleHost console, string who, string id, string text, string name)
    {
        using var answer = await console.Api.PostAsJsonAsync("/api/v1/messages", new { channel = "telegram", externalId = who, messageId = id, text, displayName = name }, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
