using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Learning;
using Outcome = SalesOps.Domain.Model.Learning.Outcome;

namespace SalesOps.Tests.Model.Learning;

public sealed class ForecastTests
{
    private static readonly ReadingCount[] Week =
        [new(30, 70, false), new(30, 14, true), new(56, 140, false), new(80, 350, false), new(90, 21, true), new(100, 70, false)];

    [Theory]
    // Forced 35, waiting 70 and a tenth of 560; then the 140 more; then nothing passes; then nothing waits but what is forced.
    [InlineData(55, (35 + 70 + 56) / 7.0, 80)]
    [InlineData(56, (35 + 70 + 56) / 7.0, 80)]
    [InlineData(57, (35 + 210 + 42) / 7.0, 60)]
    [InlineData(100, (35 + 560 + 7) / 7.0, 10)]
    [InlineData(0, (35 + 63) / 7.0, 90)]
    public void At_Thresholds_CountWhatWaitsAndPasses(int hundredths, double reviews, double passes)
    {
        var found = Forecast.At(hundredths, Week, [], 7, 0.1);
        Assert.Equal(reviews, found.ReviewsADay, 9);
        Assert.Equal(passes, found.PassesADay, 9);
    }

    [Fact]
    public void At_TooFewOutcomesAbove_RefusesAndSaysHowManyAreMissing()
    {
        var outcomes = Enumerable.Repeat(new Outcome(0.8, true, 0.1), 12).Concat(Enumerable.Repeat(new Outcome(0.4, false, 1), 500));
        var found = Forecast.At(55, Week, outcomes, 7, 0.1);
        Assert.Equal((null, null, 18, 12), (found.WrongShare, found.WrongADay, found.Missing, found.Judged));
        // Below the old threshold everybody was looked at: there the outcomes carry it, by their weight.
        var lower = Forecast.At(35, Week, outcomes, 7, 0.1);
        Assert.Equal(0, lower.Missing);
        Assert.Equal(500 / (500 + 120.0), lower.WrongShare!.Value.Rate, 9);
    }

    [Fact]
    public void At_EnoughOutcomes_SaysWrongOnesADayWithTheInterval()
    {
        var outcomes = Enumerable.Range(0, 200).Select(i => new Outcome(0.8, i % 20 != 0, 0.1));
        var found = Forecast.At(55, Week, outcomes, 7, 0.1);
        var wilson = Proportion.Wilson(0.05, 200);
        var (expected, low, high) = found.WrongADay!.Value;
        Assert.Equal(0.05 * 80, expected, 1e-9);
        Assert.Equal(wilson.Low * 80, low, 1e-9);
        Assert.Equal(wilson.High * 80, high, 1e-9);
    }

    [Fact]
    public void At_HigherThreshold_NeverAsksForLessWork() => Prop.ForAll((
        from low in Gen.Choose(0, 100)
        from high in Gen.Choose(low, 100)
        from share in Gen.Choose(0, 10).Select(n => n / 10.0)
        select (low, high, share)).ToArbitrary(), at =>
    {
        var (lower, higher) = (Forecast.At(at.low, Week, [], 7, at.share), Forecast.At(at.high, Week, [], 7, at.share));
        return lower.ReviewsADay <= higher.ReviewsADay + 1e-9 && lower.PassesADay >= higher.PassesADay;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-1, 7, 0.1)]
    [InlineData(101, 7, 0.1)]
    [InlineData(55, 0, 0.1)]
    [InlineData(55, 7, 1.1)]
    public void At_NumberOutOfRange_Throws(int hundredths, double days, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecast.At(hundredths, Week, [], days, share));
}
