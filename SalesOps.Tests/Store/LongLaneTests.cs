using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>What a lane that runs for long goes through: a store that is gone for a while, a log that grew, faults that nobody expected, and rows that are of no use any more.</summary>
public sealed class LongLaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failure_StoreIsGone_IsNotMadeAnew_AndGoesOnOnceItIsBack()
    {
        await using var console = new TestConsole();
        await console.Lane.AddPersonAsync("one@example.com");
        var away = Directory.CreateTempSubdirectory("salesops-away-").FullName;
        Assert.Equal(LaneStatus.Unavailable, (await console.Lane.TendAsync(_ =>
        {
            Move(console.Files.Folder, away);
            throw new SqliteException("broken on purpose", 10);
        })).Status);
        while (!console.Log.Lines.Any(l => l.Contains("still takes no writes", StringComparison.Ordinal) || l.Contains("was answered", StringComparison.Ordinal))) await Task.Delay(20, Token);

        Assert.Equal((StoreHealth.Unavailable, false), (console.Lane.Health, File.Exists(console.Files.Database)));
        Move(away, console.Files.Folder);
        Directory.Delete(away);
        Assert.True(await console.Lane.RecoveredAsync());
        Assert.Equal(LaneStatus.Done, (await console.Lane.AddPersonAsync("two@example.com")).Status);
        Assert.Equal(["one@example.com", "two@example.com"], Emails(console));
        console.AssertSound();

        static void Move(string from, string to)
        {
            foreach (var file in Directory.GetFiles(from, "salesops.db*")) File.Move(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    [Fact]
    public async Task Log_ThatAReaderLetGrow_IsCutOnceItIsGone()
    {
        const int pages = 20;
        await using var console = new TestConsole(checkpointPages: pages);
        var log = new FileInfo(console.Files.Database + "-wal");
        var most = 4 * pages * 4096;
        using (var reader = console.Files.OpenReader())
        {
            reader.Execute("BEGIN");
            Assert.Equal(0, reader.Number("SELECT COUNT(*) FROM Customers"));
            for (log.Refresh(); log.Length < 4 * most; log.Refresh()) await console.Lane.AddCustomersAsync(100);
        }

        for (var i = 0; i < 5; i++) await console.Lane.AddPersonAsync($"{i}@example.com");

        log.Refresh();
        Assert.InRange(log.Length, 0, most);
        console.AssertSound();
    }

    [Fact]
    public async Task Fault_ThatNobodyExpected_EndsTheLane_AndAnswersWhoWaits()
    {
        await using var console = new TestConsole();
        await console.Lane.AddPersonAsync("one@example.com");
        using var block = await console.Lane.BlockAsync();
        // A connection that is closed cannot even be rolled back.
        var broken = console.Lane.TendAsync(connection =>
        {
            connection.Close();
            throw new InvalidOperationException("broken on purpose");
        });
        var waiting = console.Lane.AddPersonAsync("two@example.com");
        block.Release.SetResult();

        Assert.Equal([LaneStatus.Unavailable, LaneStatus.Unavailable], (await Task.WhenAll(broken, waiting)).Select(a => a.Status));
        Assert.Equal((StoreHealth.Broken, true, TimeSpan.Zero), (console.Lane.Health, console.Lane.IsLost, console.Lane.OldestWait));
        Assert.Equal(LaneStatus.Unavailable, (await console.Lane.AddPersonAsync("three@example.com")).Status);
        Assert.Equal(["one@example.com"], Emails(console));
    }

    [Fact]
    public async Task OldestWait_IsSinceTheFirstCommandWithoutAnAnswer()
    {
        await using var console = new TestConsole();
        Assert.Equal(TimeSpan.Zero, console.Lane.OldestWait);
        using var block = await console.Lane.BlockAsync();
        var before = console.Lane.OldestWait;
        var waiting = console.Lane.AddPersonAsync("one@example.com");
        Assert.InRange(console.Lane.OldestWait, before + TimeSpan.FromTicks(1), TimeSpan.MaxValue);
        block.Release.SetResult();
        await waiting;
        while (console.Lane.OldestWait > TimeSpan.Zero) await Task.Delay(10, Token);
    }

    [Fact]
    public async Task Minutes_OlderThanTwoDays_GoSomeAtATime_AndTheLastOfThemStays()
    {
        await using var console = new TestConsole();
        for (var i = 0; i < 50; i++)
        {
            await console.Lane.AddPersonAsync($"{i}@example.com");
            console.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        console.Clock.Advance(TimeSpan.FromDays(3));
        var left = new List<int>();
        for (var i = 50; i < 54; i++)
        {
            await console.Lane.AddPersonAsync($"{i}@example.com");
            left.Add((await MinutesAsync(console)).Count);
            console.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal([31, 12, 4, 5], left);
        Assert.Equal([50, 51, 52, 53, 54], await MinutesAsync(console));
        console.AssertSound();
    }

    [Fact]
    public async Task Ready_LaneEnded_Is503_WhileTheProcessAnswers()
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        await host.Lane.TendAsync(connection =>
        {
            connection.Close();
            throw new InvalidOperationException("broken on purpose");
        });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Anonymous.FetchAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.FetchAsync("/health/live")).StatusCode);
    }

    private static List<string> Emails(TestConsole console)
    {
        using var store = console.Read();
        return [.. store.SalesUsers.OrderBy(u => u.Email).Select(u => u.Email)];
    }

    private static async Task<List<long>> MinutesAsync(TestConsole console)
    {
        await using var store = console.Read();
        return await store.CounterMinutes.Where(m => m.Code == Counters.SalesUsers.Code && m.Key == Counter.Everyone).OrderBy(m => m.Minute).Select(m => m.Value).ToListAsync(Token);
    }
}
