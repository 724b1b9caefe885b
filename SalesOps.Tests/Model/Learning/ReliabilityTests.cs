using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.UseCases.Reviews;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Tests.Model.Learning;

public sealed class ReliabilityTests
{
    private static readonly Gen<Outcome> Any =
        from confidence in Gen.Choose(0, 1000)
        from right in Gen.Elements(true, false)
        from probability in Gen.Elements(1, 0.5, 0.1)
        select new Outcome(confidence / 1000.0, right, probability);

    // The expected figures: a Python script that applies the definitions (bins, all pairs) to the same 120 outcomes.
    [Fact]
    public void Of_WeightedOutcomes_IsWhatPythonFinds()
    {
        var found = Reliability.Of(Drawn(120));
        Assert.Equal(276, found.Weight, 9);
        Assert.Equal(0.702898550725, found.Right!.Value.Rate, 10);
        Assert.Equal(0.144311594203, found.Ece!.Value, 10);
        Assert.Equal(0.686069901936, found.Auroc!.Value, 10);
        var bin = found.Bins[7];
        Assert.Equal(15, bin.Count);
        Assert.True(bin.IsThin);
        Assert.Equal(0.8666666667, bin.Right!.Value.Rate, 9);
        Assert.Equal(0.7730848861, bin.Shrunk!.Value, 9);
        Assert.Equal(0.747, bin.Confidence!.Value, 9);
        Assert.Empty(found.Cautions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(29)]
    public void Of_UnderThirtyOutcomes_SaysNothingButTheCounts(int count)
    {
        var found = Reliability.Of(Drawn(count));
        Assert.Equal([Caution.TooFew], found.Cautions);
        Assert.Equal((count, null, null, null), (found.Count, found.Right, found.Ece, found.Auroc));
        Assert.Equal(count, found.Bins.Sum(b => b.Count));
        Assert.All(found.Bins, b => Assert.Equal((null, null, null), (b.Confidence, b.Right, b.Shrunk)));
    }

    [Fact]
    public void Of_UnderAHundredOutcomes_RanksNothing()
    {
        var found = Reliability.Of(Drawn(99));
        Assert.Null(found.Auroc);
        Assert.NotNull(found.Ece);
        Assert.Contains(Caution.TooFewToRank, found.Cautions);
        Assert.NotNull(Reliability.Of(Drawn(100)).Auroc);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_AllOfOneKindInOneBin_WarnsInsteadOfRanking(bool right)
    {
        var found = Reliability.Of([.. Enumerable.Repeat(new Outcome(0.95, right, 1), 200)]);
        Assert.Null(found.Auroc);
        Assert.Equal(right ? [Caution.OneSided, Caution.Degenerate] : [Caution.OneSided, Caution.Degenerate, Caution.Unreliable], found.Cautions);
    }

    [Fact]
    public void Of_ConfidenceThatSaysNothing_CannotSort()
    {
        var found = Reliability.Of([.. Enumerable.Range(0, 400).Select(i => new Outcome(i / 2 % 100 / 100.0, i % 2 == 0, 1))]);
        Assert.Equal(0.5, found.Auroc!.Value, 12);
        Assert.Contains(Caution.CannotSort, found.Cautions);
        Assert.Contains(Caution.Unreliable, found.Cautions);
    }

    [Fact]
    public void Of_AnyOutcomes_KeepsItsBounds() => Prop.ForAll(Gen.ListOf(Any, 150).ToArbitrary(), outcomes =>
    {
        var found = Reliability.Of(outcomes);
        var turned = Reliability.Of([.. outcomes.Select(o => o with { Right = !o.Right })]);
        return found.Count == found.Bins.Sum(b => b.Count)
            && found.Ece is >= 0 and <= 1
            // Right and wrong exchanged: what ranked well now ranks as badly.
            && (found.Auroc is not { } rank || Math.Abs(rank + turned.Auroc!.Value - 1) < 1e-9)
            && found.Bins.All(b => b.Right is not { } share || Between(share.Rate, b.Shrunk!.Value, found.Right!.Value.Rate))
            && found.Bins.All(b => b.Confidence is not { } mean || (mean >= b.From - 1e-9 && mean <= b.To + 1e-9));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0999, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.3, 3)]
    [InlineData(0.6, 6)]
    [InlineData(0.7, 7)]
    [InlineData(0.9999, 9)]
    [InlineData(1, 9)]
    public void BinOf_Bounds_StandInTheBinTheyOpen(double confidence, int bin) => Assert.Equal(bin, Reliability.BinOf(confidence));

    [Theory]
    [InlineData(ReviewStatus.Approved, null, null, null, true)]
    [InlineData(ReviewStatus.Corrected, "buy", "late", null, true)]
    [InlineData(ReviewStatus.Corrected, "buy", "early", null, false)]
    [InlineData(ReviewStatus.Corrected, null, "late", null, false)]
    [InlineData(ReviewStatus.Rejected, null, null, "wrong_intent", false)]
    [InlineData(ReviewStatus.Rejected, null, null, "missing_context", false)]
    [InlineData(ReviewStatus.Rejected, null, null, "too_risky", null)]
    [InlineData(ReviewStatus.TakenOver, null, null, "review_taken_over", null)]
    [InlineData(ReviewStatus.Withdrawn, null, null, null, null)]
    public void IsRight_EveryRuling_SpeaksOfTheReadingOrNot(ReviewStatus outcome, string? intent, string? stage, string? reason, bool? right) =>
        Assert.Equal(right, Outcome.IsRight(new Ruling(outcome, intent, stage, Reason: reason), "buy", "late"));

    [Fact]
    public void WrongReasons_AreReasonsPeopleCanGive() => Assert.All(Outcome.WrongReasons, reason => Assert.Contains(reason, RejectReview.Reasons));

    private static bool Between(double one, double value, double other) => value >= Math.Min(one, other) - 1e-9 && value <= Math.Max(one, other) + 1e-9;

    /// <summary>The numbers of a linear congruential generator, the same that the script draws.</summary>
    private static List<Outcome> Drawn(int count)
    {
        var state = 12345L;
        long Next() => (state = (1103515245 * state + 12345) % (1L << 31)) >> 8;
        var outcomes = new List<Outcome>();
        for (var i = 0; i < count; i++)
        {
            var confidence = Next() % 1001 / 1000.0;
            outcomes.Add(new Outcome(confidence, Next() % 1000 / 1000.0 < 0.2 + 0.7 * confidence, confidence < 0.55 ? 1 : 0.25));
        }
        return outcomes;
    }
}
