using System.Diagnostics;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Generated;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How long the lists of customers and assignments take over a million customers and 1,200,000 assignments, through the pipeline, for somebody who
/// sees everything and for a salesperson, with the plans of their statements, beside reading as many rows by their ids.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*GridBench*"</c>; SALESOPS_BENCH_CUSTOMERS sets another
/// size, SALESOPS_BENCH_STORE a folder in which the store is kept for the next run, SALESOPS_BENCH_ONLY a part of the names to run.
/// </summary>
[Collection(Serially.Name)]
public sealed class GridBench(ITestOutputHelper output)
{
    private const int Runs = 60;
    /// <summary>Stands for the last page that the list says it has.</summary>
    private const int LastPage = -1;
    // What is far too slow is known soon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private sealed record Case(string Name, Caller Caller, Func<IMediator, GridRequest, Task<string>> Ask, GridRequest Request);

    [Fact(Explicit = true)]
    public async Task Lists_OfAMillionCustomers()
    {
        var report = new BenchReport(output);
        var customers = BenchReport.Setting("SALESOPS_BENCH_CUSTOMERS", 1_000_000);
        var kept = Environment.GetEnvironmentVariable("SALESOPS_BENCH_STORE");
        var files = new StoreFiles(kept ?? Path.Combine(Path.GetTempPath(), $"salesops-grid-{Guid.NewGuid():N}"));
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (!File.Exists(files.Database))
            {
                await StoreGenerator.GenerateAsync(files, new GeneratedSize(customers, customers + customers / 5), System.Console.Error.WriteLine, TestContext.Current.CancellationToken);
                report.Line($"generated in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {new FileInfo(files.Database).Length / 1e9:0.0} GB");
            }
            await RunAsync(files, report);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (kept is null) Directory.Delete(files.Folder, recursive: true);
        }
    }

    private static async Task RunAsync(StoreFiles files, BenchReport report)
    {
        var statements = new ExplainedStatements { IsOn = false };
        await using var services = new ServiceCollection().AddLogging().AddDomain(files, files.OpenWriter())
            .ConfigureDbContext<SalesOpsDb>(options => options.AddInterceptors(statements)).BuildServiceProvider();
        report.Line($"20 rows by their ids: {Floor(files)}");
        var only = Environment.GetEnvironmentVariable("SALESOPS_BENCH_ONLY") ?? "";
        foreach (var asked in await CasesAsync(services))
        {
            if (!asked.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
            var one = asked.Request.Skip == LastPage ? await AtLastPageAsync(services, asked) : asked;
            statements.IsOn = true;
            statements.Run.Clear();
            var answer = await SendAsync(services, one, 0);
            statements.IsOn = false;
            for (var i = 1; i < 5; i++) await SendAsync(services, one, -i);
            var times = new LatencyHistogram();
            var begun = Stopwatch.GetTimestamp();
            for (var i = 1; i <= Runs && (i < 6 || Stopwatch.GetElapsedTime(begun) < Patience); i++)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(services, one, -i);
                times.Record(started, Stopwatch.GetTimestamp());
            }
            report.Line($"{(times.Percentile(95) > 25 ? "SLOW " : "")}{one.Name}: p50 {times.Percentile(50):0.0} ms, p95 {times.Percentile(95):0.0} ms, {times.Count} runs, {answer}");
            foreach (var plan in statements.Run) report.Line($"    {Shortened(plan)}");
        }
    }

    /// <summary>As many rows as a page has, found by ids that lie anywhere.</summary>
    private static string Floor(StoreFiles files)
    {
        using var connection = files.OpenReader();
        var ids = new List<byte[]>();
        using (var some = new Statement(connection, "SELECT Id FROM Customers WHERE Id >= ?1 LIMIT 1"))
        {
            var random = new Random(1);
            using var ends = new Statement(connection, "SELECT min(Id), max(Id) FROM Customers");
            ends.Step();
            var (first, last) = (ends.Blob(0), ends.Blob(1));
            var (from, to) = (Number(first), Number(last));
            while (ids.Count < 20 * Runs)
            {
                var id = new byte[16];
                BitConverter.GetBytes(from + (long)((to - from) * random.NextDouble())).AsSpan(0, 6).CopyTo(id);
                id.AsSpan(0, 6).Reverse();
                some.Bind(1, id);
                if (some.Step()) ids.Add(some.Blob(0));
                some.Reset();
            }
        }
        using var statement = new Statement(connection, "SELECT * FROM Customers WHERE Id = ?1");
        var times = new LatencyHistogram();
        foreach (var page in ids.Chunk(20))
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var id in page)
            {
                statement.Bind(1, id);
                statement.Step();
                _ = statement.Text(1);
                statement.Reset();
            }
            times.Record(started, Stopwatch.GetTimestamp());
        }
        return FormattableString.Invariant($"p50 {times.Percentile(50):0.00} ms, p95 {times.Percentile(95):0.00} ms");

        // The first six bytes are the time.
        static long Number(byte[] id) => id.Take(6).Aggregate(0L, (number, b) => (number << 8) | b);
    }

    /// <param name="run">Another number than before: else an answer would be shared.</param>
    private static async Task<string> SendAsync(ServiceProvider services, Case one, long run)
    {
        services.GetRequiredService<SharedAnswers>().At((-1 - Math.Abs(run), 0));
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Set(one.Caller);
        return await one.Ask(scope.ServiceProvider.GetRequiredService<IMediator>(), one.Request);
    }

    private static async Task<Case> AtLastPageAsync(ServiceProvider services, Case one)
    {
        var first = one with { Request = one.Request with { Skip = 0 } };
        var total = int.Parse((await SendAsync(services, first, 1)).Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        return one with { Name = $"{one.Name} from {Math.Max(0, total - 20)}", Request = one.Request with { Skip = Math.Max(0, total - 20) } };
    }

    private static async Task<string> AskAsync<T>(IMediator mediator, IRequest<Result<Page<T>>> query)
    {
        var result = await mediator.Send(query, TestContext.Current.CancellationToken);
        return result.Succeeded ? FormattableString.Invariant($"{result.Value.Rows.Count} of {result.Value.Total}{(result.Value.IsMore ? " or more" : "")}") : $"refused: {result.Errors[0].Code}";
    }

    private static string Shortened(string plan)
    {
        var lines = plan.Split('\n');
        return string.Join('\n', [lines[0].Length > 260 ? $"{lines[0][..120]} … {lines[0][^130..]}" : lines[0], .. lines[1..].Select(l => "    " + l)]);
    }

    private static async Task<List<Case>> CasesAsync(ServiceProvider services)
    {
        var directory = services.GetRequiredService<WriteLane>().Last.Directory;
        var supervisor = Caller.Person(directory.SalesUsers.Values.First(u => u.Role == Role.Supervisor));
        await using var store = services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContext();
        // The salesperson and the agent with the most customers.
        var busy = directory.SalesUsers.Values.Where(u => u.Role == Role.RealSalesUser)
            .MaxBy(u => services.GetRequiredService<WriteLane>().Last.Counters[Domain.Model.Counters.Customers, u.Id])!;
        var agent = directory.AiAgents.Values.MaxBy(a => services.GetRequiredService<WriteLane>().Last.Counters[Domain.Model.Counters.ActiveBindings, a.Id])!;
        var some = await store.Customers.Where(c => c.SalesUserId == busy.Id).OrderBy(c => c.Id).Skip(1000).FirstAsync();
        var rare = await store.Customers.Where(c => c.Name == "Quách Văn Âu" || c.Name.StartsWith("Tôn Nữ Kim")).OrderBy(c => c.Id).Select(c => c.Name).FirstOrDefaultAsync() ?? some.Name;
        var texts = new (string Name, string Text)[]
        {
            ("rare name", rare), ("rare name without accents", Fold.Text(rare)), ("rare and common word", $"nguyen {some.Identity.Split(':')[1][^4..]}"), ("common word", "nguyen"), ("common words", "nguyen thi"),
            ("common name", "Nguyễn Thị Anh"), ("common syllable", "anh"), ("two letters", "an"), ("one letter", "n"), ("nobody", "xyzzy"), ("account", some.Identity), ("end of an account", some.Identity[^5..]),
            ("three digits", "123"), ("phone", "+84 912 345 678"), ("one Chinese character", "王"), ("two Chinese characters", "王伟"), ("rare Chinese character", "曦"), ("đ", "Đào"),
        };
        var cases = new List<Case>();
        foreach (var caller in (Caller[])[supervisor, Caller.Person(busy)])
        {
            Func<IMediator, GridRequest, Task<string>> pool = (m, r) => AskAsync(m, new ListCustomers.Query(r)), assignments = (m, r) => AskAsync(m, new ListAssignments.Query(r));
            var counters = services.GetRequiredService<WriteLane>().Last.Counters;
            foreach (var (list, ask, total, sorts, filters) in ((string, Func<IMediator, GridRequest, Task<string>>, long, string[], (string, string)[])[])
                [("customers", pool, counters[Domain.Model.Counters.Customers, caller.CounterKey], ["lastSeenAt", "name", "unansweredSince"],
                    [("status", "dormant"), ("status", "converted"), ("agent", agent.Id.ToString()), ("salesUser", busy.Id.ToString()), ("bound", "no"), ("optedOut", "yes"),
                     ("stage", "discovery_price"), ("stage", "opt_out"), ("stage", "nobody"), ("intent", "ask_price"), ("intent", "refuse"), ("intent", "-"), ("confidence", "0.55~0.7"), ("confidence", "0~0.1"),
                     ("channel", "zalo"), ("tasks", "open"), ("waiting", "1d"), ("unanswered", "any"), ("unanswered", "30d"), ("unanswered", "any&status=dormant"), ("unanswered", "any&agent=" + agent.Id), ("seen", "7d"), ("seen", "over90d"), ("status", "dormant&confidence=0.4~0.42"), ("intent", "ask_price&channel=telegram"), ("status", "dormant&stage=first_contact"), ("agent", $"{agent.Id}&status=converted")]),
                 ("assignments", assignments, counters[Domain.Model.Counters.Bindings, caller.CounterKey], ["createdAt"],
                    [("status", "active"), ("status", "transferred"), ("agent", agent.Id.ToString()), ("salesUser", busy.Id.ToString()), ("customer", some.Id.ToString())])])
            {
                void Add(string name, GridRequest request) => cases.Add(new($"{list}, {caller.Role!.Value.Code()}, {name}", caller, ask, request));
                foreach (var sort in sorts)
                    foreach (var down in (bool[])[true, false])
                    {
                        var order = $"{sort} {(down ? "down" : "up")}";
                        Add($"first page, {order}", new(Sort: sort, Descending: down));
                        foreach (var skip in (long[])[1000, 9900, total / 2, total - 20])
                            Add($"page from {skip}, {order}", new((int)skip, Sort: sort, Descending: down));
                        foreach (var (filter, value) in filters)
                            Add($"{filter} {(Guid.TryParse(value, out _) ? "" : value)}, {order}", new(Sort: sort, Descending: down, Filters: Asked(filter, value)));
                    }
                foreach (var (filter, value) in filters)
                    Add($"{filter} {(Guid.TryParse(value, out _) ? "" : value)}, last page", new(LastPage, Filters: Asked(filter, value)));
                foreach (var (name, text) in texts)
                    Add($"search {name} ({text})", new(Filters: new Dictionary<string, string> { ["search"] = text }));
            }
        }
        return cases;

        static Dictionary<string, string> Asked(string filter, string value) => $"{filter}={value}".Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
