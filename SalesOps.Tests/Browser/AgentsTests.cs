using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin adds AI agents, and edits them: in the cell, in the dialog, by mouse and by keyboard, and takes it back.</summary>
[Collection(InChromium.Name)]
public sealed class AgentsTests(Chromium chromium)
{
    private const string Bar = ".undo-bar .notice";

    [Fact]
    public async Task Add_ByMouse_SaysWhatIsMissingAndTaken_ThenStandsOnEveryScreen()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        await WatchAgentsAsync(ops, 3);
        await admin.RowsAsync("agents", 3);
        // A look at the case is an entry.
        foreach (var session in (Session[])[admin, ops]) await Assertions.Expect(session.Page.Locator("#case h2")).ToBeVisibleAsync();
        var (page, since) = (admin.Page, console.Sequence);
        await page.Locator("#add-agents").ClickAsync();
        var submit = page.Locator(".rz-dialog button[type=submit]");
        await submit.ClickAsync();
        await Assertions.Expect(page.Locator("#agent-name-note.field-error")).ToHaveTextAsync("Name is required");
        await Assertions.Expect(page.Locator("#agent-owner-note.field-error")).ToBeVisibleAsync();

        await page.FillAsync("#agent-name", "ai sales a");
        await page.SelectOptionAsync("#agent-owner", console.Person("sales@example.com").Id.ToString());
        await page.SelectOptionAsync("#agent-language", "zh");
        await page.Locator(".rz-dialog .chip").Filter(new() { HasTextString = "Messenger" }).ClickAsync();
        await page.FillAsync("#agent-capacity", "20");
        await submit.ClickAsync();
        // Refused by the pipeline: what was typed and chosen stays.
        await Assertions.Expect(page.Locator("#agent-name-note.field-error")).ToHaveTextAsync("Name is already in use");
        await Assertions.Expect(page.Locator("#agent-owner")).ToHaveValueAsync(console.Person("sales@example.com").Id.ToString());
        Assert.Equal(since, console.Sequence);
        await page.FillAsync("#agent-name", "AI Sales C");
        await submit.ClickAsync();

        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await ExpectAddedAsync(admin, console, "AI Sales C", "zh", "telegram, zalo");
        await ExpectAddedAsync(ops, console, "AI Sales C", "zh", "telegram, zalo");
        await admin.ExpectCounterAsync("ai_agents", 4);
        var agent = console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales C");
        Assert.Equal(new AgentTraits("AI Sales C", console.Person("sales@example.com").Id, "zh", [Channel.Telegram, Channel.Zalo], 20, AgentStatus.Active), agent.Traits);
        Assert.True(await ops.Page.EvaluateAsync<bool>("() => window.notReloaded === true"));
        Assert.Empty(admin.Complaints.Concat(ops.Complaints));
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Add_ByKeyboardAlone_IsItsSalespersonsAtOnce()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        await using var sales = await Session.SignInAsync(chromium, console, "sales@example.com", "vi");
        await WatchAgentsAsync(sales, 2);
        var (page, keys) = (admin.Page, admin.Page.Keyboard);
        await admin.PressUntilAsync("Control+k", "#find:focus");
        await keys.TypeAsync("新增 AI 销售");
        await Assertions.Expect(page.Locator("#find-0")).ToContainTextAsync("新增 AI 销售");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await keys.TypeAsync("夜班 Đêm");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("Demo Sales");
        await Assertions.Expect(page.Locator("#agent-owner")).ToHaveValueAsync(console.Person("sales@example.com").Id.ToString());
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#agent-language")).ToBeFocusedAsync();
        foreach (var channel in Enum.GetValues<Channel>())
        {
            await keys.PressAsync("Tab");
            if (channel == Channel.Zalo) continue;
            await keys.PressAsync("Space");
            await Assertions.Expect(page.Locator(".rz-dialog .chip:focus")).ToHaveAttributeAsync("aria-pressed", "false");
        }
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#agent-cap-zalo")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#agent-capacity")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await ExpectAddedAsync(admin, console, "夜班 Đêm", "vi", "zalo");
        await ExpectAddedAsync(sales, console, "夜班 Đêm", "vi", "zalo");
        await admin.ExpectCounterAsync("ai_agents", 4);
        await sales.ExpectCounterAsync("ai_agents", 3);
        Assert.True(await sales.Page.EvaluateAsync<bool>("() => window.notReloaded === true"));
        Assert.Empty(admin.Complaints.Concat(sales.Complaints));
    }

    [Fact]
    public async Task Channels_ByKeyboardInTheCell_AreSavedAndTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        var (page, row) = (admin.Page, await RowAsync(admin, console, "AI Sales A"));
        await row.Locator(".cell-edit").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(row.Locator(".chip[data-channel=telegram]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(row.Locator(".cell-edit")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(row.Locator(".chip[data-channel=telegram]")).ToBeFocusedAsync();
        // None left: refused in the cell, and nothing is lost.
        foreach (var channel in (string[])["telegram", "facebook", "zalo"])
        {
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(row.Locator($".chip[data-channel={channel}]")).ToHaveAttributeAsync("aria-pressed", "false");
            await page.Keyboard.PressAsync("Tab");
        }
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(row.Locator(".field-error")).ToHaveTextAsync("至少选择一个渠道");
        await row.Locator(".chip[data-channel=telegram]").PressAsync("Enter");
        await row.Locator(".chip[data-channel=zalo]").PressAsync("Enter");
        await row.Locator(".sbtn.go").PressAsync("Enter");
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram, zalo");
        await Assertions.Expect(page.Locator(Bar)).ToContainTextAsync("AI Sales A 已修改");
        await admin.UndoByKeyAsync();
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram, facebook, zalo");
        await Assertions.Expect(page.Locator(Bar)).ToHaveCountAsync(0);
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task ChannelRemoved_ThatCustomersNeed_ShowsTheImpactFirst_ThenMovesThem()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, row) = (admin.Page, await RowAsync(admin, console, "AI Sales A"));
        await row.Locator(".cell-edit").ClickAsync();
        await row.Locator(".chip[data-channel=telegram]").ClickAsync();
        await row.Locator(".sbtn.go").ClickAsync();
        var impact = page.Locator(".rz-dialog .impact");
        await Assertions.Expect(impact).ToContainTextAsync("2 of its 2 customers can no longer be served");
        await Assertions.Expect(impact.Locator("li[data-id]")).ToHaveCountAsync(2);
        await Assertions.Expect(impact.Locator("li[data-id] .why .chosen").First).ToContainTextAsync("telegram");
        Assert.Equal(2, Bound(console, "AI Sales A"));
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();

        await Assertions.Expect(page.Locator(Bar)).ToContainTextAsync("2 customers moved");
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("facebook, zalo");
        Assert.Equal(0, Bound(console, "AI Sales A"));
        await page.Locator("#undo").ClickAsync();
        await Assertions.Expect(row.Locator(".cell-edit")).ToContainTextAsync("telegram, facebook, zalo");
        Assert.Equal(2, Bound(console, "AI Sales A"));
        await admin.ExpectCounterAsync("active_bindings", 6);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task SomebodyElsesEdit_IsShownAsADifference_AndBothAreKept()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "vi");
        var (page, row) = (admin.Page, await RowAsync(admin, console, "AI Sales A"));
        await row.Locator(".edit-agent").ClickAsync();
        await page.FillAsync("#agent-capacity", "30");
        var agent = console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales A");
        var to = agent.Traits with { Capacity = 40, Language = "zh" };
        Assert.True((await console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, 1, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status), Caller.System)).Succeeded);
        await page.Keyboard.PressAsync("Enter");

        var conflict = page.Locator(".rz-dialog .conflict");
        await Assertions.Expect(conflict).ToContainTextAsync("50 → 40");
        await Assertions.Expect(conflict).ToBeFocusedAsync();
        await Assertions.Expect(conflict).ToContainTextAsync("bạn điền: 30");
        await Assertions.Expect(page.Locator("#agent-language")).ToHaveValueAsync("zh");
        await Assertions.Expect(page.Locator("#agent-capacity")).ToHaveValueAsync("30");
        Assert.Equal(40, console.Lane.Last.Directory.AiAgents[agent.Id].Capacity);
        await page.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(Bar)).ToBeVisibleAsync();
        var now = console.Lane.Last.Directory.AiAgents[agent.Id];
        Assert.Equal((30, "zh"), (now.Capacity, now.Language));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Pause_ByKeyboardAlone_KeepsItsCustomers_AndIsResumedByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys, row) = (admin.Page, admin.Page.Keyboard, await RowAsync(admin, console, "AI Sales B"));
        await row.Locator(".edit-agent").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(row.Locator(".edit-agent")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await admin.TabToAsync("#agent-status");
        await keys.TypeAsync("Pau");
        await Assertions.Expect(page.Locator("#agent-status")).ToHaveValueAsync(nameof(AgentStatus.Paused));
        await Assertions.Expect(page.Locator(".impact input[type=radio]")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".impact input[value=Stay]")).ToBeCheckedAsync();
        await admin.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("paused");
        Assert.Equal(2, Bound(console, "AI Sales B"));
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await row.Locator(".edit-agent").ClickAsync();
        await page.SelectOptionAsync("#agent-status", nameof(AgentStatus.Active));
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(row).ToContainTextAsync("active");
        Assert.Equal(2, Bound(console, "AI Sales B"));
        Assert.Empty(admin.Complaints);
    }

    [Theory]
    [InlineData("sales@example.com")]
    [InlineData("supervisor@example.com")]
    public async Task WhoIsNoAdmin_SeesNoWayToEdit(string email)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var session = await Session.SignInAsync(chromium, console, email);
        await session.RowsAsync("agents");
        await Assertions.Expect(session.Page.Locator("#agents .cell-edit, #agents .edit-agent, #add-agents")).ToHaveCountAsync(0);
    }

    /// <summary>Looks at the agents, on a page that can tell that it was not loaded anew.</summary>
    private static async Task WatchAgentsAsync(Session watcher, int rows)
    {
        await watcher.Page.EvaluateAsync("() => { window.notReloaded = true; }");
        await watcher.RowsAsync("agents", rows);
    }

    private static async Task ExpectAddedAsync(Session session, ConsoleHost console, string name, string language, string channels)
    {
        var row = session.Page.Locator("#agents tr[data-id]").Filter(new() { HasTextString = name });
        foreach (var text in (string[])["Demo Sales", language, channels, "active"]) await Assertions.Expect(row).ToContainTextAsync(text);
        Assert.Equal(console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == name).Id.ToString(), await row.GetAttributeAsync("data-id"));
    }

    private static async Task<ILocator> RowAsync(Session admin, ConsoleHost console, string agent)
    {
        await admin.RowsAsync("agents", 3);
        return admin.Page.Locator($"#agents tr[data-id=\"{console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == agent).Id}\"]");
    }

    private static long Bound(ConsoleHost console, string agent) =>
        console.Lane.Last.Counters[Counters.ActiveBindings, console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == agent).Id];
}
