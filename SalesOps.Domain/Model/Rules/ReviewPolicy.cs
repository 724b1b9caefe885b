namespace SalesOps.Domain.Model.Rules;

/// <summary>Whether an understanding waits for a person, and why.</summary>
/// <param name="Review">It waits for a person before anything follows from it.</param>
/// <param name="Sampled">It is accepted, and chosen by chance to be looked at all the same; never together with <paramref name="Review"/>.</param>
/// <param name="SamplingProbability">The chance with which accepted ones are chosen, 0..1; null when it waits anyway or sampling is off.</param>
/// <param name="Reasons"><c>low_confidence</c>, <c>always_review</c>, <c>risk:CODE</c>, <c>sampled</c>; empty when accepted and not sampled.</param>
/// <param name="Threshold">The threshold that the confidence was held against, 0..1.</param>
public sealed record ReviewVerdict(bool Review, bool Sampled, double? SamplingProbability, IReadOnlyList<string> Reasons, double Threshold);

/// <summary>Decides what waits for a person, and until when.</summary>
public sealed class ReviewPolicy(Playbook playbook)
{
    /// <summary>Reason: the confidence is under the threshold.</summary>
    public const string LowConfidence = "low_confidence";
    /// <summary>Reason: a person always sees this intent.</summary>
    public const string AlwaysReview = "always_review";
    /// <summary>Reason: accepted, and chosen by chance.</summary>
    public const string Sampled = "sampled";
    /// <summary>Reason: the understanding carries a risk, whose code follows.</summary>
    public const string RiskPrefix = "risk:";

    private readonly ReviewSettings _settings = playbook.Reviews;

    /// <summary>Judges an understanding.</summary>
    /// <param name="intent">Null when nothing was recognized; the confidence then says how sure that is.</param>
    /// <param name="language"><c>vi</c>, <c>zh</c>, <c>en</c>, or null when not recognized.</param>
    /// <param name="confidence">0..1.</param>
    /// <param name="risks">Risk codes; each counts once, also one that the playbook does not know.</param>
    /// <param name="chance">A random number, 0 ≤ chance &lt; 1, that decides the sampling.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence or the chance is out of range.</exception>
    public ReviewVerdict Judge(string? intent, string? language, Channel channel, double confidence, IReadOnlyList<string> risks, double chance)
    {
        Share.Check(confidence);
        if (!(chance is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "must be from 0 to less than 1");
        var threshold = Threshold(intent, language, channel);
        List<string> reasons = [];
        if (confidence < threshold) reasons.Add(LowConfidence);
        if (intent is not null && _settings.AlwaysReview.Contains(intent)) reasons.Add(AlwaysReview);
        reasons.AddRange(risks.Distinct().Select(risk => RiskPrefix + risk));
        if (reasons.Count > 0) return new ReviewVerdict(true, false, null, reasons, threshold);
        if (_settings.SampledShare == 0) return new ReviewVerdict(false, false, null, [], threshold);
        var sampled = chance < _settings.SampledShare;
        return new ReviewVerdict(false, sampled, _settings.SampledShare, sampled ? [Sampled] : [], threshold);
    }

    /// <summary>The least confidence that is accepted without a person, 0..1: that of the most specific rule that fits, else the default.</summary>
    public double Threshold(string? intent, string? language, Channel channel) =>
        _settings.Thresholds.FirstOrDefault(rule => rule.Fits(intent, language, channel))?.Threshold ?? _settings.Threshold;

    /// <summary>When a review is due: the earlier of its own limit and the end of the channel's reply window. Past when the window has closed.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="lastInboundAt">When the customer last wrote; UTC.</param>
    public DateTime DueAt(ReviewKind kind, Channel channel, DateTime now, DateTime lastInboundAt)
    {
        var limit = now + _settings.Limits[kind];
        return _settings.ReplyWindows[channel] is { } window && lastInboundAt + window < limit ? lastInboundAt + window : limit;
    }
}
