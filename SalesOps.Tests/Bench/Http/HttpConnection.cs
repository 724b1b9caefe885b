using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesOps.Tests.Bench.Http;

/// <summary>One keep-alive HTTP/1.1 connection over a bare socket: one request at a time, one send each, no allocation once it runs.</summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Uri _address;
    private readonly byte[] _postHead;
    private readonly byte[] _getHead;
    private byte[] _out = new byte[4096];
    private byte[] _in = new byte[16 * 1024];
    private Socket? _socket;

    /// <summary>Prepares a connection to <paramref name="address"/>; its path and query are what is asked for.</summary>
    public HttpConnection(Uri address, string? bearer = null, string contentType = "application/json")
    {
        _address = address;
        var common = $" {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{(bearer is null ? "" : $"Authorization: Bearer {bearer}\r\n")}";
        _getHead = Encoding.ASCII.GetBytes($"GET{common}\r\n");
        _postHead = Encoding.ASCII.GetBytes($"POST{common}Content-Type: {contentType}\r\nContent-Length: ");
    }

    /// <summary>Sends <paramref name="body"/> by POST and waits for the answer.</summary>
    /// <exception cref="IOException">The connection broke; the next request opens a new one.</exception>
    public ValueTask<HttpAnswer> PostAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var needed = _postHead.Length + 16 + body.Length;
        if (_out.Length < needed) _out = new byte[needed * 2];
        _postHead.CopyTo(_out.AsSpan());
        var at = _postHead.Length;
        Utf8Formatter.TryFormat(body.Length, _out.AsSpan(at), out var digits);
        at += digits;
        "\r\n\r\n"u8.CopyTo(_out.AsSpan(at));
        at += 4;
        body.Span.CopyTo(_out.AsSpan(at));
        return ExchangeAsync(_out.AsMemory(0, at + body.Length), ct);
    }

    /// <summary>Asks by GET and waits for the answer.</summary>
    /// <exception cref="IOException">The connection broke; the next request opens a new one.</exception>
    public ValueTask<HttpAnswer> GetAsync(CancellationToken ct) => ExchangeAsync(_getHead, ct);

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async ValueTask<HttpAnswer> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(IPAddress.Parse(_address.Host), _address.Port, ct);
            }
            for (var rest = request; rest.Length > 0;) rest = rest[await _socket.SendAsync(rest, SocketFlags.None, ct)..];
            return await ReadAsync(_socket, ct);
        }
        catch (Exception e) when (e is SocketException or FormatException or OperationCanceledException or IOException)
        {
            // What is left of a half-read answer must not be taken for the next one.
            Dispose();
            if (e is OperationCanceledException or IOException) throw;
            throw new IOException($"The connection to {_address.Authority} broke: {e.Message}", e);
        }
    }

    private async ValueTask<HttpAnswer> ReadAsync(Socket socket, CancellationToken ct)
    {
        var filled = 0;
        HttpHead head;
        while (!HttpHead.TryRead(_in.AsSpan(0, filled), out head)) filled += await ReceiveAsync(socket, filled, ct);
        var length = head.BodyLength;
        if (head.Chunked)
        {
            while (!HttpHead.TryJoinChunks(_in.AsSpan(head.Length, filled - head.Length), out length)) filled += await ReceiveAsync(socket, filled, ct);
        }
        else if (length >= 0)
        {
            while (filled < head.Length + length) filled += await ReceiveAsync(socket, filled, ct);
        }
        else
        {
            throw new IOException("An answer of unknown length.");
        }
        if (head.Closes) Dispose();
        return new(head.Status, _in.AsMemory(head.Length, length));
    }

    private async ValueTask<int> ReceiveAsync(Socket socket, int filled, CancellationToken ct)
    {
        if (filled == _in.Length) Array.Resize(ref _in, _in.Length * 2);
        var count = await socket.ReceiveAsync(_in.AsMemory(filled), SocketFlags.None, ct);
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }
}
