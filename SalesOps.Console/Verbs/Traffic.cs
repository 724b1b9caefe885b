using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SalesOps.Console.Verbs;

/// <summary>Customers for the demo: writes messages to the console's own HTTP API.</summary>
internal static class Traffic
{
    /// <summary>A timer ticks once a millisecond at most.</summary>
    public const int MostASecond = 1000;

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
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        var (run, sent) = (Guid.NewGuid().ToString("N")[..6], 0);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var customer = Random.Shared.Next(sent / 3 + 1);
                await http.PostAsJsonAsync("/api/v1/messages", new
                {
                    channel = Channels[customer % Channels.Length],
                    externalId = $"demo-{run}-{customer}",
                    messageId = $"demo-{run}-{sent++}",
                    text = Texts[Random.Shared.Next(Texts.Length)],
                    displayName = $"{Names[customer % Names.Length]} {customer}",
                }, stop);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or HttpRequestException)
        {
            // The console stops, and its demo customers with it.
        }
    }
}
