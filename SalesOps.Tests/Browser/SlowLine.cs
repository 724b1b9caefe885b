using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesOps.Tests.Browser;

/// <summary>A line to the console that stops in the middle of a download until it is told to go on; everything else passes it.</summary>
internal sealed class SlowLine : IAsyncDisposable
{
    private const int Piece = 16 * 1024;
    /// <summary>TCP_MAXSEG of Linux's netinet/tcp.h, and a segment as a wire has them: for those of loopback, 64 KB each, the system makes room for a whole download.</summary>
    private const int TcpLevel = 6, LargestSegment = 2, WireSegment = 1400;

    private readonly Uri _console;
    private readonly string _path;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    /// <param name="path">How the path of the download begins; its first piece comes through.</param>
    public SlowLine(Uri console, string path)
    {
        (_console, _path) = (console, path);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where the console is met over this line.</summary>
    public Uri Address { get; }

    /// <summary>The rest of the download passes.</summary>
    public void GoOn() => _goOn.TrySetResult();

    private async Task AcceptAsync()
    {
        var pairs = new List<Task>();
        try
        {
            while (true) pairs.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        // What the line has not passed on must not lie in its buffers either.
        using var console = new TcpClient { ReceiveBufferSize = Piece };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using (browser)
        {
            console.Client.SetRawSocketOption(TcpLevel, LargestSegment, BitConverter.GetBytes(WireSegment));
            try
            {
                await console.ConnectAsync(_console.Host, _console.Port, end.Token);
                var (up, down, isDownload) = (browser.GetStream(), console.GetStream(), false);
                await Task.WhenAny(
                    CopyAsync(up, down, asked => isDownload = Encoding.ASCII.GetString(asked).StartsWith($"GET {_path}", StringComparison.Ordinal), () => Task.CompletedTask, end.Token),
                    CopyAsync(down, up, _ => { }, () => isDownload ? _goOn.Task.WaitAsync(end.Token) : Task.CompletedTask, end.Token));
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
            {
                // One end is gone, and the other goes with it.
            }
            await end.CancelAsync();
        }
    }

    /// <param name="seen">Sees what is passed on before it is.</param>
    /// <param name="passed">Reads on once it is through.</param>
    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Action<byte[]> seen, Func<Task> passed, CancellationToken stop)
    {
        var piece = new byte[Piece];
        try
        {
            while (await from.ReadAsync(piece, stop) is var read and > 0)
            {
                seen(piece[..read]);
                await to.WriteAsync(piece.AsMemory(0, read), stop);
                await passed();
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // The end of one direction is the end of the line.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }
}
