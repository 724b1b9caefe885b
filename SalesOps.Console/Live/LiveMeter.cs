using System.Diagnostics.Metrics;

namespace SalesOps.Console.Live;

/// <summary>What the live part tells of itself: open circuits, and how long a change waits until every circuit is told, in ms.</summary>
public sealed class LiveMeter : IDisposable
{
    public const string Name = "SalesOps.Live";

    private readonly Meter _meter = new(Name);

    public LiveMeter()
    {
        Circuits = _meter.CreateUpDownCounter<int>("salesops.live.circuits", "{circuit}", "Open circuits");
        FanOut = _meter.CreateHistogram<double>("salesops.live.fan_out", "ms", "From a commit until every circuit of a core was told");
    }

    public UpDownCounter<int> Circuits { get; }
    public Histogram<double> FanOut { get; }

    public void Dispose() => _meter.Dispose();
}
