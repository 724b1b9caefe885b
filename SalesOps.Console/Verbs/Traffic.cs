using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace SalesOps.Console.Verbs;

/// <summary>Customers for the demo: writes messages to the console's own HTTP API.</summary>
internal static class Traffic
{
    public const int MostASecond = 1000;
    /// <summary>How many are on their way at most: one that waits for its answer holds up no other.</summary>
    private const int AtOnce = 16;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private static readonly string[] Names = ["Nguyễn Thị Ánh", "Trần Văn Đức", "Lê Hoàng", "Phạm Thu Hà", "Đặng Minh", "张伟", "Vũ Ngọc Lan", "Bùi Quang Huy"];
    private static readonly string[] Channels = ["telegram", "facebook", "zalo"];
    private static readonly string[] Texts =
    [
        "Chào shop", "Tôi muốn nạp tiền", "Nạp tối thiểu bao nhiêu vậy?", "Bên mình có đáng tin không?", "Giá bao nhiêu?", "mình chuyển khoản rồi nhé",
        "Cho mình gặp nhân viên", "我想充值", "你们可靠吗？", "How do I top up?", "Thôi không nhắn nữa nhé", "Cảm ơn shop", "ok de mai minh nap",
    ];

    /// <summary>Sends until stopped; the customers come back again and again.</summary>
    public static async Task SendAsync(string url, string key, int perSecond, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var run = Guid.NewGuid().ToString("N")[..6];
        try
        {
            await Parallel.ForEachAsync(PacedAsync(perSecond, stop), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, (number, ct) => PostAsync(http, run, number, ct));
        }
        catch (OperationCanceledException)
        {
            // The console stops, and its demo customers with it.
        }
    }

    /// <summary>Counts up, each number at its time; what a busy machine was late with comes at once.</summary>
    private static async IAsyncEnumerable<int> PacedAsync(int perSecond, [EnumeratorCancellation] CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick);
        var (start, sent) = (Stopwatch.GetTimestamp(), 0);
        while (await timer.WaitForNextTickAsync(stop))
            for (var due = Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond; sent < due; sent++) yield return sent;
    }

    private static async ValueTask PostAsync(HttpClient http, string run, int number, CancellationToken stop)
    {
        var customer = Random.Shared.Next(number / 3 + 1);
        try
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/messages", new
            {
                channel = Channels[customer % Channels.Length],
                externalId = $"demo-{run}-{customer}",
                messageId = $"demo-{run}-{number}",
                text = Texts[Random.Shared.Next(Texts.Length)],
                displayName = $"{Names[customer % Names.Length]} {customer}",
            }, stop);
        }
        catch (Exception problem) when (problem is HttpRequestException || (problem is OperationCanceledException && !stop.IsCancellationRequested))
        {
            // One that did not come through; the others go on.
        }
    }
}
