using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>What a supervisor learns from the decisions, and sets from it.</summary>
[Collection(InChromium.Name)]
public sealed class LearningTests(Chromium chromium)
{
    private static readonly Slice All = new(null, null, null);

    [Fact]
    public async Task Section_AfterManyDecisions_ShowsTheDiagramWithItsTable()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.JudgeManyAsync(200);
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en",
            new() { BypassCSP = true, ViewportSize = new() { Width = 1440, Height = 900 } });
        var section = await OpenAsync(supervisor);

        var answer = (await console.SendAsync(new GetReliability.Query(new Scope(All)))).Value;
        var filled = answer.Reliability.Bins.Count(b => b.Count > 0);
        Assert.True(filled >= 5 && answer.Reliability.Ece is not null);
        await Assertions.Expect(section.Locator(".reliability .bin")).ToHaveCountAsync(filled);
        await Assertions.Expect(section.Locator("#learning-bins tbody tr")).ToHaveCountAsync(10);
        await Assertions.Expect(section.Locator(".figures")).ToContainTextAsync(answer.Reliability.Ece.Value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
        var violations = (await section.RunAxe()).Violations;
        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}")));

        // Sections above come and grow meanwhile; the one with the focus stays.
        await section.Locator("#learning-intent").FocusAsync();
        await section.Locator("#learning-intent").SelectOptionAsync("ask_withdraw");
        await Assertions.Expect(section.Locator(".empty").First).ToContainTextAsync("No outcomes yet");
        Assert.Contains("learning.intent=ask_withdraw", supervisor.Page.Url, StringComparison.Ordinal);
        await section.Locator("#learning-intent").SelectOptionAsync("");
        await Assertions.Expect(section.Locator("#learning-bins tbody tr")).ToHaveCountAsync(10);
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Threshold_TriedAndSavedByKeyboard_HoldsAtOnce_AndIsUndone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.JudgeManyAsync(60);
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var section = await OpenAsync(supervisor);
        double Threshold() => new ReviewPolicy(Playbook.Default, console.Lane.Last.Directory.Policy).Threshold("greeting", "vi", Channel.Zalo);

        await section.Locator("#learning-threshold").FocusAsync();
        for (var i = 0; i < 5; i++) await supervisor.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(section.Locator("output")).ToHaveTextAsync("0.60");
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync("Tried 0.60");
        Assert.Equal(0.55, Threshold());
        await section.GetByRole(AriaRole.Button, new() { Name = "Set it: 0.55 → 0.60" }).PressAsync("Enter");

        await Assertions.Expect(section.Locator("#learning-changes")).ToContainTextAsync("0.55 → 0.60");
        Assert.Equal(0.6, Threshold());
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync("Now 0.60");
        await section.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.PressAsync("Enter");
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync("Now 0.55");
        Assert.Equal(0.55, Threshold());
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task Threshold_TriedByMouse_WhileAColleagueSetsAnother_SaysSo_KeepsWhatIsTried_AndIsUndone()
    {
        await using var console = await ConsoleHost.StartAsync();
        await console.JudgeManyAsync(60);
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var section = await OpenAsync(supervisor);
        var (slider, alert, change) = (section.Locator("#learning-threshold"), section.Locator(".error"), section.Locator("#learning-changes li").First);
        await slider.ScrollIntoViewIfNeededAsync();
        var box = (await slider.BoundingBoxAsync())!;
        await slider.ClickAsync(new() { Position = new() { X = box.Width * 0.8f, Y = box.Height / 2 } });
        // The browser's own: nothing else moves it.
        var tried = await slider.InputValueAsync();
        Assert.InRange(int.Parse(tried, System.Globalization.CultureInfo.InvariantCulture), 72, 88);
        await Assertions.Expect(section.Locator("output")).ToHaveTextAsync($"0.{tried}");
        var colleague = console.Person("trojan@example.com");
        Assert.True((await console.SendAsync(new ChangePolicy.Command(Guid.NewGuid(), PolicyKind.Threshold, new Slice(null, null, null), 0.65, 0.55), Caller.Person(colleague))).Succeeded);

        await section.GetByRole(AriaRole.Button, new() { Name = $"Set it: 0.55 → 0.{tried}" }).ClickAsync();
        await Assertions.Expect(alert).ToContainTextAsync("Someone has just changed this");
        await Assertions.Expect(change).ToContainTextAsync($"{colleague.Name} Threshold");
        await Assertions.Expect(change).ToContainTextAsync("0.55 → 0.65");
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync("Now 0.65");
        await section.GetByRole(AriaRole.Button, new() { Name = $"Set it: 0.65 → 0.{tried}" }).ClickAsync();
        await Assertions.Expect(change).ToContainTextAsync($"0.65 → 0.{tried}");
        await Assertions.Expect(alert).ToHaveCountAsync(0);
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync($"Now 0.{tried}");
        await change.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(section.Locator("#learning-whatif thead")).ToContainTextAsync("Now 0.65");
        Assert.Equal(0.65, new ReviewPolicy(Playbook.Default, console.Lane.Last.Directory.Policy).Threshold("greeting", "vi", Channel.Zalo));
        Assert.Empty(supervisor.Complaints);
    }

    [Theory]
    [InlineData("ops@example.com")]
    [InlineData("sales@example.com")]
    public async Task Section_ForThoseWhoDoNotDecide_IsNotThere(string email)
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var somebody = await Session.SignInAsync(chromium, console, email);
        await Assertions.Expect(somebody.Page.Locator("#audit")).ToHaveCountAsync(1);
        await Assertions.Expect(somebody.Page.Locator("#learning, [data-anchor=learning], #playbook, [data-anchor=playbook]")).ToHaveCountAsync(0);
    }

    private static async Task<ILocator> OpenAsync(Session session)
    {
        await session.Page.EvaluateAsync("() => document.getElementById('learning').scrollIntoView()");
        var section = session.Page.Locator("#learning");
        await Assertions.Expect(section.Locator("#learning-whatif")).ToBeVisibleAsync();
        return section;
    }
}
