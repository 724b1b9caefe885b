using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Bench;

/// <summary>
/// How fast messages are brought into the search for their words, and how long customers take to be found by rare and common ones.
/// Run it: <c>dotnet run --project SalesOps.Tests -c Release -- -explicit only -method "*TextBench*"</c>; SALESOPS_BENCH_MESSAGES sets another size.
/// </summary>
[Collection(Serially.Name)]
public sealed class TextBench(ITestOutputHelper output)
{
    private const int Runs = 60;
    private const int CustomersToOne = 4;

    [Fact(Explicit = true)]
    public async Task WhatWasSaid_InManyMessages()
    {
        var report = new BenchReport(output);
        var messages = BenchReport.Setting("SALESOPS_BENCH_MESSAGES", 200_000);
        var folder = MigratedStore.NewFolder("salesops-text-");
        await using (var made = new TestConsole(folder, keep: true, asServed: true)) await made.FileSampleAsync();
        using (var writer = new StoreFiles(folder).OpenWriter()) Fill(writer, messages);
        await using var console = new TestConsole(folder, asServed: true);
        var indexing = console.Services.GetRequiredService<MessageIndexing>();
        var (started, steps) = (Stopwatch.GetTimestamp(), new LatencyHistogram());
        for (var (isMore, at) = (true, started); isMore; at = Stopwatch.GetTimestamp())
        {
            isMore = await indexing.StepAsync(TestContext.Current.CancellationToken);
            steps.Record(at, Stopwatch.GetTimestamp());
        }
        report.Line($"{messages} messages read in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, a step of 500 p50 {steps.Percentile(50):0.0} ms, p99 {steps.Percentile(99):0.0} ms");
        var rewritten = Stopwatch.GetTimestamp();
        await console.Lane.TendAsync(connection => connection.Execute("INSERT INTO MessageSearch (MessageSearch) VALUES ('optimize')"));
        report.Line($"the index written anew, as after an erasure: {Stopwatch.GetElapsedTime(rewritten).TotalSeconds:0.0} s");
        foreach (var (name, text) in ((string, string)[])[("nobody", "xyzzy"), ("one message", "ma777x"), ("rare", "khieunai"), ("common", "gia"), ("every message", "shop"), ("common words", "gia hang"), ("common and rare", "gia ma777x"), ("two characters", "退款")])
        {
            var times = new LatencyHistogram();
            var answer = default(Page<ListCustomers.Row>)!;
            for (var i = 0; i < Runs; i++)
            {
                console.Services.GetRequiredService<SharedAnswers>().At((-1 - i, 0));
                var at = Stopwatch.GetTimestamp();
                answer = (await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["text"] = text })), console.As(Role.Supervisor))).Value;
                if (i > 4) times.Record(at, Stopwatch.GetTimestamp());
            }
            report.Line($"{(times.Percentile(95) > 25 ? "SLOW " : "")}{name} ({text}): p50 {times.Percentile(50):0.0} ms, p95 {times.Percentile(95):0.0} ms, {answer.Total}{(answer.IsMore ? " or more" : "")}");
        }
    }

    /// <summary>Straight into the tables: how they come there is not measured.</summary>
    private static void Fill(Microsoft.Data.Sqlite.SqliteConnection writer, int messages)
    {
        writer.Execute("PRAGMA foreign_keys = OFF");
        string[] words = ["giá", "hàng", "màu", "đơn", "giao", "ngày", "mai", "em", "chị", "anh", "size", "còn", "không", "nhé", "cảm", "ơn", "khi", "nào", "mua", "bao", "nhiêu", "tiền", "chuyển", "khoản", "gửi", "địa", "chỉ"];
        var random = new Random(1);
        var ids = Enumerable.Range(0, messages / CustomersToOne).Select(i => Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-2))).ToList();
        using var transaction = writer.BeginTransaction();
        using var customer = new Statement(writer, """
            INSERT INTO Customers (Id, Name, SearchText, Identity, Channel, Status, Stage, Confidence, OpenTasks, FirstSeenAt, LastSeenAt, Version)
            VALUES (?1, ?2, ?2, 'zalo:' || ?2, 'zalo', 'new_lead', '-', 0, 0, ?3, ?3, 1)
            """);
        using var message = new Statement(writer, """
            INSERT INTO Messages (Id, ConversationId, CustomerId, Channel, ExternalId, Direction, Text, SentAt, ReceivedAt) VALUES (?1, ?2, ?2, 'zalo', ?3, 'inbound', ?4, ?5, ?5)
            """);
        for (var i = 0; i < ids.Count; i++)
        {
            customer.Bind(1, ids[i]);
            customer.Bind(2, $"c{i}");
            customer.Bind(3, i);
            customer.Run();
        }
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        for (var i = 0; i < messages; i++)
        {
            message.Bind(1, Guid.CreateVersion7(begin.AddMilliseconds(i)));
            message.Bind(2, ids[random.Next(ids.Count)]);
            message.Bind(3, $"m-{i}");
            message.Bind(4, string.Join(' ', Enumerable.Range(0, 4 + random.Next(8)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 2))]).Append("shop").Append($"ma{i}x")
                .Append(i % 10_000 == 7 ? "khiếunại" : "").Append(i % 500 == 3 ? "我要退款" : "")));
            message.Bind(5, i);
            message.Run();
        }
        transaction.Commit();
    }
}
