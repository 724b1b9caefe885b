using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Console.Live;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.DataRequests;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Live;

public sealed class CounterFactsTests
{
    [Theory]
    [InlineData("Asia/Ho_Chi_Minh", 1)]
    [InlineData("UTC", 7)]
    [InlineData("America/Santiago", 2)]
    public async Task Today_BeginsAtMidnightOfTheConsolesZone(string zone, int today)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        // In Vietnam the next day has begun: 00:30.
        console.Clock.Advance(new DateTimeOffset(2026, 6, 3, 17, 30, 0, TimeSpan.Zero) - console.Clock.GetUtcNow());
        Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "late", "m", "chào shop"), Caller.Runtime)).Succeeded);
        using var meter = new LiveMeter();
        await using var feed = Feed(console, meter);
        using var facts = Facts(console, feed, zone);
        facts.Keep(Counter.Everyone);
        await facts.StartAsync(stop);

        while (facts[Counters.Customers, Counter.Everyone] == TileFacts.None) await Task.Delay(20, stop);
        Assert.Equal(today, facts[Counters.Customers, Counter.Everyone].Today);
        await facts.StopAsync(stop);
    }

    [Fact]
    public async Task Keep_NobodyLooksAnyMore_IsLetGoWithTheNextMinute_OthersStay()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var meter = new LiveMeter();
        await using var feed = Feed(console, meter);
        using var facts = Facts(console, feed);
        var sales = console.As(Role.RealSalesUser).SalesUserId!.Value;
        using var everyone = facts.Keep(Counter.Everyone);
        var (one, other) = (facts.Keep(sales), facts.Keep(sales));
        await facts.StartAsync(stop);
        while (!facts[Counters.OpenTasks, sales].IsKnown || !facts[Counters.OpenTasks, Counter.Everyone].IsKnown) await Task.Delay(20, stop);

        one.Dispose();
        one.Dispose();
        console.Clock.Advance(TimeSpan.FromMinutes(70));
        while (facts[Counters.OpenTasks, sales].Hour.Distinct().Count() > 1) await Task.Delay(20, stop);
        Assert.True(facts[Counters.OpenTasks, sales].IsKnown);
        other.Dispose();
        console.Clock.Advance(TimeSpan.FromMinutes(1));
        while (facts[Counters.OpenTasks, sales].IsKnown) await Task.Delay(20, stop);
        Assert.True(facts[Counters.OpenTasks, Counter.Everyone].IsKnown);
        using var again = facts.Keep(sales);
        while (!facts[Counters.OpenTasks, sales].IsKnown) await Task.Delay(20, stop);
        await facts.StopAsync(stop);
    }

    [Fact]
    public async Task Limits_ThatComeNearAndBreak_AreCounted()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        // Due in a quarter of an hour; the sample's is late already.
        await console.HearAsync("soon");
        using var meter = new LiveMeter();
        await using var feed = Feed(console, meter);
        using var facts = Facts(console, feed);
        facts.Keep(Counter.Everyone);
        await facts.StartAsync(stop);
        foreach (var (minutes, late, soon) in ((int, int, int)[])[(0, 1, 0), (6, 1, 1), (10, 2, 0)])
        {
            console.Clock.Advance(TimeSpan.FromMinutes(minutes));
            while (facts[Counters.UnderstandingReviews, Counter.Everyone] is var now && (now.Late, now.Soon) != (late, soon)) await Task.Delay(20, stop);
        }
        await facts.StopAsync(stop);
    }

    [Fact]
    public async Task WhoWaitsUnbound_AndWhatIsHeldByAPerson_SaySinceWhen()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var meter = new LiveMeter();
        await using var feed = Feed(console, meter);
        using var facts = Facts(console, feed);
        facts.Keep(Counter.Everyone);
        await facts.StartAsync(stop);
        while (!facts[Counters.Handovers, Counter.Everyone].IsKnown) await Task.Delay(20, stop);
        Assert.Null(facts[Counters.ActiveBindings, Counter.Everyone].OldestAt);
        await using (var store = console.Read())
            Assert.Equal(store.Handovers.Where(Counters.RunningTakeovers.Rows).Min(h => h.CreatedAt), facts[Counters.Handovers, Counter.Everyone].OldestAt);

        foreach (var agent in console.Lane.Last.Directory.AiAgents.Values)
            Assert.True((await console.EditAsync(agent.Name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay)).Succeeded);
        console.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = console.Clock.GetUtcNow().UtcDateTime;
        await console.WriteAsync("first");
        console.Clock.Advance(TimeSpan.FromMinutes(1));
        await console.WriteAsync("second");
        while (facts[Counters.ActiveBindings, Counter.Everyone].OldestAt is null) await Task.Delay(20, stop);
        Assert.Equal((since, console.Customer("first")), (facts[Counters.ActiveBindings, Counter.Everyone].OldestAt, facts[Counters.ActiveBindings, Counter.Everyone].OldestOf));
        await facts.StopAsync(stop);
    }

    [Fact]
    public async Task RequestsAboutPersonalData_NearTheirDay_ThenPastIt_ThenCompleted_AreSaid()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var meter = new LiveMeter();
        await using var feed = Feed(console, meter);
        using var facts = Facts(console, feed);
        await facts.StartAsync(stop);
        var id = (await console.WriteAsync("asks")).CustomerId;
        var received = console.Clock.GetUtcNow().UtcDateTime;
        Assert.True((await console.SendAsync(new FileDataRequest.Command(Guid.NewGuid(), id, DataRequestKind.Erasure, "telegram", received, null), console.As(Role.Ops))).Succeeded);
        var (answer, _) = console.Lane.Last.Directory.Settings.RequestDue(received);
        await SayAsync(new RequestFacts(0, 0));

        console.Clock.Advance(answer - received - DataRequest.Soon);
        await SayAsync(new RequestFacts(0, 1));
        console.Clock.Advance(DataRequest.Soon);
        await SayAsync(new RequestFacts(1, 0));
        Assert.True((await console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), console.As(Role.Admin))).Succeeded);
        await SayAsync(new RequestFacts(0, 0));
        await facts.StopAsync(stop);

        async Task SayAsync(RequestFacts expected)
        {
            while (facts.Requests != expected) await Task.Delay(20, stop);
        }
    }

    [Fact]
    public void DayBegan_WhereMidnightIsSkipped_IsTheFirstMomentOfTheDay()
    {
        // Santiago puts its clocks forward at midnight of 2026-09-06.
        var clock = new TestClock(new DateTimeOffset(2026, 9, 6, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateTime(2026, 9, 6, 4, 0, 0), new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById("America/Santiago"), clock).DayBegan);
    }

    private static ChangeFeed Feed(TestConsole console, LiveMeter meter) => new(console.Lane, console.Services.GetRequiredService<Domain.UseCases.Reviews.ClaimBoard>(), new Console.SignIn.OpenPages(), meter);

    private static CounterFacts Facts(TestConsole console, ChangeFeed feed, string zone = "UTC") => new(feed, console.Lane, console.Services.GetRequiredService<IDbContextFactory<SalesOpsDb>>(), console.Clock,
        new ConsoleTime(() => TimeZoneInfo.FindSystemTimeZoneById(zone), console.Clock), NullLogger<CounterFacts>.Instance);
}
