using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Rows;
using SalesOps.Tests.Bench.Http;

namespace SalesOps.Tests.Bench;

/// <summary>
/// The least a durable message can cost: prepared statements, WAL, synchronous=FULL; producers hand messages to one writer that commits
/// whatever has gathered. No HTTP, no JSON, no rules. Of two kinds of rows: <see cref="SmallRows"/> and <see cref="SameRows"/>.
/// </summary>
public static class SqliteFloor
{
    private const int LargestBatch = 512;

    /// <summary>Writes <paramref name="messages"/> messages of <paramref name="producers"/> producers, each of which waits for its commit.</summary>
    /// <param name="open">Makes a store in a folder.</param>
    public static async Task<LoadResult> RunAsync(int messages, int producers, Func<string, IFloorRows> open, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("salesops-floor-");
        try
        {
            var channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(8192) { SingleReader = true });
            var writer = Task.Factory.StartNew(() => Write(() => open(folder.FullName), channel.Reader), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var next = -1;
            var start = Stopwatch.GetTimestamp();
            var lanes = await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(
                async () =>
                {
                    var lane = new LoadResult(TimeSpan.Zero);
                    while (Interlocked.Increment(ref next) is var id && id < messages)
                    {
                        var sent = Stopwatch.GetTimestamp();
                        var entry = new Entry(id, new(TaskCreationOptions.RunContinuationsAsynchronously));
                        await channel.Writer.WriteAsync(entry, ct);
                        await entry.Done.Task;
                        lane.Count(200, sent, Stopwatch.GetTimestamp());
                    }
                    return lane;
                },
                ct)));
            var total = new LoadResult(Stopwatch.GetElapsedTime(start));
            foreach (var lane in lanes) total.Add(lane);
            channel.Writer.Complete();
            await writer;
            return total;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(Func<IFloorRows> open, ChannelReader<Entry> queue)
    {
        using var rows = open();
        var batch = new List<Entry>(LargestBatch);
        while (Wait(queue))
        {
            while (batch.Count < LargestBatch && queue.TryRead(out var entry)) batch.Add(entry);
            rows.Connection.Execute("BEGIN IMMEDIATE");
            foreach (var entry in batch) rows.Write(entry.Id);
            rows.Connection.Execute("COMMIT");
            foreach (var entry in batch) entry.Done.SetResult();
            batch.Clear();
        }
    }

    // The writer is a thread of its own that owns the connection: it may block.
    private static bool Wait(ChannelReader<Entry> queue) => queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private sealed record Entry(int Id, TaskCompletionSource Done);
}

/// <summary>What a floor writes for one message.</summary>
public interface IFloorRows : IDisposable
{
    SqliteConnection Connection { get; }

    void Write(int message);
}
