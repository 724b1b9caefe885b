using System.Text;
using Microsoft.Playwright;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Browser;

/// <summary>A connection that sends everything the browser says fifty times.</summary>
[Collection(InChromium.Name)]
public sealed class RepeatedEventTests(Chromium chromium)
{
    private const int Times = 50;

    [Fact]
    public async Task Submit_SentFiftyTimesOverOneCircuit_HasOneEffect()
    {
        await using var console = await ConsoleHost.StartAsync();
        await using var admin = await Session.OpenAsync(chromium, console.Address);
        var (isStuttering, repeated) = (false, 0);
        await admin.Page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                var isEvent = isStuttering && frame.Binary is { } bytes && Encoding.UTF8.GetString(bytes).Contains("BeginInvokeDotNetFromJS", StringComparison.Ordinal);
                for (var i = 0; i < (isEvent ? Times : 1); i++) Send(server, frame);
                if (isEvent) repeated++;
            });
            server.OnMessage(frame => Send(socket, frame));
        });
        await admin.Page.GotoAsync("/sign-in?culture=en");
        await admin.Page.FillAsync("input[type=email]", "trojan@example.com");
        await admin.Page.FillAsync("input[type=password]", ConsoleHost.Password);
        await admin.Page.PressAsync("input[type=password]", "Enter");
        await admin.ExpectPageAsync();
        await admin.RowsAsync("people");
        await admin.Page.ClickAsync("#add-people");
        await admin.Page.FillAsync("#person-name", "Somebody New");
        await admin.Page.FillAsync("#person-email", "new@example.com");
        var sequence = console.Sequence;

        isStuttering = true;
        await admin.Page.ClickAsync(".rz-dialog button[type=submit]");
        await Assertions.Expect(admin.Page.Locator("#invite-link")).ToHaveCountAsync(1);
        isStuttering = false;
        await admin.ExpectCounterAsync("sales_users", 3);

        Assert.True(repeated > 0);
        Assert.Equal(sequence + 1, console.Sequence);
        Assert.Single(console.Lane.Last.Directory.SalesUsers.Values, u => u.Email == "new@example.com");
        Assert.Equal(3, console.Lane.Last.Counters[Counters.SalesUsers, Counter.Everyone]);
    }

    private static void Send(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes) to.Send(bytes);
        else to.Send(frame.Text!);
    }
}
