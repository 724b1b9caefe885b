using System.Text;
using Microsoft.Playwright;

namespace SalesOps.Tests.Browser;

/// <summary>A connection that says everything the browser tells the page fifty times, and can say it again later.</summary>
internal sealed class StutteringLine
{
    public const int Times = 50;

    private readonly List<byte[]> _told = [];
    private IWebSocketRoute? _server;

    /// <summary>Whether it stutters now.</summary>
    public bool IsOn { get; set; }

    /// <summary>How many events it repeated.</summary>
    public int Repeated => _told.Count;

    /// <summary>Lies between the page's next circuit and the console.</summary>
    public static async Task<StutteringLine> UnderAsync(IPage page)
    {
        var line = new StutteringLine();
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            var server = line._server = socket.ConnectToServer();
            socket.OnMessage(frame => line.Tell(server, frame));
            server.OnMessage(frame => Send(socket, frame));
        });
        return line;
    }

    /// <summary>Says once more, fifty times, what it repeated.</summary>
    public void SayAgain()
    {
        foreach (var told in _told.ToArray())
            for (var i = 0; i < Times; i++) _server!.Send(told);
    }

    private void Tell(IWebSocketRoute server, IWebSocketFrame frame)
    {
        Send(server, frame);
        if (!IsOn || frame.Binary is not { } bytes || !Encoding.UTF8.GetString(bytes).Contains("BeginInvokeDotNetFromJS", StringComparison.Ordinal)) return;
        _told.Add(bytes);
        for (var i = 1; i < Times; i++) server.Send(bytes);
    }

    private static void Send(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes) to.Send(bytes);
        else to.Send(frame.Text!);
    }
}
