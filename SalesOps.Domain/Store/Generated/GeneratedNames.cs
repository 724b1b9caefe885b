using System.Globalization;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Generated;

/// <summary>Names and channel accounts as they come: a few names are many people's, most are some people's, and people write them in their own ways.</summary>
internal sealed class GeneratedNames(Random random)
{
    private static readonly Weighted<string> Families = new(
        ("Nguyễn", 384), ("Trần", 121), ("Lê", 95), ("Phạm", 70), ("Hoàng", 28), ("Huỳnh", 23), ("Phan", 45), ("Vũ", 21), ("Võ", 18), ("Đặng", 21), ("Bùi", 20), ("Đỗ", 14), ("Hồ", 13),
        ("Ngô", 13), ("Dương", 10), ("Lý", 5), ("Đinh", 5), ("Đoàn", 4), ("Trịnh", 4), ("Mai", 4), ("Cao", 3), ("Tạ", 2), ("Quách", 1), ("Âu", 1), ("Tôn Nữ", 1));
    private static readonly Weighted<string> Middles = new(
        ("Thị", 30), ("Văn", 22), ("Minh", 6), ("Thanh", 6), ("Ngọc", 6), ("Hoàng", 4), ("Đức", 4), ("Quốc", 3), ("Thu", 3), ("Hữu", 3), ("Bảo", 3), ("Kim", 3), ("Phương", 2), ("", 12));
    private static readonly Weighted<string> Givens = new([.. """
        Anh Linh Hương Trang Hà Thảo Huy Hùng Nam Tuấn Dũng Lan Mai Hoa Phương Ngọc Vy Nhi My Yến Hạnh Thủy Oanh Quỳnh Trinh Đào Đạt Đức Điệp Sơn Long Phúc Khang Khoa
        Bình Hiếu Tâm Trung Thành Thắng Toàn Tú Việt Vinh Quang Quân Phong Nhung Nga Liên Kiều Giang Diễm Cúc Châu Bích Ánh Ân Xuân Uyên Tuyết Trâm Thư Thoa
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select((name, i) => (name, 60 - i / 2))]);
    private static readonly Weighted<string> ChineseFamilies = new([.. "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹".Select((c, i) => (c.ToString(), 90 / (i / 4 + 1))), ("欧阳", 1), ("司马", 1)]);
    private static readonly Weighted<string> ChineseGivens = new([.. "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红梅建国志文海波宇鑫欣怡雨婷浩然子轩梓涵晨曦思".Select((c, i) => (c.ToString(), 60 - i))]);
    private static readonly Weighted<string> EnglishGivens = new([.. "James Mary John Linda David Susan Daniel Karen Kevin Nancy Jason Helen Ryan Amy Eric Anna Peter Rose Tony Grace".Split(' ').Select((name, i) => (name, 40 - i))]);
    private static readonly Weighted<string> EnglishFamilies = new([.. "Smith Johnson Brown Lee Wilson Taylor Clark Lewis Walker Young King Wright Scott Green Baker Hill Nelson Carter Tran Nguyen O'Neil".Split(' ').Select((name, i) => (name, 40 - i))]);

    /// <summary>The name of somebody who writes in a language.</summary>
    public string Person(string language) => language switch
    {
        "zh" => ChineseFamilies.Pick(random) + ChineseGivens.Pick(random) + (random.Next(100) < 65 ? ChineseGivens.Pick(random) : ""),
        "en" => $"{EnglishGivens.Pick(random)} {EnglishFamilies.Pick(random)}",
        _ => Vietnamese(),
    };

    /// <summary>The account of the customer with this number: no other number has it.</summary>
    public static string Account(Channel channel, int number)
    {
        // Steps that share no factor with the range come to each of its places before they come to one again.
        var scattered = (uint)number * 2654435761u;
        return channel switch
        {
            Channel.Telegram => (5_000_000_000 + scattered).ToString(CultureInfo.InvariantCulture),
            Channel.Facebook => (7_300_000_000_000_000 + scattered * 1009L).ToString(CultureInfo.InvariantCulture),
            _ => string.Create(CultureInfo.InvariantCulture, $"+849{number * 61_803_399L % 100_000_000:00000000}"),
        };
    }

    private string Vietnamese()
    {
        var (family, middle, given) = (Families.Pick(random), Middles.Pick(random), Givens.Pick(random));
        var name = middle.Length == 0 || middle == given ? $"{family} {given}" : $"{family} {middle} {given}";
        return random.Next(100) switch
        {
            < 7 => Fold.Text(name),
            < 12 => $"{given} {family}",
            < 15 => $"Shop {given}",
            < 17 => string.Create(CultureInfo.InvariantCulture, $"{given} {random.Next(1970, 2008)}"),
            _ => name,
        };
    }
}

/// <summary>Values of which some are picked more often than others.</summary>
internal sealed class Weighted<T>(params (T Value, int Weight)[] values)
{
    private readonly T[] _tickets = [.. values.SelectMany(v => Enumerable.Repeat(v.Value, v.Weight))];

    public T Pick(Random random) => _tickets[random.Next(_tickets.Length)];
}
