using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Verbs;

/// <summary>What the program tells of itself, as a collector and a reader of its log get it.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] OfTheReadme =
    [
        "salesops.messages", "salesops.replies", "salesops.handoffs", "salesops.lane.batch", "salesops.lane.commit", "salesops.lane.waiting", "salesops.live.circuits", "salesops.live.fan_out",
        "salesops.counters.wrong",
    ];

    [Fact]
    public async Task Demo_WithACollector_SendsEveryMetricThatTheReadmeNames()
    {
        await using var collector = new Collector();
        await using var demo = ConsoleCommand.StartWith([$"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_METRIC_EXPORT_INTERVAL=300"], "demo", "--urls", "http://127.0.0.1:0");
        var lines = await demo.ReadyAsync();
        var address = new Uri(lines[0]["url: ".Length..]);
        var (email, password) = lines[1]["sign in: ".Length..].Split(" / ") is [var first, var second] ? (first, second) : default;
        using var session = await Bench.Circuits.SignIn.RunAsync(address, email, password, Http.Token);
        await using var page = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        using var api = new HttpClient { BaseAddress = address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lines.Single(l => l.StartsWith("api key: ", StringComparison.Ordinal))["api key: ".Length..]);
        var talk = $"/api/v1/conversations/{Guid.NewGuid()}";
        foreach (var (path, body) in (IEnumerable<(string, object)>)
        [
            ("/api/v1/messages", new { channel = "telegram", externalId = "lan", messageId = "m-1", text = "Tôi muốn nạp tiền" }),
            (talk + "/replies", new { replyId = "r-1", holderVersion = 1, text = "Dạ" }),
            (talk + "/handoffs", new { handoffId = "h-1", holderVersion = 1, reason = "complaint", noticeWaived = true }),
        ])
            (await api.PostAsJsonAsync(path, body, Http.Token)).Dispose();

        await collector.HasHeardAsync(OfTheReadme);
    }

    [Fact]
    public async Task Serve_LogsOneLineOfJsonAnEvent_WithItsTimeInUtc()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-log-").FullName;
        // Where no folder can be made, there are no checkpoints, and that is logged.
        await using (var serve = ConsoleCommand.StartWith(["Console__Checkpoints=/dev/null/checkpoints"], "serve", "--urls", "http://127.0.0.1:0", "--data", folder))
        {
            await serve.ReadyAsync();
            Assert.Equal(0, await serve.StopAsync());
            Assert.NotEmpty(serve.Errors);
            foreach (var line in serve.Errors)
            {
                using var entry = JsonDocument.Parse(line);
                Assert.True(entry.RootElement.TryGetProperty("LogLevel", out _), line);
                Assert.EndsWith("Z", entry.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
                Assert.InRange(entry.RootElement.GetProperty("Timestamp").GetDateTime(), DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow);
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Takes what is sent to it by OTLP over HTTP. Names stand in protocol buffers as they are.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private HttpListener _listener = new();
        private readonly ConcurrentQueue<string> _heard = new();
        private readonly Task _listening;

        public Collector()
        {
            while (!TryStart()) { }
            _listening = ListenAsync();
        }

        public string Address { get; private set; } = "";

        /// <summary>Waits until all names came.</summary>
        public async Task HasHeardAsync(string[] names)
        {
            var (until, missing) = (DateTime.UtcNow.AddMinutes(1), names);
            while (missing.Length > 0 && DateTime.UtcNow < until)
            {
                await Task.Delay(50, Http.Token);
                missing = [.. missing.Where(name => !_heard.Any(h => h.Contains(name, StringComparison.Ordinal)))];
            }
            Assert.Empty(missing);
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _listening;
            _listener.Close();
        }

        /// <summary>False when another took the port that was free a moment ago.</summary>
        private bool TryStart()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }
            _listener = new HttpListener { Prefixes = { Address + "/" } };
            try
            {
                _listener.Start();
                return true;
            }
            catch (HttpListenerException)
            {
                return false;
            }
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var call = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await call.Request.InputStream.CopyToAsync(body);
                    _heard.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
                    call.Response.ContentType = "application/x-protobuf";
                    call.Response.Close();
                }
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
            {
                // It was stopped.
            }
        }
    }
}
