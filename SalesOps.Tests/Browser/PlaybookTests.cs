using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>The state machine as supervisors see and change it.</summary>
[Collection(InChromium.Name)]
public sealed class PlaybookTests(Chromium chromium)
{
    [Fact]
    public async Task Section_ShowsTheMachineWithLiveCounts_AndAStateItsWays()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en",
            new() { BypassCSP = true, ViewportSize = new() { Width = 1440, Height = 900 } });
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

    private static async Task<ILocator> OpenAsync(Session session)
    {
        await session.Page.EvaluateAsync("() => document.getElementById('playbook').scrollIntoView()");
        var section = session.Page.Locator("#playbook");
        await Assertions.Expect(section.Locator("#playbook-rules")).ToHaveCountAsync(1);
        return section;
    }
}
