using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SalesOps.Tests.Bench.Http;

namespace SalesOps.Tests.Bench;

/// <summary>
/// The least a durable message can cost: eight small rows into eight tables with a unique index each, prepared, WAL, synchronous=FULL;
/// producers hand messages to one writer that commits whatever has gathered. No HTTP, no JSON, no rules.
/// </summary>
public static class SqliteFloor
{
    private const int Tables = 8;
    private const int LargestBatch = 512;

    /// <summary>Writes <paramref name="messages"/> messages of <paramref name="producers"/> producers, each of which waits for its commit.</summary>
    public static async Task<LoadResult> RunAsync(int messages, int producers, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("salesops-floor-");
        try
        {
            var channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(8192) { SingleReader = true });
            var path = Path.Combine(folder.FullName, "floor.db");
            var writer = Task.Factory.StartNew(() => Write(path, channel.Reader), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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

    private static void Write(string path, ChannelReader<Entry> queue)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;");
        var inserts = Enumerable.Range(0, Tables).Select(table => Prepare(connection, table)).ToArray();
        var batch = new List<Entry>(LargestBatch);
        while (Wait(queue))
        {
            while (batch.Count < LargestBatch && queue.TryRead(out var entry)) batch.Add(entry);
            Run(connection, "BEGIN IMMEDIATE");
            foreach (var entry in batch)
            {
                for (var table = 0; table < Tables; table++)
                {
                    var parameters = inserts[table].Parameters;
                    parameters[0].Value = $"m-{entry.Id}";
                    parameters[1].Value = (long)entry.Id;
                    parameters[2].Value = "Tôi muốn nạp tiền vào tài khoản, làm thế nào ạ?";
                    inserts[table].ExecuteNonQuery();
                }
            }
            Run(connection, "COMMIT");
            foreach (var entry in batch) entry.Done.SetResult();
            batch.Clear();
        }
        foreach (var insert in inserts) insert.Dispose();
    }

    // The writer is a thread of its own that owns the connection: it may block.
    private static bool Wait(ChannelReader<Entry> queue) => queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private static SqliteCommand Prepare(SqliteConnection connection, int table)
    {
        Run(connection, $"CREATE TABLE t{table} (id INTEGER PRIMARY KEY, key TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL); CREATE UNIQUE INDEX u{table} ON t{table} (key)");
        var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO t{table} (key, number, text) VALUES ($key, $number, $text)";
        foreach (var name in new[] { "$key", "$number", "$text" }) insert.Parameters.Add(new SqliteParameter(name, null));
        return insert;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Entry(int Id, TaskCompletionSource Done);
}
