using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class ReviewPolicyTests
{
    private static readonly DateTime Now = new(2026, 6, 3, 4, 0, 0, DateTimeKind.Utc);
    private static readonly ReviewPolicy Policy = new(Playbook.Default);

    private static readonly Gen<double> Shares = Gen.Choose(0, 1000).Select(n => n / 1000.0);
    private static readonly Gen<(string? Intent, double Low, double High, double Chance)> Cases =
        from intent in Gen.Elements("recharge_intent", "ask_trust", "unheard_of", null)
        from one in Shares
        from two in Shares
        from chance in Gen.Choose(0, 999)
        select (intent, Math.Min(one, two), Math.Max(one, two), chance / 1000.0);

    [Theory]
    [InlineData("recharge_intent", 0.574, "")]
    [InlineData("ask_trust", 0.61, "always_review")]
    [InlineData("recharge_intent", 0.84, "")]
    [InlineData(null, 1, "")]
    [InlineData(null, 0.54, "low_confidence")]
    [InlineData("ask_trust", 0.2, "low_confidence,always_review")]
    [InlineData("recharge_intent", 0.55, "")]
    [InlineData("recharge_intent", 0.5499, "low_confidence")]
    public void Judge_Seed_WaitsAsThePageShows(string? intent, double confidence, string reasons)
    {
        var verdict = Policy.Judge(intent, "vi", Channel.Telegram, confidence, [], 0.5);
        Assert.Equal(reasons, string.Join(',', verdict.Reasons));
        Assert.Equal(reasons.Length > 0, verdict.Review);
        Assert.Null(verdict.SamplingProbability);
        Assert.Equal(0.55, verdict.Threshold);
    }

    [Fact]
    public void Judge_Risks_EachIsAReasonOnce() =>
        Assert.Equal(
            ["risk:scam_suspicion", "risk:unheard_of"],
            Policy.Judge("greeting", null, Channel.Zalo, 1, ["scam_suspicion", "unheard_of", "scam_suspicion"], 0).Reasons);

    [Theory]
    [InlineData(0.0199, true)]
    [InlineData(0.02, false)]
    public void Judge_Accepted_IsSampledByChance(double chance, bool sampled)
    {
        var verdict = new ReviewPolicy(Playbook.Parse(PlaybookJson.With("review.sampledShare", "0.02"))).Judge("greeting", "vi", Channel.Zalo, 1, [], chance);
        Assert.Equal((false, sampled), (verdict.Review, verdict.Sampled));
        Assert.Equal(sampled ? ["sampled"] : [], verdict.Reasons);
    }

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(-0.1, 0.5)]
    [InlineData(1.1, 0.5)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, double.NaN)]
    public void Judge_NumberOutOfRange_Throws(double confidence, double chance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Policy.Judge("greeting", "vi", Channel.Zalo, confidence, [], chance));

    [Fact]
    public void Judge_HigherConfidence_NeverBecomesLowConfidence() =>
        Prop.ForAll(Cases.ToArbitrary(), at => Accepted(at.Intent, at.Low, at.Chance) is false || Accepted(at.Intent, at.High, at.Chance))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    public void Judge_SampledShareNoneOrAll_SamplesNoneOrEveryAccepted(string share, bool sampled)
    {
        var policy = new ReviewPolicy(Playbook.Parse(PlaybookJson.With("review.sampledShare", share)));
        Prop.ForAll(Cases.ToArbitrary(), at =>
        {
            var verdict = policy.Judge(at.Intent, "en", Channel.Facebook, at.High, [], at.Chance);
            return verdict.Sampled == (sampled && !verdict.Review);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("buy", "vi", Channel.Zalo, 0.9)]
    [InlineData("buy", "vi", Channel.Telegram, 0.8)]
    [InlineData("buy", "en", Channel.Zalo, 0.7)]
    [InlineData("buy", null, Channel.Zalo, 0.7)]
    [InlineData(null, "vi", Channel.Zalo, 0.65)]
    [InlineData(null, "vi", Channel.Telegram, 0.6)]
    [InlineData(null, "en", Channel.Zalo, 0.3)]
    [InlineData(null, null, Channel.Telegram, 0.5)]
    public void Threshold_SeveralRulesFit_TheMostSpecificWins(string? intent, string? language, Channel channel, double threshold)
    {
        const string rules = """
            [ { "channel": "zalo", "threshold": 0.3 }, { "language": "vi", "threshold": 0.6 }, { "intent": "buy", "threshold": 0.7 },
              { "language": "vi", "channel": "zalo", "threshold": 0.65 }, { "intent": "buy", "language": "vi", "threshold": 0.8 },
              { "intent": "buy", "language": "vi", "channel": "zalo", "threshold": 0.9 } ]
            """;
        var policy = new ReviewPolicy(Playbook.Parse(PlaybookJson.With("review.thresholds", rules)));
        Assert.Equal(threshold, policy.Threshold(intent, language, channel));
    }

    [Theory]
    [InlineData(ReviewKind.Understanding, Channel.Telegram, 9999, 15)]
    [InlineData(ReviewKind.State, Channel.Zalo, 0, 30)]
    [InlineData(ReviewKind.State, Channel.Facebook, 24 * 60 - 10, 10)]
    [InlineData(ReviewKind.State, Channel.Zalo, 48 * 60 + 5, -5)]
    public void DueAt_LimitAndWindow_IsTheEarlier(ReviewKind kind, Channel channel, int minutesSinceInbound, int dueInMinutes) =>
        Assert.Equal(Now.AddMinutes(dueInMinutes), Policy.DueAt(kind, channel, Now, Now.AddMinutes(-minutesSinceInbound)));

    private static bool Accepted(string? intent, double confidence, double chance) =>
        !Policy.Judge(intent, "vi", Channel.Telegram, confidence, [], chance).Reasons.Contains(ReviewPolicy.LowConfidence);
}
