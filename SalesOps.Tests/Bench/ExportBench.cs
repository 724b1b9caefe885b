using System.Diagnostics;
using System.Globalization;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How much memory and time an export of 100,000 customers takes, beside what reading the same rows costs at least.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*ExportBench*"</c>; SALESOPS_BENCH_CUSTOMERS sets another size.
/// </summary>
[Collection(Serially.Name)]
public sealed class ExportBench(ITestOutputHelper output)
{
    private const int AtOnce = 2000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Export_OfAHundredThousandCustomers()
    {
        var report = new BenchReport(output);
        var count = BenchReport.Setting("SALESOPS_BENCH_CUSTOMERS", 100_000);
        await using var host = await ConsoleHost.StartAsync();
        for (var from = 0; from < count; from += AtOnce) await AddAsync(host, from, Math.Min(AtOnce, count - from));
        using var ops = host.Browser();
        await ops.EnterAsync("ops@example.com", ConsoleHost.Password);
        // Once in small, so that what is measured is not the program's loading of itself.
        foreach (var format in (string[])["csv", "xlsx"]) await (await ops.FetchAsync($"/export/people.{format}")).Content.CopyToAsync(Stream.Null, Token);

        var started = Stopwatch.GetTimestamp();
        var rows = Floor(host);
        report.Line($"{rows} rows read by a bare statement: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
        foreach (var format in (string[])["csv", "xlsx", "csv", "xlsx"])
        {
            GC.Collect(2, GCCollectionMode.Aggressive, true, true);
            var before = Resident("VmRSS");
            await File.WriteAllTextAsync("/proc/self/clear_refs", "5", Token);
            started = Stopwatch.GetTimestamp();
            using var response = await ops.GetAsync(new Uri($"/export/customers.{format}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
            response.EnsureSuccessStatusCode();
            var first = Stopwatch.GetElapsedTime(started);
            var bytes = 0L;
            await using var body = await response.Content.ReadAsStreamAsync(Token);
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer, Token) is > 0 and var read) bytes += read;
            report.Line($"{format}: {bytes / 1e6:0.0} MB in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, first byte after {first.TotalMilliseconds:0} ms; resident {before} MB before, {Resident("VmHWM") - before} MB more at the peak");
        }
    }

    private static Task AddAsync(ConsoleHost host, int from, int count) => host.Lane.RunAsync(change =>
    {
        for (var i = from; i < from + count; i++)
        {
            var id = change.NewId();
            var identity = new ChannelIdentity(change.NewId(), id, Channel.Zalo, $"+8490{i:0000000}", change.Now);
            var customer = new Customer(id, $"Nguyễn Thị Khách {i}", identity, "new_lead", change.Now);
            change.Add(customer, identity);
            change.Record("customer.created", customer, identity);
        }
    });

    private static int Floor(ConsoleHost host)
    {
        using var connection = host.Files.OpenReader();
        using var rows = new SqliteRows(connection, "SELECT * FROM Customers ORDER BY LastSeenAt DESC, Id DESC");
        var count = 0;
        while (rows.Read()) count++;
        return count;
    }

    /// <summary>A size of this process, in MB.</summary>
    private static int Resident(string name) =>
        int.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
}
