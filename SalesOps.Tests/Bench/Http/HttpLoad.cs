using System.Diagnostics;
using System.Globalization;

namespace SalesOps.Tests.Bench.Http;

/// <summary>
/// A closed-loop load generator: each of its connections posts one body, waits for the answer and posts the next.
/// It shares the machine with the server it measures, so it does as little as it can.
/// </summary>
public sealed class HttpLoad(Uri address, string? bearer = null, int connections = 64)
{
    private int _next;

    /// <summary>Posts <paramref name="messages"/> bodies, numbered from <paramref name="first"/>.</summary>
    public Task<LoadResult> RunAsync(int messages, Func<int, ReadOnlyMemory<byte>> body, CancellationToken ct, int first = 0) =>
        RunAsync(first, first + messages, Timeout.InfiniteTimeSpan, body, ct);

    /// <summary>Posts bodies, numbered from 0, until <paramref name="duration"/> is over; requests under way are finished and counted.</summary>
    public Task<LoadResult> RunAsync(TimeSpan duration, Func<int, ReadOnlyMemory<byte>> body, CancellationToken ct) =>
        RunAsync(0, int.MaxValue, duration, body, ct);

    private async Task<LoadResult> RunAsync(int first, int end, TimeSpan duration, Func<int, ReadOnlyMemory<byte>> body, CancellationToken ct)
    {
        _next = first - 1;
        var start = Stopwatch.GetTimestamp();
        var deadline = duration == Timeout.InfiniteTimeSpan ? long.MaxValue : start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var lanes = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => LaneAsync(end, deadline, body, ct), ct)));
        var total = new LoadResult(Stopwatch.GetElapsedTime(start));
        foreach (var lane in lanes) total.Add(lane);
        return total;
    }

    private async Task<LoadResult> LaneAsync(int end, long deadline, Func<int, ReadOnlyMemory<byte>> body, CancellationToken ct)
    {
        var result = new LoadResult(TimeSpan.Zero);
        using var connection = new HttpConnection(address, bearer);
        while (Stopwatch.GetTimestamp() < deadline && Interlocked.Increment(ref _next) is var index && index < end)
        {
            var sent = Stopwatch.GetTimestamp();
            try
            {
                var answer = await connection.PostAsync(body(index), ct);
                result.Count(answer.Status, sent, Stopwatch.GetTimestamp());
            }
            catch (IOException)
            {
                result.Count(0, sent, sent);
            }
        }
        return result;
    }
}

/// <summary>What a load run came to. Latencies are those of accepted (2xx) requests; status 0 is a broken connection.</summary>
public sealed class LoadResult(TimeSpan elapsed)
{
    /// <summary>Wall time of the whole run.</summary>
    public TimeSpan Elapsed { get; } = elapsed;

    /// <summary>Latencies of the accepted requests.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>How often each status other than 2xx came.</summary>
    public SortedDictionary<int, long> Errors { get; } = [];

    /// <summary>Accepted requests.</summary>
    public long Accepted => Latency.Count;

    /// <summary>Accepted requests a second.</summary>
    public double Rate => Accepted / Elapsed.TotalSeconds;

    /// <inheritdoc />
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Accepted:N0} accepted in {Elapsed.TotalSeconds:0.00} s = {Rate:N0}/s; {Latency}; {ErrorText()}");

    internal void Count(int status, long sent, long answered)
    {
        if (status is >= 200 and < 300) Latency.Record(sent, answered);
        else Errors[status] = Errors.GetValueOrDefault(status) + 1;
    }

    internal void Add(LoadResult lane)
    {
        Latency.Add(lane.Latency);
        foreach (var (status, count) in lane.Errors) Errors[status] = Errors.GetValueOrDefault(status) + count;
    }

    private string ErrorText() => Errors.Count == 0 ? "no errors" : "errors: " + string.Join(", ", Errors.Select(e => $"{e.Key} × {e.Value}"));
}
