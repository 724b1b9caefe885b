using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>Customers whom no AI agent takes wait in sight, and are bound once one does.</summary>
[Collection(InChromium.Name)]
public sealed class UnboundTests(Chromium chromium)
{
    [Fact]
    public async Task Waiting_OpenedFromItsCounterByKeyboard_AreBoundOnceAnAgentIsResumedByMouse()
    {
        await using var console = await ConsoleHost.StartAsync();
        await PauseAllAsync(console);
        await WriteAsync(console, "Lan", "Minh");
        await using var ops = await Session.SignInAsync(chromium, console, "ops@example.com", "en");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com");
        await ops.Page.EvaluateAsync("() => { window.notReloaded = true; }");
        var (waiting, rows) = (ops.Page.Locator(".tile .d a[href*='bound=no']"), ops.Page.Locator("#customers tr[data-id]"));
        await Assertions.Expect(waiting).ToContainTextAsync("2");
        await waiting.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(rows.Filter(new() { HasTextString = "Lan" })).ToContainTextAsync("Unbound");
        await ops.ExpectCounterAsync("active_bindings", 6);

        await admin.RowsAsync("agents", 3);
        await admin.Page.Locator($"#agents tr[data-id=\"{Agent(console).Id}\"] .edit-agent").ClickAsync();
        await admin.Page.Locator("#agent-status").SelectOptionAsync(nameof(AgentStatus.Active));
        await admin.Page.Locator(".rz-dialog button[type=submit]").ClickAsync();

        await ops.ExpectCounterAsync("active_bindings", 8);
        await Assertions.Expect(waiting).ToContainTextAsync("0");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(ops.Page.Locator("#customers .empty")).ToBeVisibleAsync();
        Assert.True(await ops.Page.EvaluateAsync<bool>("() => window.notReloaded === true"));
        await using var store = console.Read();
        Assert.Equal(2, store.Assignments.Count(a => a.AiAgentId == Agent(console).Id && a.Reason == "waiting_bound"));
        Assert.Empty(admin.Complaints.Concat(ops.Complaints));
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task FallbackOwner_NamedByKeyboard_HasTheTaskToBind()
    {
        await using var console = await ConsoleHost.StartAsync();
        await PauseAllAsync(console);
        var owner = console.Person("ops@example.com");
        await using var ops = await Session.SignInAsync(chromium, console, owner.Email, "en");
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var tasks = await ops.RowsAsync("tasks", 7);
        await ops.Page.GetByRole(AriaRole.Button, new() { Name = "My tasks" }).PressAsync("Enter");
        await Assertions.Expect(tasks).ToHaveCountAsync(0);

        await admin.Page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
        var setting = admin.Page.Locator("#settings tr[data-setting=fallback_owner]");
        await setting.Locator("button").PressAsync("Enter");
        await Assertions.Expect(admin.Page.Locator("#setting-value")).ToBeFocusedAsync();
        await admin.Page.Locator("#setting-value").SelectOptionAsync(owner.Id.ToString());
        await admin.Page.Locator(".rz-dialog button[type=submit]").PressAsync("Enter");
        await Assertions.Expect(setting).ToContainTextAsync(owner.Name);
        await WriteAsync(console, "Lan");

        await Assertions.Expect(tasks).ToHaveCountAsync(1);
        await Assertions.Expect(tasks).ToContainTextAsync("bind_customer");
        await Assertions.Expect(tasks).ToContainTextAsync("Lan");
        Assert.Empty(admin.Complaints.Concat(ops.Complaints));
    }

    private static async Task PauseAllAsync(ConsoleHost console)
    {
        foreach (var agent in console.Lane.Last.Directory.AiAgents.Values)
            Assert.True((await console.SendAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, agent.Version, agent.Name, agent.OwnerId, agent.Language, agent.Channels, agent.Capacity,
                AgentStatus.Paused, StrandedChoice.Stay))).Succeeded);
    }

    private static async Task WriteAsync(ConsoleHost console, params string[] customers)
    {
        foreach (var who in customers)
            Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{who}", "Chào shop", who), Caller.Runtime)).Succeeded);
    }

    private static AiAgent Agent(ConsoleHost console) => console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales A");
}
