using System.Diagnostics;
using SalesOps.Tests.Bench.Http;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How soon a message that was committed stands on every open page, and what an open page costs the server.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*LiveBench*"</c>.
/// SALESOPS_BENCH_SESSIONS, SALESOPS_BENCH_RATE and SALESOPS_BENCH_SECONDS change its size.
/// The page must send its last sequence number as one text node, "#184 203".
/// </summary>
[Collection(Serially.Name)]
public sealed class LiveBench(ITestOutputHelper output)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private readonly BenchReport _report = new(output);
    private readonly int _sessions = BenchReport.Setting("SALESOPS_BENCH_SESSIONS", 200);
    private readonly int _rate = BenchReport.Setting("SALESOPS_BENCH_RATE", 20);
    private readonly TimeSpan _duration = TimeSpan.FromSeconds(BenchReport.Setting("SALESOPS_BENCH_SECONDS", 30));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Live_MessagesReachEverySession()
    {
        await using var console = await ConsoleProcess.StartAsync(Ct);
        await using var live = new LiveSessions();
        _report.Line($"console:    {console}; {Environment.ProcessorCount} cores, clients on the same machine");
        await live.SignInAsync(console, Ct);
        using var posts = new PacedPosts(console, "live", _rate);
        var cpuPerPost = await WarmUpAsync(console, live, posts);
        await OpenAsync(console.Probe, live);
        await PostAsync(console, live, posts, cpuPerPost);
        await RoundTripsAsync(console);
        await WholeAsync(console.Probe, live);
        await PostAsync(console, live, posts, cpuPerPost);
        var bytes = (int)(live.BatchBytes / Math.Max(live.Batches, 1));
        await live.CloseAsync();
        await Task.Delay(Settle, Ct);
        _report.Line($"closed:     live {(await console.Probe.CollectAsync(Ct)).LiveKb / 1024:0.0} MB, RSS {console.Probe.RssKb() / 1024:0.0} MB");
        var floor = await SocketFloor.RunAsync(_sessions, _rate, TimeSpan.FromSeconds(10), bytes, Ct);
        _report.Line($"floor:      bare sockets in this process, {_sessions} x {_rate}/s of {bytes} B: {floor}");
    }

    // Code is compiled (in the background, for half a minute of posts) and caches are filled before anything is counted; without a page open, posts cost what ingest alone costs.
    private async Task<double> WarmUpAsync(ConsoleProcess console, LiveSessions live, PacedPosts posts)
    {
        await live.OpenAsync(150, Ct);
        await live.OpenSectionsAsync(LiveSessions.All, Ct);
        var last = (await posts.RunAsync(TimeSpan.FromSeconds(30), Ct))[^1];
        await Task.Delay(Settle, Ct);
        live.Recognize(last.Sequence);
        _report.Line($"number:     {(live.Hash ? "one text node with '#'" : "a text node of digits; other numbers may be taken for it")}");
        await live.CloseAsync();
        await Task.Delay(Settle, Ct);
        var cpu = console.Probe.CpuMs();
        var alone = await posts.RunAsync(TimeSpan.FromSeconds(5), Ct);
        return (console.Probe.CpuMs() - cpu) / alone.Count;
    }

    private async Task OpenAsync(ServerProbe probe, LiveSessions live)
    {
        var before = await probe.CollectAsync(Ct);
        await Task.Delay(Settle, Ct);
        var (rss, cpu, start) = (probe.RssKb(), probe.CpuMs(), Stopwatch.GetTimestamp());
        var took = await live.OpenAsync(_sessions, Ct);
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _report.Line($"connect:    {_sessions} sessions, {_sessions / wall:0}/s, {(probe.CpuMs() - cpu) / _sessions:0.00} ms of server CPU each; page to first render {took}");
        cpu = probe.CpuMs();
        await live.OpenSectionsAsync(LiveSessions.Near, Ct);
        _report.Line($"near:       {string.Join(", ", LiveSessions.Near)} drawn, {(probe.CpuMs() - cpu) / _sessions:0.00} ms of server CPU a session");
        var open = probe.RssKb();
        await Task.Delay(TimeSpan.FromSeconds(10), Ct);
        var paused = probe.RssKb();
        var after = await probe.CollectAsync(Ct);
        _report.Line($"memory:     {(after.LiveKb - before.LiveKb) / _sessions:0.0} KB managed a session (of {before.LiveKb / 1024:0.0} MB before)");
        _report.Line($"            RSS a session: {(open - rss) / _sessions:0.0} KB at once, {(paused - rss) / _sessions:0.0} KB after 10 s, {(probe.RssKb() - rss) / _sessions:0.0} KB after a collection (of {rss / 1024:0.0} MB before)");
        (cpu, var batches) = (probe.CpuMs(), live.Batches);
        await Task.Delay(TimeSpan.FromSeconds(10), Ct);
        _report.Line($"idle:       {(probe.CpuMs() - cpu) / 100:0.00} % of one core, {(live.Batches - batches) / 10.0:0.0} batches/s");
    }

    private async Task PostAsync(ConsoleProcess console, LiveSessions live, PacedPosts posts, double cpuPerPost)
    {
        var allocated = (await console.Probe.CollectAsync(Ct)).AllocatedKb;
        live.Forget();
        var (cpu, own, batches, bytes) = (console.Probe.CpuMs(), Environment.CpuUsage.TotalTime, live.Batches, live.BatchBytes);
        var posted = await posts.RunAsync(_duration, Ct);
        await Task.Delay(Settle, Ct);
        (cpu, own) = (console.Probe.CpuMs() - cpu, Environment.CpuUsage.TotalTime - own);
        (batches, bytes) = (live.Batches - batches, live.BatchBytes - bytes);
        allocated = (await console.Probe.CollectAsync(Ct)).AllocatedKb - allocated;

        var (sinceAnswered, sinceSent, missed) = (new LatencyHistogram(), new LatencyHistogram(), 0);
        var highest = posted.Max(p => p.Sequence) + 1000;
        foreach (var message in posted)
        {
            live.Record(sinceAnswered, message.Sequence, highest, message.Answered);
            missed += live.Record(sinceSent, message.Sequence, highest, message.Sent);
        }
        _report.Line($"posts:      {posted.Count} at {_rate}/s, answered {posts.Answers}, {posts.Late} started late");
        _report.Line($"answered -> on the page: {sinceAnswered}");
        _report.Line($"sent     -> on the page: {sinceSent}");
        _report.Line($"missed:     {missed} of {posted.Count * live.Count}; circuits lost: {live.Faults.Count()}");
        var net = cpu - cpuPerPost * posted.Count;
        _report.Line($"batches:    {batches:N0}, {(double)batches / posted.Count / live.Count:0.00} a message and session, {(double)bytes / Math.Max(batches, 1):0} B each");
        _report.Line($"server CPU: {cpu * 1000 / Math.Max(batches, 1):0} us a batch, {net * 1000 / Math.Max(batches, 1):0} us without the posts' own {cpuPerPost:0.00} ms; {allocated / Math.Max(batches, 1):0.0} KB allocated a batch");
        _report.Line($"client CPU: {own.TotalMicroseconds / Math.Max(batches, 1):0} us a batch");
        Assert.Empty(live.Faults);
        Assert.Equal(0, missed);
    }

    /// <summary>More than a browser ever has at once: a section that is a screen away is given up.</summary>
    private async Task WholeAsync(ServerProbe probe, LiveSessions live)
    {
        var (before, cpu) = ((await probe.CollectAsync(Ct)).LiveKb, probe.CpuMs());
        await live.OpenSectionsAsync(LiveSessions.All, Ct);
        cpu = probe.CpuMs() - cpu;
        _report.Line($"whole page: all {LiveSessions.All.Length} sections drawn, {cpu / _sessions:0.00} ms of server CPU and {((await probe.CollectAsync(Ct)).LiveKb - before) / _sessions:0.0} KB more a session");
    }

    private async Task RoundTripsAsync(ConsoleProcess console)
    {
        using var connection = new HttpConnection(new Uri(console.Address, "/api/v1/counters"), console.ApiKey);
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 1100; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await connection.GetAsync(Ct)).Status);
            if (i >= 100) histogram.Record(start, Stopwatch.GetTimestamp());
        }
        _report.Line($"round trip: GET /api/v1/counters {histogram}");
    }
}
