using System.Diagnostics.Metrics;

namespace SalesOps.Console.Live;

/// <summary>What the live part tells of itself: open circuits, how long a change waits until a page has drawn its numbers, in ms, and counters that are wrong.</summary>
public sealed class LiveMeter : IDisposable
{
    public const string Name = "SalesOps.Live";

    private readonly Meter _meter = new(Name);

    public LiveMeter()
    {
        Circuits = _meter.CreateUpDownCounter<int>("salesops.live.circuits", "{circuit}", "Open circuits");
        FanOut = _meter.CreateHistogram<double>("salesops.live.fan_out", "ms", "From a commit until the numbers of a page were drawn");
        _meter.CreateObservableGauge("salesops.counters.wrong", () => WrongCounters, "{counter}", "Counters that differ from their rows");
    }

    public UpDownCounter<int> Circuits { get; }
    public Histogram<double> FanOut { get; }
    /// <summary>How many numbers differed from their rows when they were last compared.</summary>
    public int WrongCounters { get; set; }

    public void Dispose() => _meter.Dispose();
}
