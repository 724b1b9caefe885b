namespace SalesOps.Tests.Bench;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_OfSmallValues_IsExact()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100; i++) histogram.RecordMicroseconds(i);
        Assert.Equal(0.050, histogram.Percentile(50));
        Assert.Equal(0.095, histogram.Percentile(95));
        Assert.Equal(0.099, histogram.Percentile(99));
        Assert.Equal(0.100, histogram.Percentile(100));
        Assert.Equal(0.100, histogram.Max);
        Assert.Equal(100, histogram.Count);
    }

    [Fact]
    public void Percentile_OfAnyValues_IsWithinOnePercentOfTheSortedOnes()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).Order().ToArray();
        var histogram = new LatencyHistogram();
        foreach (var value in values) histogram.RecordMicroseconds(value);
        foreach (var percent in new[] { 0.1, 10, 50, 90, 95, 99, 99.9 })
        {
            var exact = values[(int)Math.Ceiling(percent / 100 * values.Length) - 1] / 1000.0;
            Assert.InRange(histogram.Percentile(percent), exact, exact * 1.01);
        }
        Assert.Equal(values[^1] / 1000.0, histogram.Max);
    }

    [Fact]
    public void Percentile_AtTheEdges_IsThere()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(0, histogram.Percentile(99));
        histogram.RecordMicroseconds(-5);
        Assert.Equal(0, histogram.Percentile(99));
        histogram.RecordMicroseconds(long.MaxValue);
        Assert.Equal(long.MaxValue / 1000.0, histogram.Percentile(99));
    }

    [Fact]
    public void Add_TwoHistograms_CountsBoth()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        one.RecordMicroseconds(10);
        other.RecordMicroseconds(30);
        one.Add(other);
        Assert.Equal((2, 0.010, 0.030), (one.Count, one.Percentile(50), one.Percentile(100)));
    }
}
