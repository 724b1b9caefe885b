using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Learning;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Tests.Model.Learning;

public sealed class ProportionTests
{
    // The first four: Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    // All: the definition |p - rate| = z·sqrt(p(1-p)/n) solved by bisection in Python.
    [Theory]
    [InlineData(81, 263, 0.2552885199, 0.3662095770)]
    [InlineData(15, 148, 0.0623863995, 0.1604872417)]
    [InlineData(0, 20, 0, 0.1611251581)]
    [InlineData(1, 29, 0.0061132143, 0.1717552188)]
    [InlineData(29, 30, 0.8332960901, 0.9940914096)]
    [InlineData(7, 10, 0.3967781475, 0.8922087326)]
    [InlineData(500, 1000, 0.4690696004, 0.5309303996)]
    public void Wilson_PublishedExamples_AreTheirIntervals(int right, int count, double low, double high)
    {
        var found = Proportion.Wilson(right / (double)count, count);
        Assert.Equal(low, found.Low, 1e-9);
        Assert.Equal(high, found.High, 1e-9);
    }

    [Fact]
    public void Wilson_AnyShare_HoldsItAndNarrowsWithTheCount() => Prop.ForAll((
        from count in Gen.Choose(1, 5000)
        from right in Gen.Choose(0, count)
        select (right, count)).ToArbitrary(), at =>
    {
        var rate = at.right / (double)at.count;
        var (once, tenfold) = (Proportion.Wilson(rate, at.count), Proportion.Wilson(rate, 10.0 * at.count));
        return 0 <= once.Low && once.Low <= rate && rate <= once.High && once.High <= 1
            && tenfold.High - tenfold.Low < once.High - once.Low
            && Math.Abs(once.Complement.Low - Proportion.Wilson(1 - rate, at.count).Low) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-0.01, 5)]
    [InlineData(1.01, 5)]
    [InlineData(double.NaN, 5)]
    [InlineData(0.5, 0)]
    [InlineData(0.5, double.NaN)]
    [InlineData(0.5, double.PositiveInfinity)]
    public void Wilson_NumberOutOfRange_Throws(double rate, double count) => Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(rate, count));

    [Theory]
    [InlineData(30, 0.5)]
    [InlineData(30, 0.9)]
    [InlineData(100, 0.97)]
    [InlineData(400, 0.8)]
    public void Wilson_SimulatedSamples_CoverTheTruthAsOftenAsPromised(int count, double truth)
    {
        var random = new Random(20260603);
        var covered = Covered(() =>
        {
            var outcomes = new WeightedCount();
            for (var i = 0; i < count; i++) outcomes.Add(new Outcome(0.5, random.NextDouble() < truth, 1));
            return outcomes;
        }, truth);
        Assert.InRange(covered, 0.93, 0.98);
    }

    // What waited for a person is all there, of what passed a lot-drawn tenth or third: the shares of right ones differ between the two.
    [Theory]
    [InlineData(600, 0.70, 2000, 0.95, 0.10)]
    [InlineData(100, 0.60, 3000, 0.90, 0.05)]
    [InlineData(800, 0.85, 900, 0.85, 0.33)]
    public void Share_SampledByLot_CoversTheShareOfAllReadings(int waited, double rightWaited, int passed, double rightPassed, double probability)
    {
        var random = new Random(20260604);
        var truth = (waited * rightWaited + passed * rightPassed) / (waited + passed);
        var covered = Covered(() =>
        {
            var outcomes = new WeightedCount();
            for (var i = 0; i < waited; i++) outcomes.Add(new Outcome(0.4, random.NextDouble() < rightWaited, 1));
            for (var i = 0; i < passed; i++)
                if (random.NextDouble() < probability) outcomes.Add(new Outcome(0.8, random.NextDouble() < rightPassed, probability));
            return outcomes;
        }, truth);
        Assert.InRange(covered, 0.93, 1);
    }

    private static double Covered(Func<WeightedCount> sample, double truth)
    {
        const int rounds = 4000;
        var covered = 0;
        for (var round = 0; round < rounds; round++)
            if (sample().Share is { } share && share.Low <= truth && truth <= share.High) covered++;
        return covered / (double)rounds;
    }
}
