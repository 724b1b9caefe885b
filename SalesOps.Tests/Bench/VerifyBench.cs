using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SalesOps.Console.Api;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How long a million audit entries take to verify, beside what reading and hashing the same bytes costs at least.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*VerifyBench*"</c>;
/// SALESOPS_BENCH_ENTRIES sets another size, SALESOPS_BENCH_STORE a folder in which the store is kept for the next run.
/// </summary>
[Collection(Serially.Name)]
public sealed class VerifyBench(ITestOutputHelper output)
{
    private const int AtOnce = 256;

    [Fact(Explicit = true)]
    public async Task Verify_AMillionEntries()
    {
        var report = new BenchReport(output);
        var entries = BenchReport.Setting("SALESOPS_BENCH_ENTRIES", 1_000_000);
        var kept = Environment.GetEnvironmentVariable("SALESOPS_BENCH_STORE");
        var folder = kept ?? Directory.CreateTempSubdirectory("salesops-verify-").FullName;
        try
        {
            var files = new StoreFiles(folder);
            if (!File.Exists(files.Database)) await FillAsync(folder, entries);
            Floor(files); // Brings the file into the page cache.
            for (var i = 0; i < 3; i++)
            {
                var (begun, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
                var (bytes, rows) = Floor(files);
                var (floor, floorOfCores) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - begun);
                (begun, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
                var verdict = StoreVerifier.Verify(files);
                var (all, allOfCores) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - begun);
                Assert.True(verdict.IsSound, verdict.Text);
                report.Line($"{rows} entries, {bytes / 1e6:0} MB: bare scan and SHA-256 {floor.TotalSeconds:0.00} s (processor {floorOfCores.TotalSeconds:0.00} s); verified, with every table and counter {all.TotalSeconds:0.00} s (processor {allOfCores.TotalSeconds:0.00} s)");
            }
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One core reads the rows' bytes and hashes them, and does nothing else.</summary>
    private static (long Bytes, long Rows) Floor(StoreFiles files)
    {
        using var connection = files.OpenReader();
        using var rows = new SqliteRows(connection, "SELECT Action, ObjectType, ObjectId, ActorKind, OperationId, Changes, Sealed, SealedHash, Hash FROM AuditEntries ORDER BY Sequence");
        var (bytes, count) = (0L, 0L);
        Span<byte> hash = stackalloc byte[32];
        while (rows.Read())
        {
            count++;
            for (var i = 0; i < 9; i++) bytes += rows[i].Bytes.Length;
            SHA256.HashData(rows[5].Bytes, hash);
            SHA256.HashData(rows[6].Bytes, hash);
        }
        return (bytes, count);
    }

    private static async Task FillAsync(string folder, int entries)
    {
        await using var console = new TestConsole(folder, keep: true, asServed: true);
        await BenchStore.FillAsync(console);
        const int Most = 100_000;
        for (var run = 0; console.Lane.Last.Counters.Sequence < entries; run++)
        {
            var bodies = BenchMessages.HalfNewHalfReturning($"verify{run}", (int)Math.Min(Most, entries - console.Lane.Last.Counters.Sequence));
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref next) is var i && i < bodies.Length)
                    Assert.True((await console.SendAsync(MessageJson.Read(new System.Buffers.ReadOnlySequence<byte>(bodies[i])).Value, Caller.Runtime)).Succeeded);
            })));
        }
    }
}
