using SalesOps.Domain.Understandings;

namespace SalesOps.Tests.Understandings;

public sealed class LanguageOfTests
{
    [Theory]
    [InlineData("Mình muốn nạp tiền", "vi")]
    [InlineData("minh muon nap tien", "vi")]
    [InlineData("ko dc r shop oi", "vi")]
    [InlineData("được", "vi")]
    [InlineData("hello shop, giá bao nhiêu", "vi")]
    [InlineData("我想充值", "zh")]
    [InlineData("我想充值 VIP", "zh")]
    [InlineData("請問價格", "zh")]
    [InlineData("How much is it?", "en")]
    [InlineData("i don't know", "en")]
    [InlineData("", null)]
    [InlineData("👍👍", null)]
    [InlineData("500000", null)]
    [InlineData("ok", null)]
    [InlineData("hi", null)]
    [InlineData("好", null)]
    [InlineData("これは何ですか", null)]
    [InlineData("Привет", null)]
    [InlineData("안녕하세요", null)]
    [InlineData("¿Cuánto cuesta, señor?", null)]
    [InlineData("\ud83d", null)]
    public void Detect_Text_IsItsLanguageOrNothing(string text, string? language) => Assert.Equal(language, LanguageOf.Detect(text));

    [Fact]
    public void GivenUnderstanding_Read_AddsOnlyTheLanguage()
    {
        var reading = new GivenUnderstanding("recharge_intent", "discovery_capital", 0.574, ["minor"], "runtime-1").Read("Mình muốn nạp tiền");

        Assert.Equal(("recharge_intent", "discovery_capital", 0.574, "runtime-1", "vi"),
            (reading.Intent, reading.Stage, reading.Confidence, reading.Producer, reading.Language));
        Assert.Equal(["minor"], reading.Risks);
        Assert.Empty(reading.Evidence);
        Assert.Empty(reading.Alternatives);
    }
}
