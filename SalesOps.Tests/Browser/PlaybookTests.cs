using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The state machine as supervisors see and change it.</summary>
[Collection(InChromium.Name)]
public sealed class PlaybookTests(Chromium chromium)
{
    // Axe is a script that the page's policy would refuse.
    private static BrowserNewContextOptions Wide => new() { BypassCSP = true, ViewportSize = new() { Width = 1440, Height = 900 } };

    [Fact]
    public async Task Section_ShowsTheMachineWithLiveCounts_AndAStateItsWays()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en", Wide);
        var section = await OpenAsync(supervisor);
        var answer = (await console.SendAsync(new GetPlaybook.Query(30))).Value;
        await Assertions.Expect(section.Locator(".machine .node")).ToHaveCountAsync(answer.States.Count);
        await Assertions.Expect(section.Locator(".machine .way")).ToHaveCountAsync(answer.Edges.Count);
        await Assertions.Expect(section.Locator("#playbook-rules tbody tr")).ToHaveCountAsync(answer.Rules.Count);
        var violations = (await section.RunAxe()).Violations;
        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}")));

        var trust = section.GetByLabel("Building trust:");
        await trust.FocusAsync();
        await Assertions.Expect(section.Locator(".way.near")).ToHaveCountAsync(answer.Edges.Count(e => "trust_building" is var state && (e.From == state || e.To == state)));
        await supervisor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(section.GetByLabel("Ready to convert:")).ToBeFocusedAsync();
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Rules_ChangedReplayedAndSaved_HoldAtOnce_AndAreUndone()
    {
        await using var console = await ConsoleHost.StartAsync();
        async Task<string> RefuseAsync(string who) => (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"m-{who}", "Không", who, null,
            new ReceiveMessage.Reported("refuse", "unclear", 0.8, [], "runtime-1")), Caller.Runtime)).Value.State.To;
        Assert.Equal("dormant", await RefuseAsync("before"));
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en", Wide);
        var section = await OpenAsync(supervisor);
        var save = section.GetByRole(AriaRole.Button, new() { Name = "Save as version 1" });

        await section.Locator("#playbook-edit").PressAsync("Enter");
        await Assertions.Expect(section.Locator("#playbook-edit-title")).ToBeFocusedAsync();
        // The two rules of opt_out must not meet.
        await section.GetByLabel("Rule 12: Below this confidence").FillAsync("0.9");
        await supervisor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(section.Locator(".wrong")).ToContainTextAsync("Ambiguous with rule 11");
        await section.GetByLabel("Rule 12: Below this confidence").FillAsync("0.85");
        await section.GetByLabel("Rule 10: Least confidence").FillAsync("0.95");
        await supervisor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(section.Locator(".wrong")).ToHaveCountAsync(0);
        await Assertions.Expect(save).ToBeDisabledAsync();
        await section.GetByRole(AriaRole.Button, new() { Name = "Replay the last 500" }).PressAsync("Enter");
        var line = section.Locator("#playbook-replay tbody tr");
        await Assertions.Expect(line).ToHaveCountAsync(1);
        await Assertions.Expect(line).ToContainTextAsync("before");
        await Assertions.Expect(line).ToContainTextAsync("stays in New lead");
        var violations = (await section.RunAxe()).Violations;
        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}")));
        await save.PressAsync("Enter");

        await Assertions.Expect(section.Locator("#playbook-history")).ToContainTextAsync("Version 1");
        await Assertions.Expect(section.Locator("#playbook-editor")).ToHaveCountAsync(0);
        await Assertions.Expect(section.Locator("#playbook-rules")).ToContainTextAsync("p ≥ 0.95");
        Assert.Equal("new_lead", await RefuseAsync("between"));
        await section.GetByRole(AriaRole.Button, new() { Name = "Undo" }).PressAsync("Enter");
        await Assertions.Expect(section.Locator("#playbook-history > li")).ToHaveCountAsync(2);
        Assert.Equal("dormant", await RefuseAsync("after"));
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Rules_EditedByMouse_WhileAColleagueSavesOthers_HoldBoth_AndAreUndone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var section = await OpenAsync(supervisor);
        ILocator Press(string name) => section.GetByRole(AriaRole.Button, new() { Name = name });
        IReadOnlyList<PlaybookRule> rules = console.Lane.Last.Directory.Playbooks.Current.Rules;
        await section.Locator("#playbook-edit").ClickAsync();
        await section.GetByLabel("Rule 10: A person").ClickAsync();
        await Assertions.Expect(section.Locator(".rule-changes li")).ToHaveCountAsync(2);
        IReadOnlyList<PlaybookRule> theirs = [rules[0] with { MinConfidence = 0.6 }, .. rules.Skip(1)];
        var colleague = console.Person("trojan@example.com");
        Assert.True((await console.SendAsync(new SavePlaybook.Command(Guid.NewGuid(), theirs, 0), Caller.Person(colleague))).Succeeded);

        await Press("Replay the last 500").ClickAsync();
        var overtaken = section.Locator(".notice.warn");
        await Assertions.Expect(overtaken).ToContainTextAsync($"{colleague.Name} saved version 1 meanwhile");
        await Assertions.Expect(overtaken.Locator(".rule-changes ins")).ToContainTextAsync("p ≥ 0.60");
        await Assertions.Expect(section.Locator(".learn-acts .btn.go")).ToBeDisabledAsync();
        await overtaken.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(overtaken).ToHaveCountAsync(0);
        await Assertions.Expect(section.GetByLabel("Rule 1: Least confidence")).ToHaveValueAsync("0.60");
        await Assertions.Expect(section.GetByLabel("Rule 10: A person")).ToBeCheckedAsync();
        await Press("Replay the last 500").ClickAsync();
        await Press("Save as version 2").ClickAsync();

        await Assertions.Expect(section.Locator("#playbook-history > li")).ToHaveCountAsync(2);
        Assert.Equal([.. theirs.Take(9), theirs[9] with { NeedsPerson = true }, .. theirs.Skip(10)], console.Lane.Last.Directory.Playbooks.Current.Rules);
        // On the version that holds, once it was read.
        await section.Locator("#playbook-history > li").First.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(section.Locator("#playbook-history > li")).ToHaveCountAsync(3);
        Assert.Equal(theirs, console.Lane.Last.Directory.Playbooks.Current.Rules);
        Assert.Empty(supervisor.Complaints);
    }

    private static async Task<ILocator> OpenAsync(Session session)
    {
        await session.Page.EvaluateAsync("() => document.getElementById('playbook').scrollIntoView()");
        var section = session.Page.Locator("#playbook");
        await Assertions.Expect(section.Locator("#playbook-rules")).ToHaveCountAsync(1);
        return section;
    }
}
