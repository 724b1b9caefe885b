using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace SalesOps.Tests.Bench;

/// <summary>
/// The least a push to many browsers can cost here: a bare WebSocket server in this process sends a payload of the same size to as many
/// sockets at the same pace, one after the other, and every client answers with a few bytes, as a circuit acknowledges a batch.
/// </summary>
public static class SocketFloor
{
    /// <summary>Latencies from the start of a broadcast to each client's receipt.</summary>
    public static async Task<LatencyHistogram> RunAsync(int sockets, int rate, TimeSpan duration, int payloadBytes, CancellationToken ct)
    {
        var accepted = new ConcurrentBag<WebSocket>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            accepted.Add(socket);
            var ack = new byte[16];
            while ((await socket.ReceiveAsync(ack.AsMemory(), ct)).MessageType != WebSocketMessageType.Close) continue;
        });
        await app.StartAsync(ct);

        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var address = new Uri(app.Urls.First().Replace("http", "ws", StringComparison.Ordinal));
        var clients = new List<ClientWebSocket>();
        for (var i = 0; i < sockets; i++)
        {
            var client = new ClientWebSocket();
            client.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await client.ConnectAsync(address, invoker, ct);
            clients.Add(client);
        }
        while (accepted.Count < sockets) await Task.Delay(10, ct);
        var listening = clients.Select(c => Task.Run(() => ListenAsync(c, payloadBytes, ct), ct)).ToList();

        await BroadcastAsync([.. accepted], rate, duration, payloadBytes, ct);
        foreach (var socket in accepted) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        var total = new LatencyHistogram();
        foreach (var histogram in await Task.WhenAll(listening)) total.Add(histogram);
        clients.ForEach(c => c.Dispose());
        return total;
    }

    private static async Task BroadcastAsync(WebSocket[] sockets, int rate, TimeSpan duration, int payloadBytes, CancellationToken ct)
    {
        var payload = new byte[Math.Max(payloadBytes, sizeof(long))];
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        for (var i = 0; i < duration.TotalSeconds * rate && await timer.WaitForNextTickAsync(ct); i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload, Stopwatch.GetTimestamp());
            foreach (var socket in sockets) await socket.SendAsync(payload.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
    }

    private static async Task<LatencyHistogram> ListenAsync(ClientWebSocket client, int payloadBytes, CancellationToken ct)
    {
        var histogram = new LatencyHistogram();
        var buffer = new byte[Math.Max(payloadBytes, 64) * 2];
        var ack = new byte[16];
        while (await client.ReceiveAsync(buffer.AsMemory(), ct) is { MessageType: not WebSocketMessageType.Close } received)
        {
            if (!received.EndOfMessage) continue;
            histogram.Record(BinaryPrimitives.ReadInt64LittleEndian(buffer), Stopwatch.GetTimestamp());
            await client.SendAsync(ack.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, ct);
        }
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        return histogram;
    }
}
