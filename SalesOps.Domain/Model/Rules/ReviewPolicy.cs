namespace SalesOps.Domain.Model.Rules;

/// <summary>Whether an understanding waits for a person, and why.</summary>
/// <param name="Review">It waits for a person before anything follows from it.</param>
/// <param name="Sampled">It is accepted, and chosen by chance to be looked at all the same; never together with <paramref name="Review"/>.</param>
/// <param name="SamplingProbability">The chance with which accepted ones are chosen, 0..1; null when it waits anyway or sampling is off.</param>
/// <param name="Reasons"><c>low_confidence</c>, <c>always_review</c>, <c>risk:CODE</c>, <c>sampled</c>; empty when accepted and not sampled.</param>
/// <param name="Threshold">The threshold that the confidence was held against, 0..1.</param>
public sealed record ReviewVerdict(bool Review, bool Sampled, double? SamplingProbability, IReadOnlyList<string> Reasons, double Threshold);

/// <summary>Decides what waits for a person, and until when.</summary>
/// <param name="changes">What people set beside the playbook; null for nothing.</param>
/// <param name="settings">The console's hours and limits; null for the playbook's limits at any hour.</param>
public sealed class ReviewPolicy(Playbook playbook, PolicyChanges? changes = null, ConsoleSettings? settings = null)
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
    private readonly PolicyChanges _changes = changes ?? PolicyChanges.None;

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
        if (IsAlwaysReviewed(intent)) reasons.Add(AlwaysReview);
        reasons.AddRange(risks.Distinct().Select(risk => RiskPrefix + risk));
        if (reasons.Count > 0) return new ReviewVerdict(true, false, null, reasons, threshold);
        var share = SampledShare(intent, language, channel);
        if (share == 0) return new ReviewVerdict(false, false, null, [], threshold);
        var sampled = chance < share;
        return new ReviewVerdict(false, sampled, share, sampled ? [Sampled] : [], threshold);
    }

    /// <summary>Whether a person sees the intent at any confidence.</summary>
    public bool IsAlwaysReviewed(string? intent) => intent is not null && _settings.AlwaysReview.Contains(intent);

    /// <summary>The least confidence that is accepted without a person, 0..1: what was set for, or the playbook says of, the smallest slice that holds it.</summary>
    /// <param name="channel">Null for what holds for every channel alike.</param>
    public double Threshold(string? intent, string? language, Channel? channel)
    {
        var slice = new Slice(intent, language, channel);
        var rule = _settings.Thresholds.FirstOrDefault(rule => rule.Slice.Holds(slice));
        var set = _changes.Find(PolicyKind.Threshold, slice);
        // Of the same slice what people set stands above the playbook.
        return set is not null && !(rule?.Slice.Specificity > set.Slice.Specificity) ? set.Value!.Value : rule?.Threshold ?? _settings.Threshold;
    }

    /// <summary>The share of accepted understandings that is looked at all the same, 0..1. See <see cref="Threshold"/>.</summary>
    public double SampledShare(string? intent, string? language, Channel? channel) =>
        _changes.Find(PolicyKind.SampledShare, new Slice(intent, language, channel))?.Value ?? _settings.SampledShare;

    /// <summary>What holds for a slice.</summary>
    public double Of(PolicyKind kind, Slice slice) =>
        kind == PolicyKind.Threshold ? Threshold(slice.Intent, slice.Language, slice.Channel) : SampledShare(slice.Intent, slice.Language, slice.Channel);

    /// <summary>When a review is due: the earlier of its own limit, in work time, and the end of the channel's reply window. Past when the window has closed.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="lastInboundAt">When the customer last wrote; UTC.</param>
    public DateTime DueAt(ReviewKind kind, Channel channel, DateTime now, DateTime lastInboundAt)
    {
        var limit = settings is null ? now + _settings.Limits[kind] : settings.Calendar.Add(now, settings.ReviewTime(kind));
        return _settings.ReplyWindows[channel] is { } window && lastInboundAt + window < limit ? lastInboundAt + window : limit;
    }
}
