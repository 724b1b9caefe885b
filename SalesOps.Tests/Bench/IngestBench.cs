using SalesOps.Tests.Bench.Http;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How many durable messages a second the console takes through its API, beside what bare SQLite would take on the same machine in the same minute.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*IngestBench*"</c>.
/// SALESOPS_BENCH_MESSAGES and SALESOPS_BENCH_CONNECTIONS change its size.
/// </summary>
[Collection(Serially.Name)]
public sealed class IngestBench(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Ingest_NewAndReturningCustomers()
    {
        var ct = TestContext.Current.CancellationToken;
        var report = new BenchReport(output);
        var messages = BenchReport.Setting("SALESOPS_BENCH_MESSAGES", 30_000);
        var connections = BenchReport.Setting("SALESOPS_BENCH_CONNECTIONS", 64);
        await SqliteFloor.RunAsync(messages / 15, connections, folder => new SmallRows(folder), ct);
        var floor = await SqliteFloor.RunAsync(messages, connections, folder => new SmallRows(folder), ct);
        report.Line($"floor:      {floor}");
        var same = await SqliteFloor.RunAsync(messages, connections, folder => new SameRows(folder, messages), ct);
        report.Line($"same rows:  {same}");

        using var store = await BenchStore.MakeAsync();
        await using var console = await ConsoleProcess.StartAsync(ct, store.Folder);
        report.Line($"console:    {console}; {Environment.ProcessorCount} cores, {connections} connections, generator on the same machine");
        var load = new HttpLoad(console.Messages, console.ApiKey, connections);
        var warmUp = BenchMessages.HalfNewHalfReturning("warm", Math.Max(connections, messages / 6));
        report.Line($"warm-up:    {await load.RunAsync(warmUp.Length, i => warmUp[i], ct)}");

        // Compiled for good in the background.
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var bodies = BenchMessages.HalfNewHalfReturning("run", messages);
        using var counters = new HttpConnection(new Uri(console.Address, "/api/v1/counters"), console.ApiKey);
        var customers = (await counters.GetAsync(ct)).Number("\"customers\""u8);
        var (cpu, own) = (console.Probe.CpuMs(), Environment.CpuUsage.TotalTime);
        var fresh = await load.RunAsync(messages / 2, i => bodies[i], ct);
        var returning = await load.RunAsync(messages - messages / 2, i => bodies[i], ct, first: messages / 2);
        (cpu, own) = (console.Probe.CpuMs() - cpu, Environment.CpuUsage.TotalTime - own);
        var all = new LoadResult(fresh.Elapsed + returning.Elapsed);
        all.Add(fresh);
        all.Add(returning);
        report.Line($"new:        {fresh}");
        report.Line($"returning:  {returning}");
        report.Line($"both:       {all}");
        report.Line($"server:     {cpu * 1000 / messages:0} us of CPU a message, RSS {console.Probe.RssKb() / 1024:0} MB, highest {console.Probe.PeakRssKb() / 1024:0} MB");
        report.Line($"generator:  {own.TotalMicroseconds / messages:0} us of CPU a message");
        customers = (await counters.GetAsync(ct)).Number("\"customers\""u8) - customers;
        report.Line($"counted:    {customers:N0} new customers, {messages / 2:N0} expected");
        report.Line($"ratio:      {all.Rate / floor.Rate:0.00} of the floor's rate, {all.Rate / same.Rate:0.00} of the same rows'");
        Assert.Empty(all.Errors);
        Assert.Equal(messages, all.Accepted);
        Assert.Equal(messages / 2, customers);
    }
}
