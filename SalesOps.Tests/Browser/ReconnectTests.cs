using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A connection that is lost and found takes nothing with it.</summary>
[Collection(InChromium.Name)]
public sealed class ReconnectTests(Chromium chromium)
{
    [Fact]
    public async Task ConnectionLost_InTheMiddleOfAForm_KeepsWhatWasTyped_AndShowsWhatHappenedMeanwhile()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.OpenAsync(chromium, console.Address);
        var (page, sockets, closing, isCut) = (admin.Page, new List<IWebSocketRoute>(), new List<Task>(), false);
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            if (isCut)
            {
                closing.Add(socket.CloseAsync());
                return;
            }
            socket.ConnectToServer();
            sockets.Add(socket);
        });
        await page.GotoAsync("/sign-in?culture=en");
        await page.FillAsync("input[type=email]", "trojan@example.com");
        await page.FillAsync("input[type=password]", ConsoleHost.Password);
        await page.PressAsync("input[type=password]", "Enter");
        await admin.ExpectPageAsync();
        await admin.RowsAsync("people");
        await page.ClickAsync("#add-people");
        await page.FillAsync("#person-name", "Somebody New");
        await page.PressAsync("#person-name", "Tab");
        await page.Keyboard.TypeAsync("new@exa");

        isCut = true;
        foreach (var socket in sockets.ToList()) await socket.CloseAsync();
        await Assertions.Expect(page.Locator("#components-reconnect-modal .when-trying")).ToBeVisibleAsync();
        await console.SendAsync(new Domain.UseCases.Conversations.ReceiveMessage.Command(Domain.Model.Channel.Zalo, "late-1", "m-1", "Chào shop"), Domain.Messaging.Caller.Runtime);
        isCut = false;
        await Task.WhenAll(closing.ToArray());

        await admin.ExpectCounterAsync("customers", 7);
        await Assertions.Expect(page.Locator("#components-reconnect-modal .when-trying")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("Somebody New");
        await Assertions.Expect(page.Locator("#person-email")).ToHaveValueAsync("new@exa");
        await page.Locator("#person-email").PressSequentiallyAsync("mple.com");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#invite-link")).ToHaveCountAsync(1);
        Assert.Equal("Somebody New", console.Person("new@example.com").Name);
    }

    [Fact]
    public async Task PageLoadedAnew_InTheMiddleOfAForm_FindsWhatWasTyped_UntilItIsDiscarded()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, isCut) = (admin.Page, false);
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                if (isCut) return;
                if (frame.Binary is { } bytes) server.Send(bytes);
                else server.Send(frame.Text!);
            });
        });
        await page.ReloadAsync();
        await OpenAsync();
        await page.FillAsync("#person-name", "Somebody New");
        await page.FillAsync("#person-email", "new@exa");
        await page.SelectOptionAsync("#person-role", "Ops");
        await page.ReloadAsync();
        await OpenAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .notice")).ToHaveTextAsync("What you had typed is here again.");
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("Somebody New");
        await Assertions.Expect(page.Locator("#person-role")).ToHaveValueAsync("Ops");
        await page.Locator("#person-email").FillAsync("new@example.com");

        // Sent, and the page is gone before an answer came.
        isCut = true;
        await page.ClickAsync(".rz-dialog button[type=submit]");
        isCut = false;
        await page.ReloadAsync();
        await OpenAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .notice")).ToContainTextAsync("see whether it was carried out");
        await Assertions.Expect(page.Locator("#person-email")).ToHaveValueAsync("new@example.com");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#invite-link")).ToHaveCountAsync(1);
        Assert.Equal(("Somebody New", Domain.Model.Role.Ops), (console.Person("new@example.com").Name, console.Person("new@example.com").Role));

        await page.ReloadAsync();
        await OpenAsync();
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("");
        await page.FillAsync("#person-name", "Nobody");
        await page.PressAsync("#person-name", "Tab");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#discard");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        await OpenAsync();
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("");

        async Task OpenAsync()
        {
            await admin.ExpectPageAsync();
            await admin.RowsAsync("people");
            await page.ClickAsync("#add-people");
            await Assertions.Expect(page.Locator("#person-name")).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task PageLoadedAnew_InTheMiddleOfAnEdit_ThatSomebodyElseWasFasterWith_KeepsTheirs_AndSaysWhatItOverrides()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        await OpenAsync();
        await page.FillAsync("#agent-name", "Mine");
        await page.WaitForFunctionAsync("Object.values(sessionStorage).some(v => v.includes('Mine'))");
        var was = console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == "AI Sales B");
        var edit = new EditAiAgent.Command(Guid.NewGuid(), was.Id, was.Version, "Theirs", was.OwnerId, was.Language, was.Channels, 80, was.Status, null, 0, was.Caps);
        Assert.True((await console.SendAsync(edit)).Succeeded);
        await page.ReloadAsync();
        await OpenAsync();
        await Assertions.Expect(page.Locator(".rz-dialog .notice.warn")).ToContainTextAsync("Name: Theirs.");
        await Assertions.Expect(page.Locator("#agent-name")).ToHaveValueAsync("Mine");
        await Assertions.Expect(page.Locator("#agent-capacity")).ToHaveValueAsync("80");
        Assert.Empty(admin.Complaints);

        async Task OpenAsync()
        {
            await admin.ExpectPageAsync();
            await (await admin.RowsAsync("agents")).Filter(new() { HasTextRegex = new Regex("AI Sales B|Theirs") }).Locator(".edit-agent").ClickAsync();
            await Assertions.Expect(page.Locator("#agent-name")).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task PageLoadedAnew_InTheMiddleOfHours_FindsThem_WithTheFieldsThatComeLater()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var page = admin.Page;
        await OpenAsync();
        await Assertions.Expect(page.Locator("#day-0")).ToHaveCountAsync(0);
        await page.SelectOptionAsync("#setting-mode", "own");
        await page.FillAsync("#day-0", "08:00-18:00");
        await page.ClickAsync("#copy-monday");
        await Assertions.Expect(page.Locator("#day-4")).ToHaveValueAsync("08:00-18:00");
        await page.ReloadAsync();
        await OpenAsync();
        for (var day = 0; day < 7; day++) await Assertions.Expect(page.Locator($"#day-{day}")).ToHaveValueAsync(day < 5 ? "08:00-18:00" : "");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".rz-dialog-wrapper")).ToHaveCountAsync(0);
        Assert.Contains("fri 08:00-18:00", console.Lane.Last.Directory.Settings.Of(SettingKind.WorkingHours), StringComparison.Ordinal);
        Assert.Empty(admin.Complaints);

        async Task OpenAsync()
        {
            await admin.ExpectPageAsync();
            await page.EvaluateAsync("() => document.getElementById('settings').scrollIntoView()");
            await page.GetByRole(AriaRole.Button, new() { Name = "Edit: Working hours" }).First.ClickAsync();
            await Assertions.Expect(page.Locator("#setting-mode")).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task PageLoadedAnew_InTheMiddleOfACorrection_FindsIt_UntilItIsCancelled()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var supervisor = await Session.SignInAsync(chromium, console, "supervisor@example.com", "en");
        var page = supervisor.Page;
        await supervisor.PressOnCaseAsync("e", "#correct-intent:focus");
        await page.Keyboard.TypeAsync("price");
        await page.Keyboard.PressAsync("Enter");
        await page.FillAsync("#correct-note", "only the price");
        await Assertions.Expect(page.Locator("#correct-target")).ToHaveValueAsync("discovery");
        await page.WaitForFunctionAsync("Object.values(sessionStorage).some(v => v.includes('only the price'))");
        await page.ReloadAsync();
        await supervisor.ExpectPageAsync();
        await supervisor.PressOnCaseAsync("e", "#correct-intent:focus");
        await Assertions.Expect(page.Locator("#case .notice")).ToHaveTextAsync("What you had typed is here again.");
        await Assertions.Expect(page.Locator("#correct-intent")).ToHaveValueAsync("ask_price");
        await Assertions.Expect(page.Locator("#correct-target")).ToHaveValueAsync("discovery");
        await Assertions.Expect(page.Locator("#correct-note")).ToHaveValueAsync("only the price");
        await page.PressAsync("#correct-note", "Escape");
        await Assertions.Expect(page.Locator("#correct-note")).ToHaveCountAsync(0);
        await supervisor.PressOnCaseAsync("e", "#correct-intent:focus");
        await Assertions.Expect(page.Locator("#correct-note")).ToHaveValueAsync("");
        Assert.Empty(supervisor.Complaints);
    }

    [Fact]
    public async Task PageLoadedAnew_InTheMiddleOfAnAgent_FindsItsChannels()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.SignInAsync(chromium, console, "trojan@example.com", "en");
        var (page, zalo, telegram) = (admin.Page, admin.Page.Locator("#agent-channel-zalo"), admin.Page.Locator("#agent-channel-telegram"));
        await OpenAsync();
        var (wasZalo, wasTelegram) = (await zalo.GetAttributeAsync("aria-pressed"), await telegram.GetAttributeAsync("aria-pressed"));
        await page.FillAsync("#agent-name", "AI Sales New");
        await zalo.ClickAsync();
        await Assertions.Expect(zalo).Not.ToHaveAttributeAsync("aria-pressed", wasZalo!);
        await page.ReloadAsync();
        await OpenAsync();
        await Assertions.Expect(zalo).Not.ToHaveAttributeAsync("aria-pressed", wasZalo!);
        await Assertions.Expect(telegram).ToHaveAttributeAsync("aria-pressed", wasTelegram!);
        await Assertions.Expect(page.Locator("#agent-name")).ToHaveValueAsync("AI Sales New");

        async Task OpenAsync()
        {
            await admin.ExpectPageAsync();
            await admin.RowsAsync("agents");
            await page.ClickAsync("#add-agents");
            await Assertions.Expect(zalo).ToBeVisibleAsync();
        }
    }
}
