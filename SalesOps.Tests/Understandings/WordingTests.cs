using SalesOps.Domain.Understandings;

namespace SalesOps.Tests.Understandings;

public sealed class WordingTests
{
    private readonly Wording _wording = new(PhraseBook.Load());

    [Theory]
    [InlineData("Tôi muốn nạp tiền", "Lan", "Tôi muốn nạp tiền")]
    [InlineData("Mình là Xuyến Kratochvílová, muốn nạp tiền", "x", "▢, muốn nạp tiền")]
    [InlineData("gọi cho tôi 0912 345 678 nhé", "x", "gọi cho tôi ▢")]
    [InlineData("nạp tiền vào ví 0912345678", "x", "nạp tiền ▢")]
    [InlineData("mail lan.nguyen@gmail.com hoặc https://fb.com/lan.ng", "x", "▢")]
    [InlineData("我是张伟，想充值", "x", "▢，▢充值")]
    [InlineData("张伟你好", "x", "▢你好")]
    public void Clean_WhatPointsAtAPerson_GivesWay(string text, string name, string clean)
    {
        var found = _wording.Clean(text, name);
        foreach (var part in clean.Split('▢', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Assert.Contains(part, found, StringComparison.Ordinal);
        foreach (var secret in (string[])["Xuyến", "Kratochvílová", "0912", "345", "678", "lan.nguyen", "gmail", "fb.com", "张", "伟"]) Assert.DoesNotContain(secret, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_AWordThatFiveCustomersWrote_Stays_AndFourDoNotSuffice()
    {
        for (var i = 0; i < 4; i++) _wording.Hear(Guid.NewGuid(), "khuyến mãi zebra");
        // Often, but by one: what one customer repeats is not common.
        var loud = Guid.NewGuid();
        for (var i = 0; i < 9; i++) _wording.Hear(loud, "zebra kratochvil");
        Assert.Equal("zebra ▢", _wording.Clean("zebra kratochvil", "x"));
        var shy = new Wording(PhraseBook.Load());
        for (var i = 0; i < 4; i++) shy.Hear(Guid.NewGuid(), "zebra");
        Assert.Equal("▢", shy.Clean("zebra", "x"));
    }

    [Fact]
    public void Clean_TheCustomersOwnName_GoesThoughItIsCommon()
    {
        for (var i = 0; i < 9; i++) _wording.Hear(Guid.NewGuid(), "chào bạn Hương");
        Assert.DoesNotContain("HƯƠNG", _wording.Clean("chào, HƯƠNG đây", "Đặng Thị Hương"), StringComparison.Ordinal);
        Assert.Contains("Hương", _wording.Clean("chào bạn Hương", "Lan"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uD800 a\uFFFE")]
    [InlineData("😀😀 👍")]
    [InlineData("@@@ ... ???")]
    public void Clean_AnyText_DoesNotThrow(string text)
    {
        _wording.Hear(Guid.NewGuid(), text);
        Assert.True(_wording.Clean(text, text).Length <= text.Length);
    }
}
