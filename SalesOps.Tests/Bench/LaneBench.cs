using System.Diagnostics;
using SalesOps.Console.Api;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// What one message costs from parsed bytes to its commit, without HTTP, beside bare SQLite.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*LaneBench*"</c>.
/// </summary>
[Collection(Serially.Name)]
public sealed class LaneBench(ITestOutputHelper output)
{
    private const int AtOnce = 64;

    [Fact(Explicit = true)]
    public async Task Lane_NewAndReturningCustomers()
    {
        var ct = TestContext.Current.CancellationToken;
        var report = new BenchReport(output);
        var messages = BenchReport.Setting("SALESOPS_BENCH_MESSAGES", 20_000);
        await using var console = new TestConsole(asServed: true);
        await BenchStore.FillAsync(console);
        await RunAsync(console, BenchMessages.HalfNewHalfReturning("warm", messages / 4), 0, messages / 4);
        report.Line($"floor:     {await SqliteFloor.RunAsync(messages, AtOnce, folder => new SmallRows(folder), ct)}");
        report.Line($"same rows: {await SqliteFloor.RunAsync(messages, AtOnce, folder => new SameRows(folder, messages), ct)}");
        var bodies = BenchMessages.HalfNewHalfReturning("run", messages);
        report.Line($"new:       {await RunAsync(console, bodies, 0, messages / 2)}");
        report.Line($"returning: {await RunAsync(console, bodies, messages / 2, messages)}");
    }

    /// <summary>Nine agents that hold ever more, without caps and with one of each channel.</summary>
    [Fact(Explicit = true)]
    public async Task Lane_NewCustomers_OfAgentsWithCaps()
    {
        var report = new BenchReport(output);
        var messages = BenchReport.Setting("SALESOPS_BENCH_MESSAGES", 20_000);
        foreach (var caps in (int?[])[null, AiAgent.MostCapacity])
        {
            await using var console = new TestConsole(asServed: true);
            await BenchStore.FillAsync(console, caps);
            var bodies = BenchMessages.HalfNewHalfReturning("run", messages * 2);
            await RunAsync(console, bodies, 0, messages / 4);
            report.Line($"{(caps is null ? "no caps:" : "capped: ")} {await RunAsync(console, bodies, messages / 4, messages)}");
        }
    }

    private static async Task<string> RunAsync(TestConsole console, ReadOnlyMemory<byte>[] bodies, int from, int to)
    {
        var next = from - 1;
        var (cpu, allocated, started) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < to)
            {
                var command = MessageJson.Read(new System.Buffers.ReadOnlySequence<byte>(bodies[i]));
                Assert.True((await console.SendAsync(command.Value, Caller.Runtime)).Succeeded);
            }
        })));
        var (count, elapsed) = (to - from, Stopwatch.GetElapsedTime(started));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count / elapsed.TotalSeconds:0}/s, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count:0} us of CPU and {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / count:0.0} KB a message");
    }
}
