using System.Globalization;
using System.Text;

namespace SalesOps.Tests.Bench;

/// <summary>Bodies for POST /api/v1/messages: Vietnamese texts of customers, every other one with an understanding.</summary>
public static class BenchMessages
{
    private static readonly string[] Channels = ["telegram", "facebook", "zalo"];

    private static readonly string[] Texts =
    [
        "Tôi muốn nạp tiền vào tài khoản, làm thế nào ạ?",
        "Bên mình có chắc chắn không anh, em sợ bị lừa lắm.",
        "Dạ em chào anh, em là Đặng Thị Hương, bạn em giới thiệu.",
        "Vốn ban đầu tối thiểu là bao nhiêu vậy chị? Em chỉ có khoảng 5 triệu thôi.",
        "Hôm qua tôi chuyển khoản rồi mà chưa thấy cập nhật, kiểm tra giúp tôi với. Mã giao dịch FT24153 lúc 14 giờ 20.",
        "Ok để em suy nghĩ thêm đã nhé, tối em nhắn lại.",
        "Lãi suất tháng này thế nào?",
        "Cho tôi gặp người thật được không, tôi không muốn nói chuyện với máy.",
    ];

    private static readonly (string Intent, string Stage)[] Readings =
    [
        ("recharge_intent", "discovery_capital"),
        ("ask_trust", "discovery_capital"),
    ];

    /// <summary>
    /// The body of message <paramref name="index"/> of customer <paramref name="customer"/>; <paramref name="run"/> keeps the ids of runs apart.
    /// A customer keeps its channel. Of two messages one brings its understanding along; mostly it is sure enough to need no review.
    /// </summary>
    public static byte[] Body(string run, int index, int customer)
    {
        var (intent, stage) = Readings[index % 20 == 0 ? 1 : 0];
        var confidence = (0.56 + index % 40 / 100.0).ToString("0.000", CultureInfo.InvariantCulture);
        var understanding = index % 2 == 0
            ? $$""","understanding":{"intent":"{{intent}}","stage":"{{stage}}","confidence":{{confidence}},"risks":[],"model":"runtime-1"}"""
            : "";
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"channel":"{{Channels[customer % Channels.Length]}}","externalId":"{{run}}-{{customer}}","messageId":"{{run}}-m{{index}}","text":"{{Texts[index % Texts.Length]}}","displayName":"Khách {{customer}}"{{understanding}}}"""));
    }

    /// <summary>
    /// <paramref name="count"/> bodies made beforehand: the first half each of a new customer, the second half of those customers again, in a random order.
    /// </summary>
    public static ReadOnlyMemory<byte>[] HalfNewHalfReturning(string run, int count)
    {
        var random = new Random(20260603);
        return [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)Body(run, i, i < count / 2 ? i : random.Next(count / 2)))];
    }
}
