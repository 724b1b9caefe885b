using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>An admin disables an AI agent, and sees before it where each of its customers goes.</summary>
[Collection(InOtherChromium.Name)]
public sealed class AgentDisablingTests(Chromium chromium)
{
    private const string Bar = ".undo-bar .notice";

    [Fact]
    public async Task Disable_ByMouse_MovesEachCustomerWhereThePreviewSaid_AndIsTakenBack()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "vi");
        var (page, agent, row) = (admin.Page, Agent(console, "AI Sales A"), await RowAsync(admin, console, "AI Sales A"));
        var bindings = await ops.RowsAsync("assignments", 7);
        await row.Locator(".edit-agent").ClickAsync();
        await page.SelectOptionAsync("#agent-status", nameof(AgentStatus.Disabled));
        var impact = page.Locator(".rz-dialog .impact");
        await Assertions.Expect(impact).ToContainTextAsync("2 of its 2 customers can no longer be served");
        await Assertions.Expect(impact.Locator("input[type=radio]")).ToHaveCountAsync(1);
        await Assertions.Expect(impact.Locator("input[value=Move]")).ToBeCheckedAsync();
        var goes = new Dictionary<Guid, string>();
        foreach (var line in await impact.Locator("li[data-id]").AllAsync())
            goes[Guid.Parse((await line.GetAttributeAsync("data-id"))!)] = await line.Locator(".why .chosen bdi").InnerTextAsync();
        Assert.Equal(Held(console, agent).Order(), goes.Keys.Order());
        await page.ClickAsync(".rz-dialog button[type=submit]");

        await Assertions.Expect(page.Locator(Bar)).ToContainTextAsync("2 customers moved");
        await Assertions.Expect(row).ToContainTextAsync("disabled");
        await admin.ExpectCounterAsync("ai_agents", 2);
        await ops.ExpectCounterAsync("active_bindings", 6);
        await Assertions.Expect(bindings.Filter(new() { HasTextString = "agent_disabled" })).ToHaveCountAsync(2);
        await using (var store = console.Read())
            Assert.Equal(goes.OrderBy(g => g.Key), store.Assignments.Where(a => a.Status == AssignmentStatus.Active && a.Reason == "agent_disabled").AsEnumerable()
                .Select(a => KeyValuePair.Create(a.CustomerId, console.Lane.Last.Directory.NameOfAgent(a.AiAgentId)!)).OrderBy(g => g.Key));
        await page.ClickAsync("#undo");
        await Assertions.Expect(row).ToContainTextAsync("active");
        await admin.ExpectCounterAsync("ai_agents", 3);
        Assert.Equal(goes.Keys.Order(), Held(console, agent).Order());
        Assert.Empty(admin.Complaints.Concat(ops.Complaints));
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Disable_ByKeyboardAlone_WhenNoOtherAgentFits_SaysThatItsCustomersWait_AndIsTakenBackByKey()
    {
        await using var console = await ConsoleHost.StartAsync(standingClock: true);
        foreach (var other in (string[])["AI Sales A", "trojanAI"])
        {
            var paused = Agent(console, other);
            Assert.True((await console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), paused.Id, paused.Version, paused.Name, paused.OwnerId, paused.Language, paused.Channels, paused.Capacity,
                AgentStatus.Paused, StrandedChoice.Stay))).Succeeded);
        }
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, keys, agent, row) = (admin.Page, admin.Page.Keyboard, Agent(console, "AI Sales B"), await RowAsync(admin, console, "AI Sales B"));
        await row.Locator(".edit-agent").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        await admin.TabToAsync("#agent-status");
        await keys.TypeAsync("Dis");
        await Assertions.Expect(page.Locator("#agent-status")).ToHaveValueAsync(nameof(AgentStatus.Disabled));
        var impact = page.Locator(".rz-dialog .impact");
        await Assertions.Expect(impact.Locator(".chip.bad")).ToHaveTextAsync("2 → nowhere: they wait unbound");
        // Who they are is read by keyboard, too: a long list scrolls.
        await admin.TabToAsync(".impact-lines");
        await admin.TabToAsync(".rz-dialog button[type=submit]");
        await keys.PressAsync("Enter");

        await Assertions.Expect(page.Locator(Bar)).ToContainTextAsync("2 customers wait unbound");
        await Assertions.Expect(row).ToContainTextAsync("disabled");
        await Assertions.Expect(row.Locator(".edit-agent")).ToBeFocusedAsync();
        await admin.ExpectCounterAsync("active_bindings", 4);
        await Assertions.Expect(page.Locator(".tile .d a[href*='bound=no']")).ToContainTextAsync("2");
        await admin.UndoByKeyAsync();
        await admin.ExpectCounterAsync("active_bindings", 6);
        await Assertions.Expect(row).ToContainTextAsync("active");
        Assert.Equal(2, Held(console, agent).Count);
        Assert.Empty(admin.Complaints);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    private static AiAgent Agent(ConsoleHost console, string name) => console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == name);

    private static List<Guid> Held(ConsoleHost console, AiAgent agent)
    {
        using var store = console.Read();
        return [.. store.Assignments.Where(a => a.Status == AssignmentStatus.Active && a.AiAgentId == agent.Id).Select(a => a.CustomerId)];
    }

    private static async Task<ILocator> RowAsync(Session admin, ConsoleHost console, string agent)
    {
        await admin.RowsAsync("agents", 3);
        return admin.Page.Locator($"#agents tr[data-id=\"{Agent(console, agent).Id}\"]");
    }
}
