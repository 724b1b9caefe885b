using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What somebody sees who opens the page.</summary>
[Collection(InChromium.Name)]
public sealed partial class PageTests(Chromium chromium, SampleHost host) : IClassFixture<SampleHost>
{
    private static readonly string[] Sections = ["people", "agents", "customers", "assignments", "tasks", "handovers", "audit"];

    [Fact]
    public async Task Open_SampleData_ShowsEveryPanelOfTheSeed()
    {
        await using var admin = await Session.SignInAsync(chromium, host.Console, "trojan@example.com");
        foreach (var (code, value) in SeedPage.Counters) await admin.ExpectCounterAsync(code, value);
        foreach (var (section, expected) in SeedPage.Rows)
        {
            var rows = await admin.RowsAsync(section, expected.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                var cells = await rows.Nth(i).Locator("td:not(.mark-cell)").AllInnerTextsAsync();
                var wanted = expected[i].Split('|');
                Assert.True(cells.Count >= wanted.Length, $"{section} row {i} has {cells.Count} cells");
                // Beside what the seed says a cell may say more, but no longer word and no other figure.
                for (var c = 0; c < wanted.Length; c++) Assert.Matches($@"(?<![\p{{L}}\p{{N}}.,]){Regex.Escape(wanted[c])}(?![\p{{L}}\p{{N}}]|[.,]\p{{N}})", Space().Replace(cells[c], " "));
            }
        }
        await admin.RowsAsync("tasks", 7);
        Assert.Empty(admin.Complaints);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public async Task Open_OtherLanguage_HasNoChineseInIt(string culture)
    {
        await using var admin = await Session.SignInAsync(chromium, host.Console, "trojan@example.com", culture);
        foreach (var section in Sections) await admin.RowsAsync(section);
        var text = await admin.Page.EvaluateAsync<string>("() => document.body.innerText");
        // The switch's own 中 and people's names stay as they are.
        Assert.DoesNotContain(Chinese().Matches(text), m => m.Value is not "中" && host.Console.Lane.Last.Directory.SalesUsers.Values.All(u => !u.Name.Contains(m.Value)));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 900)]
    [InlineData(ColorScheme.Dark, 1440, 900)]
    [InlineData(ColorScheme.Light, 390, 844)]
    public async Task Open_EveryLook_HasNoAccessibilityViolationAndNoSidewaysScroll(ColorScheme scheme, int width, int height)
    {
        await using var admin = await Session.SignInAsync(chromium, host.Console, "trojan@example.com", "zh-CN",
            new() { ColorScheme = scheme, BypassCSP = true, ViewportSize = new() { Width = width, Height = height } });
        foreach (var section in Sections) await admin.RowsAsync(section);
        var outcome = await admin.Page.RunAxe();
        var violations = string.Join("\n", outcome.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}"));
        Assert.True(violations.Length == 0, violations);
        Assert.True(await admin.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("vi")]
    public async Task Open_SmallDesk_CutsNoFigureAndNoButton(string culture)
    {
        await using var admin = await Session.SignInAsync(chromium, host.Console, "trojan@example.com", culture, new() { ViewportSize = new() { Width = 1280, Height = 720 } });
        foreach (var section in Sections)
        {
            await admin.RowsAsync(section);
            Assert.Empty(await admin.Page.EvaluateAsync<string[]>(CutOff));
        }
    }

    [Fact]
    public async Task Open_Salesperson_SeesOwnRowsOnly()
    {
        await using var sales = await Session.SignInAsync(chromium, host.Console, "sales@example.com");
        await sales.ExpectCounterAsync("customers", 4);
        await sales.ExpectCounterAsync("ai_agents", 2);
        await sales.RowsAsync("customers", 4);
        await sales.RowsAsync("agents", 2);
        Assert.DoesNotContain("trojanAI", await sales.Page.EvaluateAsync<string>("() => document.body.innerText"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trojan@example.com", 10, false)]
    [InlineData("trojan@example.com", 10, true)]
    [InlineData("sales@example.com", 8, false)]
    [InlineData("sales@example.com", 8, true)]
    public async Task Counters_EachFollowed_OpenTheRowsTheyCount(string email, int links, bool byKeyboard)
    {
        await using var person = await Session.SignInAsync(chromium, host.Console, email);
        var numbers = person.Page.Locator(".tile a.k, .tile .d a:not([data-customer])");
        await Assertions.Expect(numbers).ToHaveCountAsync(links);
        for (var i = 0; i < links; i++)
        {
            var (link, address) = (numbers.Nth(i), (await numbers.Nth(i).GetAttributeAsync("href"))!);
            var number = await link.EvaluateAsync<string>("a => (a.querySelector('b') ?? a.closest('.tile').querySelector('[data-counter]')).textContent");
            await (byKeyboard ? link.PressAsync("Enter") : link.ClickAsync());
            await Assertions.Expect(person.Page).ToHaveURLAsync(new Uri(host.Console.Address, address).ToString());
            var section = person.Page.Locator(address[address.IndexOf('#', StringComparison.Ordinal)..]);
            await Assertions.Expect(section.Locator("tr[data-id]")).ToHaveCountAsync(int.Parse(number, CultureInfo.InvariantCulture));
            if (number == "0") await Assertions.Expect(section.Locator(".empty")).ToBeVisibleAsync();
        }
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task Heads_EverySortOfEverySection_IsOneTheListKnows()
    {
        await using var admin = await Session.SignInAsync(chromium, host.Console, "trojan@example.com");
        foreach (var section in Sections)
        {
            await admin.RowsAsync(section);
            var heads = admin.Page.Locator($"#{section} button.sort");
            for (var i = 0; i < await heads.CountAsync(); i++)
            {
                await heads.Nth(i).ClickAsync();
                await Assertions.Expect(admin.Page.Locator($"#{section} th:has(button.sort)").Nth(i)).ToHaveAttributeAsync("aria-sort", Sorted());
                await Assertions.Expect(admin.Page.Locator($"#{section} .grid-rows[aria-busy=false] tr[data-id]").First).ToBeVisibleAsync();
                await Assertions.Expect(admin.Page.Locator($"#{section} [role=alert]")).ToHaveCountAsync(0);
            }
        }
    }

    [Fact]
    public async Task Drawer_OpenedByKeyboard_ShowsTheTimelineAndReturnsTheFocus()
    {
        await using var supervisor = await Session.SignInAsync(chromium, host.Console, "supervisor@example.com");
        await Assertions.Expect(supervisor.Page.Locator("#reviews tr[data-id]")).ToHaveCountAsync(1);
        var row = supervisor.Page.Locator("#reviews tr[data-id]");
        await supervisor.PressUntilAsync("j", "#reviews tr[data-id]:focus");
        await supervisor.PressUntilAsync("Enter", "#customer");
        var drawer = supervisor.Page.Locator("#customer");
        await Assertions.Expect(drawer).ToContainTextAsync("telegram:understand-risk-20260603105934");
        await Assertions.Expect(drawer.Locator("mark").First).ToHaveTextAsync("đáng tin");
        await supervisor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(drawer).ToBeHiddenAsync();
        await Assertions.Expect(row).ToBeFocusedAsync();
        Assert.Empty(supervisor.Complaints);
    }

    /// <summary>Texts of what must be read whole, of which a part lies outside its box.</summary>
    private const string CutOff = """
        () => [...document.querySelectorAll('.tile .k, .tile .d, .acts .btn, td time, td .tag, td .stage > :last-child, td .sbtn')].filter(e => {
          const clips = x => getComputedStyle(x).overflowX === 'hidden';
          if (clips(e) && e.scrollWidth > e.clientWidth + 1) return true;
          for (let box = e.parentElement; box; box = box.parentElement)
            if (clips(box) && e.getBoundingClientRect().right > box.getBoundingClientRect().right + 1) return true;
          return false;
        }).map(e => e.innerText)
        """;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("^(a|de)scending$")]
    private static partial Regex Sorted();

    [GeneratedRegex(@"[\u4e00-\u9fff]+")]
    private static partial Regex Chinese();
}
