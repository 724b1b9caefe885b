using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Understandings;

namespace SalesOps.Tests.Understandings;

public sealed class BuiltInUnderstandingTests(ITestOutputHelper output)
{
    private static readonly BuiltInUnderstanding BuiltIn = new();

    [Fact]
    public void Read_LabelledMessages_NineOfTenAreRight()
    {
        var wrong = Messages.Labelled
            .Select(message => (message, reading: BuiltIn.Read(message.Text)))
            .Where(read => read.reading.Intent != read.message.Intent).ToList();

        foreach (var (message, reading) in wrong)
            output.WriteLine($"{message.Text}: {reading.Intent ?? "nothing"} {reading.Confidence}, not {message.Intent}");
        Assert.True(wrong.Count * 10 <= Messages.Labelled.Count, $"{wrong.Count} of {Messages.Labelled.Count} are wrong.");
    }

    [Fact]
    public void Read_EveryPhraseOfTheBook_MeansItsIntent()
    {
        var missed = from entry in PhraseBook.Load().Intents
                     from phrase in entry.Weighed()
                     let reading = BuiltIn.Read(phrase.Phrase)
                     where reading.Intent != entry.Intent && !reading.Alternatives.Any(other => other.Intent == entry.Intent)
                     select $"{phrase.Phrase}: {reading.Intent ?? "nothing"}, not {entry.Intent}";

        Assert.Empty(missed);
    }

    [Fact]
    public void Intents_HaveWordsInThePlaybook_AndSoHaveTheirStages()
    {
        var intents = PhraseBook.Load().Intents;
        Assert.Empty(intents.Select(i => i.Intent).Except(Playbook.Default.Codes(PlaybookTerm.Intent)));
        Assert.Empty(intents.Select(i => i.Stage).Except(Playbook.Default.Codes(PlaybookTerm.Stage)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("asdf qwer zxcv")]
    [InlineData("😀😀🎉")]
    [InlineData("0912345678")]
    [InlineData("ưởng khuỷu ngoằn")]
    [InlineData("\ud83d lone \udc00")]
    [InlineData("Привет как дела")]
    public void Read_NothingKnown_HasNoIntent(string text)
    {
        var reading = BuiltIn.Read(text);

        Assert.Null(reading.Intent);
        Assert.Equal("unclear", reading.Stage);
        Assert.InRange(reading.Confidence, 0, 0.3);
        Assert.Empty(reading.Evidence);
    }

    [Theory]
    [InlineData("không muốn nạp tiền")]
    [InlineData("mình chưa muốn nạp")]
    [InlineData("ko nap dau")]
    [InlineData("I don’t want to make a deposit")]
    [InlineData("not going to top up")]
    [InlineData("我不打算充值")]
    [InlineData("别充值")]
    public void Read_NegatedRecharge_IsRefusal(string text)
    {
        var reading = BuiltIn.Read(text);

        Assert.Equal("refuse", reading.Intent);
        Assert.DoesNotContain(reading.Alternatives, other => other.Intent == "recharge_intent");
    }

    [Theory]
    [InlineData("nạp được không, mình muốn nạp tiền")]
    [InlineData("能不能充值")]
    [InlineData("Không. Mình muốn nạp tiền")]
    public void Read_NegationOfSomethingElse_IsStillRecharge(string text) => Assert.Equal("recharge_intent", BuiltIn.Read(text).Intent);

    [Theory]
    [InlineData("mình muốn nạp tiền", "discovery_capital")]
    [InlineData("nạp ngay, cho xin số tài khoản", "understanding_conversion_ready")]
    [InlineData("đã chuyển khoản rồi", "understanding_conversion_ready")]
    [InlineData("có uy tín không", "understanding_trust_building")]
    [InlineData("xin chào", "first_contact")]
    public void Read_Stage_FollowsThePhrases(string text, string stage) => Assert.Equal(stage, BuiltIn.Read(text).Stage);

    [Theory]
    [InlineData("tụi bây là đồ lừa đảo, tao báo công an", "scam_suspicion,legal_threat")]
    [InlineData("em 16 tuổi nạp được không", "minor")]
    [InlineData("我未成年可以充值吗", "minor")]
    [InlineData("hết tiền rồi, chỉ muốn chết", "self_harm")]
    [InlineData("give me a refund or I call my lawyer", "money_dispute,legal_threat")]
    [InlineData("anh 26 tuổi, số 0912345678, điều kiện là gì", "")]
    public void Read_Risks_AreNamed(string text, string risks) => Assert.Equal(risks, string.Join(',', BuiltIn.Read(text).Risks));

    [Fact]
    public void Read_TwoStrongPhrases_AreSurerThanOne_AndCompetitorsLessSure()
    {
        var two = BuiltIn.Read("uy tín không, sợ bị lừa");
        var one = BuiltIn.Read("uy tín không");
        var mixed = BuiltIn.Read("uy tín không, rút tiền");

        Assert.InRange(two.Confidence, 0.85, 0.92);
        Assert.InRange(one.Confidence, 0.65, 0.8);
        Assert.InRange(mixed.Confidence, 0.3, 0.55);
        Assert.Single(mixed.Alternatives);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("nhanh hơn mai")]
    public void Read_OneWeakPhrase_IsHalfSure(string text) => Assert.InRange(BuiltIn.Read(text).Confidence, 0.35, 0.6);

    [Fact]
    public void Read_OtherAccents_ScoreLess() =>
        Assert.True(BuiltIn.Read("quét mã").Confidence > BuiltIn.Read("quét ma").Confidence
            && BuiltIn.Read("quét ma").Confidence > BuiltIn.Read("quét má").Confidence);

    [Theory]
    [InlineData("😀 Em muốn NẠP TIỀN!", "muốn NẠP TIỀN")]
    [InlineData("\ud83dＮạｐ tiền", "Ｎạｐ tiền")]
    [InlineData("我想充值500", "想充值")]
    [InlineData("tôi ko muốn nạp tiền đâu", "ko muốn nạp tiền")]
    public void Read_Evidence_IsWhereTheCustomerWroteIt(string text, string evidence)
    {
        var span = Assert.Single(BuiltIn.Read(text).Evidence);
        Assert.Equal(evidence, text.Substring(span.Start, span.Length));
    }

    [Fact]
    public void Read_DecomposedText_EvidenceCoversTheAccents()
    {
        var text = "em muốn rút tiền".Normalize(System.Text.NormalizationForm.FormD);
        var span = Assert.Single(BuiltIn.Read(text).Evidence);
        Assert.Equal("muốn rút".Normalize(System.Text.NormalizationForm.FormD), text.Substring(span.Start, span.Length));
    }

    [Fact]
    public void Read_VeryLongText_IsReadToItsLimit()
    {
        var reading = BuiltIn.Read(string.Concat(Enumerable.Repeat("nạp tiền ", 100_000)));
        Assert.Equal("recharge_intent", reading.Intent);
        Assert.InRange(reading.Evidence.Count, 1, 20);
    }
}
