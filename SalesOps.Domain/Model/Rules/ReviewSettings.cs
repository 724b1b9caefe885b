namespace SalesOps.Domain.Model.Rules;

/// <summary>The threshold for the understandings that fit all the parts that are given; null means any.</summary>
/// <param name="Threshold">The least confidence that is accepted without a person, 0..1.</param>
public sealed record ThresholdRule(string? Intent, string? Language, Channel? Channel, double Threshold)
{
    internal Slice Slice => new(Intent, Language, Channel);
}

/// <summary>What the playbook says about reviews.</summary>
/// <param name="Threshold">The threshold where no rule fits, 0..1.</param>
/// <param name="Thresholds">Finer thresholds, the most specific first.</param>
/// <param name="AlwaysReview">Intents that a person always sees.</param>
/// <param name="SampledShare">The share of accepted understandings that is looked at all the same, 0..1.</param>
/// <param name="Limits">How long a review may wait.</param>
/// <param name="ReplyWindows">How long after the customer's last message the channel lets us answer; null when for ever.</param>
public sealed record ReviewSettings(
    double Threshold,
    IReadOnlyList<ThresholdRule> Thresholds,
    IReadOnlyList<string> AlwaysReview,
    double SampledShare,
    IReadOnlyDictionary<ReviewKind, TimeSpan> Limits,
    IReadOnlyDictionary<Channel, TimeSpan?> ReplyWindows);
