using System.Diagnostics;
using System.Net.WebSockets;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>The socket under a circuit: handshake, framed messages in both directions, pings.</summary>
internal sealed class CircuitSocket : IDisposable
{
    private static readonly byte[] HandshakeAnswer = "{}\u001e"u8.ToArray();
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>Takes one message; the span is valid during the call alone.</summary>
    public delegate void MessageReceived(ReadOnlySpan<byte> message, long timestamp);

    public async Task OpenAsync(Session session, CircuitSettings settings, CancellationToken ct)
    {
        var address = new UriBuilder(new Uri(session.Address, "/_blazor")) { Scheme = session.Address.Scheme == "https" ? "wss" : "ws" };
        _socket.Options.SetRequestHeader("Origin", session.Address.GetLeftPart(UriPartial.Authority));
        // The hub's own pings keep the connection; the socket's would be one more write to count.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        if (settings.OfferDeflate) _socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await _socket.ConnectAsync(address.Uri, session.Http, ct);
        await SendAsync(BlazorPack.Handshake, ct);
        while (_end < HandshakeAnswer.Length) await FillAsync(ct);
        var end = _buffer.AsSpan(0, _end).IndexOf((byte)0x1e) + 1;
        if (!_buffer.AsSpan(0, end).SequenceEqual(HandshakeAnswer))
            throw new InvalidOperationException($"The hub refused the handshake: {System.Text.Encoding.UTF8.GetString(_buffer, 0, end)}");
        _start = end;
    }

    /// <summary>Reads until the server closes; every message goes to <paramref name="receive"/>, and what that queued is sent after each read.</summary>
    public async Task ReadAsync(MessageReceived receive, Func<ValueTask> flush, CancellationToken ct)
    {
        var timestamp = Stopwatch.GetTimestamp();
        do
        {
            Deliver(receive, timestamp);
            await flush();
        }
        while ((timestamp = await FillAsync(ct)) > 0);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task CloseAsync(CancellationToken ct)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private void Deliver(MessageReceived receive, long timestamp)
    {
        ReadOnlySpan<byte> data = _buffer.AsSpan(_start, _end - _start);
        while (BlazorPack.TryTake(ref data, out var message)) receive(message, timestamp);
        _start = _end - data.Length;
    }

    private async ValueTask<long> FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), ct);
        _end += received.Count;
        return received.MessageType == WebSocketMessageType.Close ? 0 : Stopwatch.GetTimestamp();
    }
}
