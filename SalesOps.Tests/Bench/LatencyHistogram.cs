using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace SalesOps.Tests.Bench;

/// <summary>
/// Counts latencies in buckets that grow with the value: exact to the microsecond below 256 µs, within 0.8 % above.
/// Not safe for several threads: give each its own and <see cref="Add"/> them up.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int Sub = 1 << SubBits;
    private readonly long[] _counts = new long[Sub * (64 - SubBits + 1)];
    private long _max;

    /// <summary>How many latencies were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest latency in milliseconds, exact.</summary>
    public double Max => _max / 1000.0;

    /// <summary>Records the time between two <see cref="Stopwatch"/> timestamps; a negative time counts as none.</summary>
    public void Record(long start, long end) => RecordMicroseconds((long)(Stopwatch.GetElapsedTime(start, end).Ticks / 10.0));

    /// <summary>Records a latency in microseconds.</summary>
    public void RecordMicroseconds(long value)
    {
        value = Math.Max(value, 0);
        _counts[Bucket(value)]++;
        _max = Math.Max(_max, value);
        Count++;
    }

    /// <summary>Takes over everything <paramref name="other"/> recorded.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _max = Math.Max(_max, other._max);
        Count += other.Count;
    }

    /// <summary>The smallest recorded latency, in milliseconds, that <paramref name="percent"/> of all do not exceed; 0 when there is none.</summary>
    public double Percentile(double percent)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return Math.Min(Highest(i), _max) / 1000.0;
        }
        return 0;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Percentile(50):0.00} ms, p95 {Percentile(95):0.00} ms, p99 {Percentile(99):0.00} ms, max {Max:0.00} ms (n = {Count:N0})");

    private static int Bucket(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return shift * Sub + (int)(value >> shift);
    }

    private static long Highest(int bucket)
    {
        var shift = Math.Max(0, bucket / Sub - 1);
        return ((bucket - (long)shift * Sub + 1) << shift) - 1;
    }
}
