namespace SalesOps.Domain.Model.Learning;

/// <summary>Readings that came in, with nearly the same confidence.</summary>
/// <param name="Hundredths">The confidence, cut to hundredths: 0..100.</param>
/// <param name="Count">How many.</param>
/// <param name="Forced">A person sees them at any threshold: an intent that is always reviewed, or a risk.</param>
public sealed record ReadingCount(int Hundredths, long Count, bool Forced);

/// <summary>预测: what a threshold would cost, and let through.</summary>
/// <param name="Threshold">0..1, whole hundredths.</param>
/// <param name="ReviewsADay">What waits for a person, with what is sampled.</param>
/// <param name="PassesADay">What passes without a person.</param>
/// <param name="WrongShare">The share of wrong ones among what passes; null when the outcomes cannot carry it.</param>
/// <param name="Missing">How many outcomes are missing to say <paramref name="WrongShare"/>; 0 when none.</param>
/// <param name="Judged">How many outcomes there are of what would pass.</param>
public sealed record Forecast(double Threshold, double ReviewsADay, double PassesADay, Proportion? WrongShare, int Missing, int Judged)
{
    /// <summary>From so many outcomes (of equal weight) on the share of wrong ones is said.</summary>
    public const int LeastOutcomes = 30;

    /// <summary>What would have been, had the threshold stood there over the time the readings came in.</summary>
    /// <param name="outcomes">Of readings that are not forced.</param>
    /// <param name="days">How long the readings took to come in; above 0.</param>
    /// <param name="sampledShare">The share of what passes that is looked at all the same, 0..1.</param>
    public static Forecast At(int hundredths, IEnumerable<ReadingCount> readings, IEnumerable<Outcome> outcomes, double days, double sampledShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hundredths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hundredths, 100);
        if (!(days > 0)) throw new ArgumentOutOfRangeException(nameof(days), days, "must be above 0");
        Rules.Share.Check(sampledShare);
        var threshold = hundredths / 100.0;
        var (waits, passes) = (0L, 0L);
        foreach (var reading in readings)
            if (reading.Forced || reading.Hundredths < hundredths) waits += reading.Count;
            else passes += reading.Count;
        var judged = new WeightedCount();
        foreach (var outcome in outcomes)
            if (outcome.Confidence >= threshold) judged.Add(outcome);
        var missing = (int)Math.Ceiling(Math.Max(0, LeastOutcomes - judged.EffectiveCount - 1e-9));
        return new Forecast(threshold, (waits + sampledShare * passes) / days, passes / days, missing == 0 ? judged.Share!.Value.Complement : null, missing, judged.Count);
    }

    /// <summary>How many pass a day though they are wrong; null when the outcomes cannot carry it.</summary>
    /// <remarks>What is sampled is looked at after it passed.</remarks>
    public (double Expected, double Low, double High)? WrongADay =>
        WrongShare is { } wrong ? (wrong.Rate * PassesADay, wrong.Low * PassesADay, wrong.High * PassesADay) : null;
}
