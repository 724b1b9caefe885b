namespace SalesOps.Domain.Model.Learning;

/// <summary>What must be known of a reliability before one relies on it.</summary>
public enum Caution
{
    /// <summary>Under <see cref="Reliability.LeastOutcomes"/> outcomes: nothing but the counts is said.</summary>
    TooFew,
    /// <summary>Under <see cref="Reliability.LeastRanked"/> outcomes: no AUROC is said.</summary>
    TooFewToRank,
    /// <summary>All outcomes are right, or all wrong: nothing can be ranked.</summary>
    OneSided,
    /// <summary>The confidences stand in fewer than three bins.</summary>
    Degenerate,
    /// <summary>The expected calibration error is above 0.15: the confidence cannot be taken at its word.</summary>
    Unreliable,
    /// <summary>The AUROC is under 0.55: the confidence does not tell right from wrong.</summary>
    CannotSort,
}

/// <summary>Outcomes whose confidence lies in <c>[From, To)</c>; the last bin holds 1 too.</summary>
/// <param name="Count">How many outcomes.</param>
/// <param name="Confidence">The mean of what was claimed, by weight; null when too little is known.</param>
/// <param name="Right">The share of right ones; null when too little is known.</param>
/// <param name="Shrunk">The share of right ones, drawn to that of all outcomes the more the thinner the bin; null when too little is known.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double? Confidence, Proportion? Right, double? Shrunk)
{
    /// <summary>So few outcomes that all of them weigh no more than what is drawn in.</summary>
    public bool IsThin => Count < Reliability.PriorWeight;
}

/// <summary>
/// 可靠性: how often readings were right, against the confidence they claimed. Outcomes weigh by the inverse of their sampling probability,
/// so that what was looked at by chance stands for what nobody looked at.
/// </summary>
public sealed record Reliability
{
    public const int BinCount = 10;
    /// <summary>From so many outcomes on more than counts is said.</summary>
    public const int LeastOutcomes = 30;
    /// <summary>From so many outcomes on an AUROC is said.</summary>
    public const int LeastRanked = 100;
    /// <summary>A bin's share is drawn to the share of all as if so many outcomes more had come out like all.</summary>
    public const int PriorWeight = 20;

    private const int LeastBins = 3;
    private const double MostError = 0.15;
    private const double LeastRank = 0.55;

    private Reliability() { }

    /// <summary>How many outcomes.</summary>
    public required int Count { get; init; }
    /// <summary>How many readings they stand for.</summary>
    public required double Weight { get; init; }
    /// <summary>The share of right ones; null under <see cref="LeastOutcomes"/>.</summary>
    public required Proportion? Right { get; init; }
    /// <summary>All ten, also empty ones.</summary>
    public required IReadOnlyList<ReliabilityBin> Bins { get; init; }
    /// <summary>The expected calibration error over the ten bins, 0..1; null under <see cref="LeastOutcomes"/>.</summary>
    public required double? Ece { get; init; }
    /// <summary>The chance that a right reading claimed more than a wrong one, 0..1; null when <see cref="Cautions"/> say why.</summary>
    public required double? Auroc { get; init; }
    public required IReadOnlyList<Caution> Cautions { get; init; }

    public static Reliability Of(IReadOnlyCollection<Outcome> outcomes)
    {
        var (all, bins) = (new WeightedCount(), new WeightedCount[BinCount]);
        foreach (var outcome in outcomes)
        {
            all.Add(outcome);
            bins[BinOf(outcome.Confidence)].Add(outcome);
        }
        var known = all.Count >= LeastOutcomes;
        double? ece = known ? bins.Sum(bin => Math.Abs(bin.Right - bin.Confidence)) / all.Weight : null;
        var oneSided = outcomes.All(o => o.Right) || !outcomes.Any(o => o.Right);
        var auroc = all.Count >= LeastRanked && !oneSided ? AurocOf(outcomes) : (double?)null;
        List<Caution> cautions = [];
        if (!known) cautions.Add(Caution.TooFew);
        else
        {
            if (all.Count < LeastRanked) cautions.Add(Caution.TooFewToRank);
            else if (oneSided) cautions.Add(Caution.OneSided);
            if (bins.Count(bin => bin.Count > 0) < LeastBins) cautions.Add(Caution.Degenerate);
            if (ece > MostError) cautions.Add(Caution.Unreliable);
            if (auroc < LeastRank) cautions.Add(Caution.CannotSort);
        }
        return new Reliability
        {
            Count = all.Count,
            Weight = all.Weight,
            Right = known ? all.Share : null,
            Bins = [.. bins.Select((bin, i) => Bin(i, bin, known ? all.Share!.Value.Rate : null))],
            Ece = ece,
            Auroc = auroc,
            Cautions = cautions,
        };
    }

    /// <summary>The bin of a confidence, 0..9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in 0..1.</exception>
    public static int BinOf(double confidence)
    {
        Rules.Share.Check(confidence);
        return Math.Min((int)(confidence * BinCount), BinCount - 1);
    }

    private static ReliabilityBin Bin(int index, WeightedCount bin, double? overall)
    {
        var (from, to) = (index / (double)BinCount, (index + 1) / (double)BinCount);
        if (overall is not { } prior || bin.Share is not { } share) return new ReliabilityBin(from, to, bin.Count, null, null, null);
        var count = bin.EffectiveCount;
        return new ReliabilityBin(from, to, bin.Count, bin.Confidence / bin.Weight, share, (share.Rate * count + prior * PriorWeight) / (count + PriorWeight));
    }

    /// <summary>Over all pairs of a right and a wrong one, by weight; a tie counts half.</summary>
    private static double AurocOf(IReadOnlyCollection<Outcome> outcomes)
    {
        var (wrong, right, won) = (0.0, 0.0, 0.0);
        foreach (var tied in outcomes.GroupBy(o => o.Confidence).OrderBy(g => g.Key))
        {
            var rightHere = tied.Where(o => o.Right).Sum(o => o.Weight);
            var wrongHere = tied.Where(o => !o.Right).Sum(o => o.Weight);
            won += rightHere * (wrong + wrongHere / 2);
            right += rightHere;
            wrong += wrongHere;
        }
        return won / (right * wrong);
    }
}
