using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Counters;
using SalesOps.Console.Panels.Strip;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using Count = SalesOps.Domain.Model.Counters;
using Text = SalesOps.Console.Resources.Text;

namespace SalesOps.Tests.Live;

/// <summary>A number that differs from its rows raises an alarm instead of being shown, and is shown again when it agrees.</summary>
public sealed class CounterCheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_SampleData_EveryCounterOfEveryKeyAgrees()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var answer = (await console.SendAsync(new CheckCounters.Query())).Value;
        Assert.All(answer.Counts, c => Assert.True(c.Value.Agrees, $"{c.Key} {c.Value}"));
        Assert.Equal(console.Lane.Last.Counters.Sequence, answer.Sequence);
        var sales = console.As(Role.RealSalesUser).SalesUserId!.Value;
        Assert.All(Count.Tiles, tile => Assert.NotNull(answer.Counts[(tile.Code, Counter.Everyone)].Listed));
        Assert.Equal(new CheckCounters.Count(4, 4, 4, 4), answer.Counts[("active_bindings", sales)]);
    }

    [Fact]
    public async Task Check_WhileMessagesComeIn_ComparesAtOneSequenceNumber()
    {
        await using var desk = await TestDesk.OpenAsync();
        using var stop = new CancellationTokenSource();
        var traffic = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await desk.ReceiveAsync($"who-{i}");
        }, Token);
        for (var i = 0; i < 20; i++)
        {
            var answer = await desk.Console.SendAsync(new CheckCounters.Query());
            Assert.True(answer.Succeeded);
            Assert.All(answer.Value.Counts, c => Assert.True(c.Value.Agrees, $"{c.Key} {c.Value}"));
        }
        await stop.CancelAsync();
        await traffic;
    }

    [Theory]
    [InlineData("UPDATE CounterValues SET Value = Value + 1 WHERE Code = 'open_tasks' AND \"Key\" = zeroblob(16)")]
    [InlineData("UPDATE WorkTasks SET Status = 'done' WHERE Id = (SELECT Id FROM WorkTasks WHERE Status = 'open' LIMIT 1)")]
    public async Task Tile_NumberDiffersFromItsRows_WarnsInsteadOfShowingIt(string corruption)
    {
        await using var desk = await TestDesk.OpenAsync();
        var tile = desk.Tab.Render<CounterTile>(p => p.Add(t => t.Of, Count.OpenTasks).Add(t => t.Quiet, true).Add(t => t.Href, "/"));
        var other = desk.Tab.Render<CounterTile>(p => p.Add(t => t.Of, Count.Customers).Add(t => t.Quiet, true).Add(t => t.Href, "/"));
        var alarm = desk.Tab.Render<CounterAlarm>();
        desk.GoLive();
        await desk.Check.CheckAsync(Token);
        Assert.Equal("7", tile.Find("[data-counter]").TextContent);
        Assert.Empty(alarm.FindAll("[role=alert]"));

        RawStore.Execute(desk.Console.Files, corruption);
        await desk.Check.CheckAsync(Token);

        await tile.WaitForAssertionAsync(() => Assert.Equal("–", tile.Find("[data-counter]").TextContent), Patience);
        await alarm.WaitForAssertionAsync(() => Assert.Contains(tile.Find("a.k").TextContent, alarm.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("6", other.Find("[data-counter]").TextContent);
        Assert.NotEqual(0, desk.Meter.WrongCounters);

        RawStore.Execute(desk.Console.Files, "UPDATE CounterValues SET Value = 7 WHERE Code = 'open_tasks' AND \"Key\" = zeroblob(16)",
            "UPDATE WorkTasks SET Status = 'open' WHERE Status = 'done' AND EndedAt IS NULL");
        await desk.Check.CheckAsync(Token);
        await tile.WaitForAssertionAsync(() => Assert.Equal("7", tile.Find("[data-counter]").TextContent), Patience);
        await alarm.WaitForAssertionAsync(() => Assert.Empty(alarm.FindAll("[role=alert]")), Patience);
        Assert.Equal(0, desk.Meter.WrongCounters);
    }

    [Fact]
    public async Task Tile_ItsSecondNumberDiffers_WarnsInsteadOfShowingIt()
    {
        await using var desk = await TestDesk.OpenAsync();
        var tile = desk.Tab.Render<CounterTile>(p => p.Add(t => t.Of, Count.ActiveBindings).Add(t => t.Quiet, true).Add(t => t.Href, "/").Add(t => t.Beside, Count.UnboundCustomers).Add(t => t.BesideHref, "/"));
        var alarm = desk.Tab.Render<CounterAlarm>();
        desk.GoLive();
        Assert.Equal("0", tile.Find(".d b").TextContent);
        RawStore.Execute(desk.Console.Files, "INSERT INTO CounterValues (Code, \"Key\", Value) VALUES ('unbound_customers', zeroblob(16), 5) ON CONFLICT DO UPDATE SET Value = 5");
        await desk.Check.CheckAsync(Token);

        await tile.WaitForAssertionAsync(() => Assert.Equal("–", tile.Find(".d b").TextContent), Patience);
        // The number that is right stays.
        Assert.Equal("6", tile.Find("[data-counter]").TextContent);
        Assert.DoesNotContain("wrong", tile.Find(".tile").ClassName, StringComparison.Ordinal);
        Assert.Null(tile.Find(".tile").GetAttribute("title"));
        Assert.Equal(("d wrong", Text.CounterWrong), (tile.Find(".tile .d").ClassName, tile.Find(".tile .d").GetAttribute("title")));
        await alarm.WaitForAssertionAsync(() => Assert.Contains(Text.Counter_unbound_customers, alarm.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.RealSalesUser)]
    public async Task Numbers_OfAnAgentDiffer_AreShownNowhere(Role role)
    {
        await using var desk = await TestDesk.OpenAsync(role);
        var (agents, me) = (desk.Console.Lane.Last.Directory.AiAgents.Values, desk.Console.As(role));
        var (mine, others) = (agents.First(a => me.Sees(a.OwnerId)), agents.First(a => a.OwnerId != desk.Console.As(Role.RealSalesUser).SalesUserId));
        var (strip, alarm) = (desk.Tab.Render<CapacityStrip>(), desk.Tab.Render<CounterAlarm>());
        desk.GoLive();
        string Bar(AiAgent agent) => strip.FindAll("a.link").Single(a => a.TextContent.Contains(agent.Name, StringComparison.Ordinal)).TextContent;
        var list = new ListAiAgents.Query(new GridRequest(0, 50));
        var before = (await desk.Console.SendAsync(list, me)).Value.Rows.Single(r => r.Id == mine.Id);
        Assert.Contains($"{before.ActiveBindings}/{mine.Capacity}", Bar(mine), StringComparison.Ordinal);

        foreach (var agent in (AiAgent[])[mine, others])
            RawStore.Execute(desk.Console.Files, $"UPDATE CounterValues SET Value = Value + 1 WHERE Code IN ('active_bindings', 'bindings') AND \"Key\" = x'{agent.Id:N}'");
        await desk.Check.CheckAsync(Token);

        await strip.WaitForAssertionAsync(() => Assert.Contains($"–/{mine.Capacity}", Bar(mine), StringComparison.Ordinal), Patience);
        // First, so that the rest of a long strip does not hide it; and without a bar, which would say zero.
        Assert.Contains("–/", strip.Find("a.link").TextContent, StringComparison.Ordinal);
        Assert.Equal("none", strip.Find("a.link i").ClassName);
        var after = (await desk.Console.SendAsync(list, me)).Value.Rows.Single(r => r.Id == mine.Id);
        Assert.Equal(before with { ActiveBindings = null, Bindings = null }, after);
        await alarm.WaitForAssertionAsync(() => Assert.Contains($"{Text.Counter_active_bindings} (", alarm.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(mine.Name, alarm.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        // Of others' agents only they hear who see everybody's.
        Assert.Equal(me.OnlyOwnerId is null, alarm.Find("[role=alert]").TextContent.Contains(others.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alarm_OfMany_NamesTheReadersOwnFirst_ThenEachCounterOnce()
    {
        await using var desk = await TestDesk.OpenAsync();
        var agents = desk.Console.Lane.Last.Directory.AiAgents.Values.OrderBy(a => a.Id).ToList();
        var shown = desk.Console.Services.GetRequiredService<ShownCounters>();
        shown.Doubt([.. agents.Select(a => (Count.ActiveBindings.Code, a.Id)), .. Enumerable.Range(0, 20).Select(_ => (Count.Handovers.Code, Guid.NewGuid())), (Count.OpenTasks.Code, Counter.Everyone)]);
        var said = desk.Tab.Render<CounterAlarm>().Find("[role=alert]").TextContent;
        var own = said.IndexOf(Text.Counter_open_tasks, StringComparison.Ordinal);
        Assert.InRange(own, 0, said.IndexOf($"{Text.Counter_active_bindings} (", StringComparison.Ordinal));
        Assert.Single(said.Split(Text.Counter_handovers)[1..]);
        Assert.Contains(Text.CounterAlarmMore.With("", 18).Trim(), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ItsTotalDiffersFromItsRows_CountsThem()
    {
        await using var desk = await TestDesk.OpenAsync();
        var list = new ListHandovers.Query(new GridRequest(0, 50));
        async Task<int> TotalAsync() => (await desk.Console.SendAsync(list, desk.Console.As(Role.Admin))).Value.Total;
        RawStore.Execute(desk.Console.Files, "DELETE FROM Handovers WHERE Id = (SELECT MAX(Id) FROM Handovers)");
        Assert.Equal(2, await TotalAsync());
        await desk.Check.CheckAsync(Token);
        // Nor is what was answered before shown again.
        Assert.Equal(1, await TotalAsync());
    }

    [Fact]
    public async Task Tile_Explanation_SaysDefinitionSequenceAndLastRecount()
    {
        await using var desk = await TestDesk.OpenAsync();
        var tile = desk.Tab.Render<CounterTile>(p => p.Add(t => t.Of, Count.Customers).Add(t => t.Quiet, true).Add(t => t.Href, "/#customers"));
        var sequence = desk.Console.Lane.Last.Counters.Sequence;
        Assert.DoesNotContain(Text.CounterIs_customers, tile.Find(".explain").TextContent, StringComparison.Ordinal);
        await tile.Find(".explain").TriggerEventAsync("ontoggle", EventArgs.Empty);
        Assert.Contains(Text.CounterUnchecked, tile.Find(".explain").TextContent, StringComparison.Ordinal);
        await desk.Check.CheckAsync(Token);
        await tile.Find(".explain").TriggerEventAsync("ontoggle", EventArgs.Empty);

        var text = tile.Find(".explain").TextContent;
        Assert.All((string[])[Text.CounterIs_customers, $"#{sequence}", Text.CounterAgrees.With(6)],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        // The tile's own link is left alone.
        Assert.Equal("/#customers", tile.Find("a.k").GetAttribute("href"));
        Assert.Null(tile.Find("summary").Closest("a"));

        await tile.FindAll(".explain .chip")[2].ClickAsync(new());
        await tile.WaitForAssertionAsync(() => Assert.Contains(Text.CounterWas.With(Text.CounterWeekAgo, 0, 0),
            tile.Find(".explain [role=status]").TextContent, StringComparison.Ordinal), Patience);
    }

    [Theory]
    [InlineData(true, 1, 60)]
    [InlineData(true, 10, 300)]
    [InlineData(false, 0.1, 15)]
    [InlineData(false, 10, 300)]
    public void Pause_LargeStore_IsThirtyTimesTheComparison_AlsoWhileWrong(bool isCalm, double took, int pause) =>
        Assert.Equal(TimeSpan.FromSeconds(pause), CounterCheck.Pause(isCalm, TimeSpan.FromSeconds(took)));

    [Fact]
    public async Task Service_ClockMoves_ComparesAgainAndSoonerWhileWrong()
    {
        await using var desk = await TestDesk.OpenAsync();
        var clock = new TimerClock();
        var shown = desk.Console.Services.GetRequiredService<ShownCounters>();
        using var check = new CounterCheck(desk.Console.Services, shown, desk.Feed, desk.Meter, clock, NullLogger<CounterCheck>.Instance);
        await check.StartAsync(Token);
        Assert.Equal(CounterCheck.Calm, await clock.NextAsync(Token));
        RawStore.Execute(desk.Console.Files, "UPDATE CounterValues SET Value = 99 WHERE Code = 'customers' AND \"Key\" = zeroblob(16)");
        Assert.False(shown.IsWrong(Count.Customers, Counter.Everyone));
        clock.Fire();
        Assert.Equal(CounterCheck.Alarmed, await clock.NextAsync(Token));
        Assert.True(shown.IsWrong(Count.Customers, Counter.Everyone));
        RawStore.Execute(desk.Console.Files, "UPDATE CounterValues SET Value = 6 WHERE Code = 'customers' AND \"Key\" = zeroblob(16)");
        clock.Fire();
        Assert.Equal(CounterCheck.Calm, await clock.NextAsync(Token));
        Assert.False(shown.IsWrong(Count.Customers, Counter.Everyone));
        await check.StopAsync(Token);
    }
}
