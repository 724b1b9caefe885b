using System.Diagnostics.Metrics;

namespace SalesOps.Domain.Store.Lane;

/// <summary>What the lane tells of itself: batch size, commit time in ms, commands waiting.</summary>
internal sealed class LaneMeter : IDisposable
{
    public const string Name = "SalesOps.Store";

    private readonly Meter _meter = new(Name);
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;

    public LaneMeter(Func<int> waiting)
    {
        _batch = _meter.CreateHistogram<int>("salesops.lane.batch", "{command}", "Commands in one commit");
        _commit = _meter.CreateHistogram<double>("salesops.lane.commit", "ms", "Time from taking a batch to its commit");
        _meter.CreateObservableGauge("salesops.lane.waiting", waiting, "{command}", "Commands waiting for the lane");
    }

    public void Batch(int size, TimeSpan took)
    {
        _batch.Record(size);
        _commit.Record(took.TotalMilliseconds);
    }

    public void Dispose() => _meter.Dispose();
}
