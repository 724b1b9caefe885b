using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Strip;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

/// <summary>How far the page is, and the last that happened.</summary>
public sealed class StatusLineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Commit_MovesTheNumber_AndIsNotReadAloud()
    {
        await using var panel = await PanelContext.OpenAsync();
        var line = panel.Page.Render<StatusLine>();
        await panel.FollowAsync(line);
        var said = line.Find("[role=status]").TextContent;

        await panel.Console.WriteAsync("lan");
        line.WaitForAssertion(() => Assert.Equal($"#{panel.Console.Lane.Last.Counters.Sequence}", new string([.. line.Find(".seq").TextContent.Where(c => !char.IsWhiteSpace(c))])), Patience);
        Assert.Equal(said, line.Find("[role=status]").TextContent);
        Assert.Null(line.Find(".seq").Closest("[role=status]"));
        Assert.Null(line.Find(".ago").Closest("[role=status]"));
    }

    [Fact]
    public async Task CaughtUp_IsSaidAloudForAWhile_AndThenTheAgeIsBack()
    {
        await using var panel = await PanelContext.OpenAsync();
        var line = panel.Page.Render<StatusLine>();
        var circuit = panel.Page.Services.GetRequiredService<LiveCircuit>();
        var last = panel.Console.Lane.Last.Counters.Sequence;

        await line.InvokeAsync(() => circuit.SayCaughtUp(last));
        Assert.DoesNotContain(Text.LiveCaughtUp.With(0), line.Markup, StringComparison.Ordinal);
        await line.InvokeAsync(() => circuit.SayCaughtUp(last - 3));
        Assert.Contains(Text.LiveCaughtUp.With(3), line.Find("[role=status]").TextContent, StringComparison.Ordinal);

        line.WaitForAssertion(() => Assert.DoesNotContain(Text.LiveCaughtUp.With(3), line.Markup, StringComparison.Ordinal), Patience);
        Assert.NotEmpty(line.FindAll("time"));
    }

    [Fact]
    public async Task Ticker_OfASalesperson_TellsOwnCustomersOnly()
    {
        await using var panel = await PanelContext.OpenAsync(Role.RealSalesUser);
        var ticker = panel.Page.Render<AuditTicker>();
        await panel.FollowAsync(ticker);
        var before = ticker.WaitForElement("a[data-entry]", Patience).GetAttribute("data-entry");

        // The agent longest without a new customer is another's, the next is this salesperson's, and the third is another's again or not.
        var (own, owners) = (panel.Console.As(Role.RealSalesUser).SalesUserId, new Dictionary<Guid, Guid?>());
        for (var i = 0; !owners.ContainsValue(own) || owners.Values.Last() == own; i++)
        {
            var id = (await panel.Console.WriteAsync($"lan-{i}")).CustomerId;
            await using var store = panel.Console.Read();
            owners[id] = store.Customers.Single(c => c.Id == id).SalesUserId;
        }
        ticker.WaitForAssertion(() => Assert.NotEqual(before, ticker.Find("a[data-entry]").GetAttribute("data-entry")), Patience);

        // The newest entry of all is another's by now: who opens the page then is not told of it either.
        var opened = panel.Page.Render<AuditTicker>();
        foreach (var shown in (IRenderedComponent<AuditTicker>[])[ticker, opened])
        {
            await using var store = panel.Console.Read();
            var entry = long.Parse(shown.Find("a[data-entry]").GetAttribute("data-entry")!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(own, owners[store.AuditEntries.Single(e => e.Sequence == entry).CustomerId!.Value]);
        }
    }
}
