using Microsoft.Playwright;
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
        await Task.WhenAll(closing);

        await admin.ExpectCounterAsync("customers", 7);
        await Assertions.Expect(page.Locator("#components-reconnect-modal .when-trying")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#person-name")).ToHaveValueAsync("Somebody New");
        await Assertions.Expect(page.Locator("#person-email")).ToHaveValueAsync("new@exa");
        await page.Locator("#person-email").PressSequentiallyAsync("mple.com");
        await page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(page.Locator("#invite-link")).ToHaveCountAsync(1);
        Assert.Equal("Somebody New", console.Person("new@example.com").Name);
    }
}
