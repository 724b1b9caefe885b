namespace SalesOps.Domain.Model.Learning;

/// <summary>A share with the interval that holds the true one in 95 of 100 cases (Wilson 1927).</summary>
/// <param name="Rate">As observed, 0..1.</param>
/// <param name="Low">0..<paramref name="Rate"/>.</param>
/// <param name="High"><paramref name="Rate"/>..1.</param>
public readonly record struct Proportion(double Rate, double Low, double High)
{
    /// <summary>The standard normal quantile of 0.975.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The interval of a share that was observed <paramref name="count"/> times.</summary>
    /// <param name="rate">0..1.</param>
    /// <param name="count">Above 0; not whole when observations weigh differently.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the count is out of range.</exception>
    public static Proportion Wilson(double rate, double count)
    {
        Rules.Share.Check(rate);
        if (!(count > 0) || double.IsInfinity(count)) throw new ArgumentOutOfRangeException(nameof(count), count, "must be above 0");
        var spread = Z * Z / count;
        var middle = (rate + spread / 2) / (1 + spread);
        var reach = Z * Math.Sqrt(rate * (1 - rate) / count + spread / (4 * count)) / (1 + spread);
        // At 0 and 1 the bound is the rate itself, and rounding must not put it beyond.
        return new Proportion(rate, Math.Clamp(middle - reach, 0, rate), Math.Clamp(middle + reach, rate, 1));
    }

    /// <summary>The share of what is not this.</summary>
    public Proportion Complement => new(1 - Rate, 1 - High, 1 - Low);
}

/// <summary>Adds up outcomes, each by the number of readings that it stands for.</summary>
public struct WeightedCount
{
    private double _squares;

    /// <summary>How many outcomes.</summary>
    public int Count { get; private set; }
    /// <summary>How many readings they stand for.</summary>
    public double Weight { get; private set; }
    /// <summary>How many of these readings were right.</summary>
    public double Right { get; private set; }
    /// <summary>The sum of confidences, by weight.</summary>
    public double Confidence { get; private set; }

    public void Add(Outcome outcome)
    {
        Count++;
        Weight += outcome.Weight;
        _squares += outcome.Weight * outcome.Weight;
        if (outcome.Right) Right += outcome.Weight;
        Confidence += outcome.Weight * outcome.Confidence;
    }

    /// <summary>As many outcomes of equal weight would say as much (Kish 1965); 0 when there are none.</summary>
    public readonly double EffectiveCount => Count == 0 ? 0 : Weight * Weight / _squares;

    /// <summary>The share of right ones; null when there are no outcomes.</summary>
    public readonly Proportion? Share => Count == 0 ? null : Proportion.Wilson(Math.Clamp(Right / Weight, 0, 1), EffectiveCount);
}
