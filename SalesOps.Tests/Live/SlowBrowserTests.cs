using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using SalesOps.Tests.Bench.Circuits;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Live;

/// <summary>A browser that is too slow for what comes, beside one that is not.</summary>
public sealed class SlowBrowserTests
{
    /// <summary>So many batches wait for a browser's word before nothing more is drawn for it.</summary>
    private const int Unanswered = 3;

    [Fact]
    public async Task Browser_AcknowledgesNothing_IsDrawnNoMore_AndOthersAreUpToDate()
    {
        await using var console = await ConsoleHost.StartAsync();
        using var session = await Bench.Circuits.SignIn.RunAsync(console.Address, "ops@example.com", ConsoleHost.Password, Http.Token);
        await using var slow = await CircuitClient.OpenAsync(session, "/", new(), Http.Token);
        var shown = new ConcurrentQueue<string>();
        await using var quick = await CircuitClient.OpenAsync(session, "/", new() { OnBatch = (_, batch, _) => shown.Enqueue(System.Text.Encoding.UTF8.GetString(batch)) }, Http.Token);
        slow.GetStuck();
        var sent = slow.Batches;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Http.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        // The look at the case is an entry: with a message's in one frame, the first of both would not be drawn.
        while (!Looked()) await Task.Delay(10, patience.Token);
        for (var i = 0; i < 10; i++)
        {
            using var answer = await console.Api.PostAsJsonAsync("/api/v1/messages", new { channel = "telegram", externalId = $"lan-{i}", messageId = $"m-{i}", text = "Tôi muốn nạp tiền" }, Http.Token);
            Assert.True(answer.IsSuccessStatusCode);
            // As the status line says it.
            var number = $"#{console.Sequence.ToString("#,0", new NumberFormatInfo { NumberGroupSeparator = "\u2009" })}";
            while (!shown.Any(batch => batch.Contains(number, StringComparison.Ordinal))) await Task.Delay(10, patience.Token);
        }

        Assert.InRange(slow.Batches, sent, sent + Unanswered + 1);
        Assert.Null(slow.Fault);

        bool Looked()
        {
            using var store = console.Read();
            return store.Viewings.Any();
        }
    }
}
