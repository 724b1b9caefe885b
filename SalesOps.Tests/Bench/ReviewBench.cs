using System.Diagnostics;
using System.Globalization;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// A long queue: opening it, filtering it, and deciding its first case, in process.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*ReviewBench*"</c>.
/// </summary>
[Collection(Serially.Name)]
public sealed class ReviewBench(ITestOutputHelper output)
{
    private const int AtOnce = 64;
    private const int Rounds = 200;
    /// <summary>The first ones also compile what they run.</summary>
    private const int Uncounted = 20;

    [Fact(Explicit = true)]
    public async Task Queue_OfTwentyThousand()
    {
        var report = new BenchReport(output);
        var waiting = BenchReport.Setting("SALESOPS_BENCH_REVIEWS", 20_000);
        await using var console = new TestConsole(asServed: true);
        await BenchStore.FillAsync(console);
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= waiting)
                await console.SendAsync(new ReceiveMessage.Command((Channel)(i % 3), $"c{i}", $"m{i}", "Bên mình có đáng tin không?", $"Khách {i}", null,
                    new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.61, i % 10 == 0 ? ["scam_suspicion"] : [], "runtime-1")), Caller.Runtime);
        })));
        var supervisor = console.Supervisor();
        Task<Result<Page<ListReviews.Row>>> ListAsync(params (string, string)[] filters) => console.SendAsync(new ListReviews.Query(
            new GridRequest(Take: 100, Filters: filters.ToDictionary(f => f.Item1, f => f.Item2))), supervisor);

        report.Line($"{console[Counters.UnderstandingReviews]} waiting; p50, p95 and worst of {Rounds}, each after a commit");
        foreach (var (name, filters) in new (string, (string, string)[])[]
        {
            ("open", []), ("language", [("language", "vi")]), ("intent", [("intent", "ask_trust")]), ("channel", [("channel", "zalo")]),
            ("risk", [("risk", "any")]), ("late", [("dueBefore", "2020-01-01T00:00:00Z")]), ("agent", [("agent", Guid.NewGuid().ToString())]),
        })
            report.Line($"{name,-9} {await MeasureAsync(console, async () => Assert.True((await ListAsync(filters)).Succeeded))}");
        report.Line($"{"advance",-9} {await MeasureAsync(console, async () =>
        {
            var first = (await ListAsync()).Value.Rows[0];
            var seen = (await console.SendAsync(new GetReviewCase.Query(first.Id), supervisor)).Value;
            Assert.True((await console.ApproveAsync(seen)).Succeeded);
            var then = (await ListAsync()).Value.Rows[0];
            Assert.True((await console.SendAsync(new GetReviewCase.Query(then.Id), supervisor)).Succeeded);
        })}");
    }

    private static async Task<string> MeasureAsync(TestConsole console, Func<Task> work)
    {
        var times = new List<double>();
        for (var i = -Uncounted; i < Rounds; i++)
        {
            // A commit, so that no answer is shared with the round before.
            await console.Lane.AddPersonAsync($"{Guid.NewGuid()}@example.com");
            var started = Stopwatch.GetTimestamp();
            await work();
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{times[Rounds / 2]:0.0} ms, {times[Rounds * 95 / 100]:0.0} ms, {times[^1]:0.0} ms");
    }
}
