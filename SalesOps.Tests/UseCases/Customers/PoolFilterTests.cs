using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>The pool's filters, one and several at once, over so many customers that some are looked up and others met: what they find is what the rows say.</summary>
public sealed class PoolFilterTests
{
    private const int Many = 21_000;

    [Theory]
    [InlineData(Many)]
    [InlineData(1_000_000)]
    public async Task Filters_OneAndSeveral_FindWhatTheRowsSay(int counted)
    {
        var folder = Directory.CreateTempSubdirectory("salesops-pool-").FullName;
        await using (var made = new TestConsole(folder, keep: true)) await made.FileSampleAsync();
        using (var writer = new StoreFiles(folder).OpenWriter())
        {
            using var fill = writer.CreateCommand();
            // In the larger company everybody waits for an answer. Half of all are one stage; one in a hundred asks about the price; the others are spread.
            fill.CommandText = $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Many})
                INSERT INTO Customers (Id, Name, SearchText, Identity, Channel, Status, Intent, Stage, Confidence, OpenTasks, FirstSeenAt, LastSeenAt, WaitingSince, UnansweredSince, AiAgentId, SalesUserId, Version)
                SELECT randomblob(16), 'Khách ' || i, 'khach ' || i, 'x:' || i, CASE WHEN i % 5 = 0 THEN 'facebook' ELSE 'zalo' END, CASE WHEN i % 3 = 0 THEN 'dormant' ELSE 'discovery' END,
                  CASE WHEN i % 100 = 1 THEN 'ask_price' WHEN i % 7 = 0 THEN NULL ELSE 'greeting' END, CASE WHEN i % 2 = 0 THEN 'discovery_price' WHEN i % 1000 = 3 THEN 'opt_out' ELSE 'unclear' END,
                  (i % 97) / 97.0, CASE WHEN i % 50 = 9 THEN 1 ELSE 0 END, a.Begin, a.Begin + i * 3600000, CASE WHEN i % 400 = 5 THEN a.Begin + i * 3600000 END, CASE WHEN i % 3 < {(counted == Many ? 2 : 3)} THEN a.Begin + i * 3500000 END,
                  CASE WHEN i % 11 = 0 THEN a.Agent END, CASE WHEN i % {(counted == Many ? Many : 1100)} = 0 THEN a.Other WHEN i % 11 = 0 THEN a.Owner END, 1
                FROM n, (SELECT (SELECT MAX(LastSeenAt) FROM Customers) - {Many} * 3600000 AS Begin, g.Id AS Agent, g.OwnerId AS Owner, (SELECT Id FROM SalesUsers WHERE Id <> g.OwnerId LIMIT 1) AS Other FROM AiAgents g JOIN SalesUsers u ON u.Id = g.OwnerId WHERE u.Role = 'real_sales_user' LIMIT 1) a;
                UPDATE CounterValues SET Value = {counted} WHERE Code = 'customers' AND "Key" = zeroblob(16);
                """;
            fill.ExecuteNonQuery();
        }
        await using var console = new TestConsole(folder);
        await using var store = console.Read();
        var everyone = await store.Customers.ToListAsync(TestContext.Current.CancellationToken);
        var now = console.Clock.GetUtcNow().UtcDateTime;
        // In the larger company some of the agent's customers are still with another salesperson.
        var (agent, owner) = everyone.Where(c => c.AiAgentId is not null).GroupBy(c => (c.AiAgentId, c.SalesUserId)).MaxBy(g => g.Count())!.Key;
        Assert.Equal(counted == Many ? 1 : 2, everyone.Where(c => c.AiAgentId == agent).Select(c => c.SalesUserId).Distinct().Count());
        (string Name, string Value, Func<Customer, bool> Passes)[] filters =
        [
            ("status", "dormant", c => c.Status == "dormant"), ("stage", "discovery_price", c => c.Stage == "discovery_price"), ("stage", "opt_out", c => c.Stage == "opt_out"), ("stage", "none_such", c => false),
            ("intent", "greeting", c => c.Intent == "greeting"), ("intent", "ask_price", c => c.Intent == "ask_price"), ("intent", "-", c => c.Intent is null),
            ("confidence", "0~0.55", c => c.Confidence < 0.55), ("confidence", "0.85~1", c => c.Confidence >= 0.85), ("confidence", "0.9999~1", c => c.Confidence >= 0.9999),
            ("channel", "facebook", c => c.Channel == Channel.Facebook), ("channel", "zalo", c => c.Channel == Channel.Zalo), ("tasks", "open", c => c.OpenTasks > 0),
            ("waiting", "1h", c => c.AiAgentId is null && c.WaitingSince <= now.AddHours(-1)), ("unanswered", "any", c => c.UnansweredSince is not null), ("unanswered", "1d", c => c.UnansweredSince <= now.AddDays(-1)), ("unanswered", "580d", c => c.UnansweredSince <= now.AddDays(-580)), ("seen", "1d", c => c.LastSeenAt >= now.AddDays(-1)), ("seen", "over30d", c => c.LastSeenAt < now.AddDays(-30)),
            ("agent", agent.ToString()!, c => c.AiAgentId == agent), ("salesUser", owner.ToString()!, c => c.SalesUserId == owner), ("bound", "no", c => c.AiAgentId is null && c.ErasedAt is null),
        ];
        foreach (var (caller, all) in ((Caller, List<Customer>)[])[(console.As(Role.Ops), everyone), (Caller.Person(console.Lane.Last.Directory.SalesUsers[owner!.Value]), everyone.FindAll(c => c.SalesUserId == owner))])
            foreach (var first in filters)
                foreach (var second in filters.Where(f => f.Name == first.Name ? f == first : string.CompareOrdinal(f.Name, first.Name) > 0))
                    foreach (var skip in (int[])[0, 300])
                    {
                        var expected = all.Where(c => first.Passes(c) && second.Passes(c)).OrderByDescending(c => c.LastSeenAt).ThenByDescending(c => c.Id, ById).ToList();
                        var request = new GridRequest(skip, 50, Filters: new Dictionary<string, string> { [first.Name] = first.Value, [second.Name] = second.Value });
                        var page = (await console.SendAsync(new ListCustomers.Query(request), caller)).Value;
                        var what = $"{caller.Role}: {first.Name}={first.Value}, {second.Name}={second.Value}, from {skip}";
                        Assert.True(expected.Skip(skip).Take(50).Select(c => c.Id).SequenceEqual(page.Rows.Select(r => r.Id)), what);
                        // Where rows of so many may lie far from each other, fewer are counted.
                        var least = counted == Many ? 10_000 : 500;
                        Assert.True(page.IsMore ? page.Total < expected.Count && page.Total >= least : page.Total == expected.Count, $"{what}: {page.Total} of {expected.Count}");
                        if (skip > 0 || first != second) continue;
                        // In another order: all, or those last seen where a filter keeps them from being met in it.
                        var put = first.Name is "waiting" or "seen" or "bound" ? 3_000 : int.MaxValue;
                        var named = (await console.SendAsync(new ListCustomers.Query(request with { Sort = "name" }), caller)).Value;
                        var longest = (await console.SendAsync(new ListCustomers.Query(request with { Sort = "unansweredSince" }), caller)).Value;
                        var waiting = expected.FindAll(c => c.UnansweredSince is not null);
                        // Where both find many, the rest is asked of those who wait longest; in the smaller company all who wait are read.
                        var isLed = counted != Many && caller.OnlyOwnerId is null && first.Name is not ("agent" or "salesUser" or "unanswered") && all.Count(first.Passes) > 500;
                        var led = isLed ? all.Where(c => c.UnansweredSince is not null).OrderBy(c => c.UnansweredSince).ThenBy(c => c.Id, ById).Take(2_000).Where(first.Passes) : waiting.Take(counted == Many ? int.MaxValue : put);
                        Assert.True(led.OrderBy(c => c.UnansweredSince).ThenBy(c => c.Id, ById).Take(50).Select(c => c.Id).SequenceEqual(longest.Rows.Select(r => r.Id)), $"{what}, longest first");
                        Assert.True(expected.Take(put).OrderBy(c => c.SearchText, StringComparer.Ordinal).ThenBy(c => c.Id, ById).Take(50).Select(c => c.Id).SequenceEqual(named.Rows.Select(r => r.Id)), $"{what}, by name");
                    }
    }

    [Theory]
    [InlineData("confidence", "0.7~0.5")]
    [InlineData("confidence", "0.5")]
    [InlineData("confidence", "0~2")]
    [InlineData("channel", "fax")]
    [InlineData("tasks", "yes")]
    [InlineData("waiting", "0m")]
    [InlineData("waiting", "15")]
    [InlineData("waiting", "99999d")]
    [InlineData("seen", "over")]
    [InlineData("seen", "-7d")]
    [InlineData("seen", "7w")]
    public async Task Filter_ValueItDoesNotKnow_IsRefusedByField(string filter, string value)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var answer = await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { [filter] = value })), console.As(Role.Ops));
        Assert.Equal((ErrorKind.Invalid, filter), (Assert.Single(answer.Errors).Kind, answer.Errors[0].Field));
    }

    [Fact]
    public async Task Keys_AreReadWhateverTheFilters()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var rows = (await console.SendAsync(new ListCustomers.Query(new GridRequest()), console.As(Role.Ops))).Value.Rows;
        // An export found them before somebody moved one to another salesperson's agent.
        var filters = new Dictionary<string, string> { ["agent"] = rows.First(r => r.AiAgentId is not null).AiAgentId.ToString()! };
        var read = await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: filters) { Keys = [.. rows.Select(r => (object)r.Id)] }), console.As(Role.Ops));
        Assert.Equal(rows.Select(r => r.Id), read.Value.Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task Filters_ThatLookBack_GoWithTheClock()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var heard = await console.HearAsync("late");
        Assert.Equal([heard.CustomerId], await LastMinuteAsync());
        // Nothing is committed meanwhile.
        console.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await LastMinuteAsync());

        async Task<IEnumerable<Guid>> LastMinuteAsync() =>
            (await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["seen"] = "1m" })), console.As(Role.Ops))).Value.Rows.Select(r => r.Id);
    }

    [Theory]
    [InlineData("unanswered")]
    [InlineData("waiting")]
    public async Task Waits_OfExactlySoLong_AreFound(string filter)
    {
        await using var console = new TestConsole();
        var heard = await console.WriteAsync("lan");
        console.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal([heard.CustomerId], await FoundAsync("30m"));
        Assert.Empty(await FoundAsync("31m"));

        async Task<IEnumerable<Guid>> FoundAsync(string time) =>
            (await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { [filter] = time })))).Value.Rows.Select(r => r.Id);
    }

    /// <summary>As the store orders ids: byte by byte.</summary>
    private static readonly Comparer<Guid> ById = Comparer<Guid>.Create((a, b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true)));
}
