using System.Collections.Concurrent;
using System.Globalization;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>
/// Drives one circuit without a browser: fetches the page, opens the socket, starts the circuit, adds the page's components,
/// answers calls into JavaScript, acknowledges every batch and keeps pinging until it is disposed, which ends the circuit on the server.
/// </summary>
public sealed class CircuitClient : IAsyncDisposable
{
    private const int ObjectReference = 1;
    private const int WithResult = 3;
    private readonly Session _session;
    private readonly CircuitSettings _settings;
    private readonly CircuitSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _rendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<byte[]> _unsent = new();
    private readonly MsgPackWriter _writer = new();
    private Task _reading = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;
    private TaskCompletionSource<bool>? _back;
    private int _objectIds;
    private volatile bool _isStuck;
    private long _calls;
    private long _batches;
    private long _batchBytes;

    private CircuitClient(Session session, CircuitSettings settings) => (_session, _settings) = (session, settings);

    /// <summary>Render batches received.</summary>
    public long Batches => Volatile.Read(ref _batches);

    /// <summary>Bytes of all render batches.</summary>
    public long BatchBytes => Volatile.Read(ref _batchBytes);

    /// <summary>By what the browser asks for the circuit again.</summary>
    public string Secret => _started.Task.Result;

    /// <summary>Why the circuit ended before it was disposed, or null.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Opens a circuit for the page at <paramref name="path"/> and waits until its components are rendered.</summary>
    /// <exception cref="InvalidOperationException">The page has no interactive part, or the server refused or ended the circuit.</exception>
    public static async Task<CircuitClient> OpenAsync(Session session, string path, CircuitSettings settings, CancellationToken ct)
    {
        var client = new CircuitClient(session, settings);
        try
        {
            await client.OpenAsync(path, ct);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method of an object that the page handed to JavaScript; what it answers is not waited for.</summary>
    /// <param name="objectId">What stands behind <c>__dotNetObject</c> in the arguments of the call that handed it over.</param>
    public ValueTask InvokeAsync(long objectId, string method, string argumentsJson, CancellationToken ct) =>
        SendAsync(Invocation(new(), null, "BeginInvokeDotNetFromJS", 5).Text(Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture)).Nil().Text(method).Whole(objectId).Text(argumentsJson), ct);

    /// <summary>Acknowledges no batch from here on, as a browser does that is too slow to draw them; its socket lives.</summary>
    public void GetStuck() => _isStuck = true;

    /// <summary>Loses the connection, as a browser does whose network goes: the server keeps the circuit for a while.</summary>
    public ValueTask LoseAsync()
    {
        Fault = new InvalidOperationException("The connection was lost.");
        return DisposeAsync();
    }

    /// <summary>Asks for a circuit that lost its connection, and says whether the server gave it back; the connection is lost again.</summary>
    public static async Task<bool> ReconnectAsync(Session session, string secret, CircuitSettings settings, CancellationToken ct)
    {
        var client = new CircuitClient(session, settings) { _back = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        await client._socket.OpenAsync(session, settings, ct);
        client._reading = client.ReadAsync();
        await client.SendAsync(Invocation(new(), "b", "ConnectCircuit", 1).Text(secret), ct);
        var back = await client._back.Task.WaitAsync(settings.OpenWithin, ct);
        await client.LoseAsync();
        return back;
    }

    /// <summary>Ends the circuit as a browser does that leaves the page.</summary>
    public async ValueTask DisposeAsync()
    {
        // Asked of the server first, for a circuit whose socket merely closes is kept for minutes.
        if (_started.Task.IsCompletedSuccessfully && Fault is null)
        {
            try
            {
                using var form = new MultipartFormDataContent { { new StringContent(await _started.Task), "circuitId" } };
                using var answer = await _session.Http.PostAsync(new Uri("/_blazor/disconnect", UriKind.Relative), form);
                await _socket.CloseAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is HttpRequestException or System.Net.WebSockets.WebSocketException)
            {
                // The server is gone, and the circuit with it.
            }
        }
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _pinging);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task OpenAsync(string path, CancellationToken ct)
    {
        using var page = await _session.Http.GetAsync(path, ct);
        var html = await page.Content.ReadAsStringAsync(ct);
        var address = page.RequestMessage!.RequestUri!;
        if (!page.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)page.StatusCode}.");
        var parts = CircuitPage.Read(address, html);
        if (parts.Markers.Count == 0) throw new InvalidOperationException($"{address.AbsolutePath} has no interactive component (asked for {path}).");

        await _socket.OpenAsync(_session, _settings, ct);
        _reading = ReadAsync();
        _pinging = PingAsync();
        await SendAsync(Invocation(new(), "s", "StartCircuit", 4).Text(parts.BaseAddress.ToString()).Text(address.ToString()).Text("[]").Text(""), ct);
        await _started.Task.WaitAsync(_settings.OpenWithin, ct);
        await SendAsync(Invocation(new(), null, "UpdateRootComponents", 2).Text(parts.AddAll()).Text(parts.State), ct);
        await _rendered.Task.WaitAsync(_settings.OpenWithin, ct);
    }

    private async Task ReadAsync()
    {
        try
        {
            await _socket.ReadAsync(Receive, FlushAsync, _stop.Token);
            Fail("The server closed the socket.");
        }
        catch (Exception e)
        {
            Fail("The circuit broke.", e);
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(_settings.PingEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await _socket.SendAsync(BlazorPack.PingFrame, _stop.Token);
        }
        catch (Exception e)
        {
            Fail("A ping could not be sent.", e);
        }
    }

    private void Receive(ReadOnlySpan<byte> message, long timestamp)
    {
        var reader = new MsgPackReader(message);
        reader.Array();
        switch (reader.Whole())
        {
            case BlazorPack.Invocation:
                reader.Skip();
                reader.Skip();
                var target = reader.Utf8();
                reader.Array();
                Invoked(target, ref reader, timestamp);
                break;
            case BlazorPack.Completion:
                reader.Skip();
                reader.Skip();
                if (_back is not null)
                {
                    _back.TrySetResult(reader.Whole() == WithResult && reader.Bool());
                    break;
                }
                var (kind, result) = (reader.Whole(), reader.End ? null : reader.Text());
                if (kind == WithResult && result is not null) _started.TrySetResult(result);
                else Fail($"The server refused to start the circuit: {result}");
                break;
            case BlazorPack.Close:
                Fail($"The hub closed the connection: {(reader.End ? "" : reader.Text())}");
                break;
        }
    }

    private void Invoked(ReadOnlySpan<byte> target, ref MsgPackReader arguments, long timestamp)
    {
        if (target.SequenceEqual("JS.RenderBatch"u8))
        {
            var id = arguments.Whole();
            var batch = arguments.Binary();
            Interlocked.Increment(ref _batches);
            Interlocked.Add(ref _batchBytes, batch.Length);
            _settings.OnBatch?.Invoke(this, batch, timestamp);
            if (!_isStuck) Queue(Invocation(_writer, null, "OnRenderCompleted", 2).Whole(id).Nil());
        }
        else if (target.SequenceEqual("JS.BeginInvokeJS"u8))
        {
            AnswerInterop(ref arguments);
        }
        else if (target.SequenceEqual("JS.EndUpdateRootComponents"u8))
        {
            _rendered.TrySetResult();
        }
        else if (target.SequenceEqual("JS.Error"u8))
        {
            Fail($"The server reports an error: {arguments.Text()}");
        }
    }

    private void AnswerInterop(ref MsgPackReader arguments)
    {
        var handle = arguments.Whole();
        var identifier = arguments.Text() ?? "";
        var json = arguments.Text() ?? "[]";
        var resultType = arguments.Whole();
        var answer = _settings.Answer?.Invoke(identifier, json)
            ?? (resultType == ObjectReference ? $"{{\"__jsObjectId\":{++_objectIds}}}" : "null");
        if (handle == 0) return;
        var result = string.Create(CultureInfo.InvariantCulture, $"[{handle},true,{answer}]");
        Queue(Invocation(_writer, null, "EndInvokeJSFromDotNet", 3).Whole(handle).Bool(true).Text(result));
    }

    // The writer that is kept belongs to the receiving thread.
    private static MsgPackWriter Invocation(MsgPackWriter writer, string? id, string target, int arguments)
    {
        writer.Clear();
        return writer.Array(6).Whole(BlazorPack.Invocation).Map(0).Text(id).Text(target).Array(arguments);
    }

    private void Queue(MsgPackWriter invocation) => _unsent.Enqueue(BlazorPack.Frame(invocation.Array(0).Written));

    private ValueTask SendAsync(MsgPackWriter invocation, CancellationToken ct) => _socket.SendAsync(BlazorPack.Frame(invocation.Array(0).Written), ct);

    private async ValueTask FlushAsync()
    {
        while (_unsent.TryDequeue(out var frame)) await _socket.SendAsync(frame, _stop.Token);
    }

    private void Fail(string why, Exception? cause = null)
    {
        if (_stop.IsCancellationRequested) return;
        var fault = new InvalidOperationException(why, cause);
        Fault ??= fault;
        _started.TrySetException(fault);
        _rendered.TrySetException(fault);
    }
}
