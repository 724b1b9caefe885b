using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels.Reviews;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels;

public sealed class ReviewQueueTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task NewRows_WhileSomebodyIsOnTheQueue_WaitBehindTheBar()
    {
        await using var desk = await TestDesk.OpenAsync();
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, new ReviewList()));
        desk.GoLive();
        await queue.WaitForAssertionAsync(() => Assert.Single(Rows(queue)), Soon);
        await queue.Find("#reviews").TriggerEventAsync("onpointerenter", EventArgs.Empty);
        await desk.ReceiveAsync("lan-001");

        await queue.WaitForElementAsync(".new", Soon);
        Assert.Single(Rows(queue));
        await queue.Find(".new").ClickAsync();
        Assert.Equal(2, Rows(queue).Count);
        Assert.Empty(queue.FindAll(".new"));
    }

    [Fact]
    public async Task Export_OfTheQueue_HasItsFilters()
    {
        await using var desk = await TestDesk.OpenAsync();
        desk.Tab.Services.GetRequiredService<NavigationManager>().NavigateTo("/?reviews.kind=understanding");
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, new ReviewList()));

        var links = queue.FindAll(".export a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.All(links, link => Assert.Contains("reviews.kind=understanding", link, StringComparison.Ordinal));
        Assert.Equal(["/export/reviews.xlsx", "/export/reviews.csv"], links.Select(l => l[..l.IndexOf('?')]));
    }

    [Fact]
    public async Task NewRows_WhileNobodyIsOnTheQueue_ComeAtOnce_AndTheSelectionStays()
    {
        await using var desk = await TestDesk.OpenAsync();
        var list = new ReviewList();
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, list));
        desk.GoLive();
        await queue.WaitForAssertionAsync(() => Assert.Single(Rows(queue)), Soon);
        var selected = list.Selected;
        await desk.ReceiveAsync("lan-001");

        await queue.WaitForAssertionAsync(() => Assert.Equal(2, Rows(queue).Count), Soon);
        Assert.Equal(selected, list.Selected);
        Assert.Equal("2", queue.Find(".count").TextContent);
    }

    [Fact]
    public async Task Filters_OfTheAddress_ShowExactlyTheirRows()
    {
        await using var desk = await TestDesk.OpenAsync();
        var navigation = desk.Tab.Services.GetRequiredService<NavigationManager>();
        await desk.ReceiveAsync("lan-001", "scam_suspicion");
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, new ReviewList()));
        desk.GoLive();
        await queue.WaitForAssertionAsync(() => Assert.Equal(2, Rows(queue).Count), Soon);

        await queue.InvokeAsync(() => navigation.NavigateTo("/?reviews.kind=state"));
        await queue.WaitForAssertionAsync(() => Assert.Equal(["状态 0"], Chosen(queue)), Soon);
        await queue.WaitForAssertionAsync(() => Assert.Empty(Rows(queue)), Soon);
        await queue.InvokeAsync(() => navigation.NavigateTo("/?reviews.risk=any"));
        await queue.WaitForAssertionAsync(() => Assert.Equal("lan-001", Assert.Single(Rows(queue)).QuerySelector("bdi")!.TextContent), Soon);
        Assert.Empty(queue.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task OneCase_IsSaidByAChip_AndAnyOtherFilterLiftsIt()
    {
        await using var desk = await TestDesk.OpenAsync();
        var navigation = desk.Tab.Services.GetRequiredService<NavigationManager>();
        await desk.ReceiveAsync("lan-001", "scam_suspicion");
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, new ReviewList()));
        await queue.WaitForAssertionAsync(() => Assert.Equal(2, Rows(queue).Count), Soon);
        Assert.Empty(queue.FindAll("#queue-alone"));

        await queue.InvokeAsync(() => navigation.NavigateTo($"/?reviews.kind=understanding&reviews.review={Rows(queue)[0].GetAttribute("data-id")}"));
        await queue.WaitForAssertionAsync(() => Assert.Single(Rows(queue)), Soon);

        var chips = queue.FindAll("a.chip").Select(c => (Id: c.Id, Href: c.GetAttribute("href")!)).ToList();
        Assert.All(chips, c => Assert.DoesNotContain("reviews.review", c.Href, StringComparison.Ordinal));
        Assert.Contains("reviews.kind=understanding", chips.Single(c => c.Id == "queue-alone").Href, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_OfASalesperson_HoldsOnlyTheirOwnRows()
    {
        await using var desk = await TestDesk.OpenAsync(Role.RealSalesUser);
        var answers = new[] { await desk.ReceiveAsync("lan-001"), await desk.ReceiveAsync("lan-002"), await desk.ReceiveAsync("lan-003") };
        var queue = desk.Tab.Render<ReviewQueue>(p => p.Add(q => q.List, new ReviewList()));
        desk.GoLive();
        var own = 1 + answers.Count(a => a.Assignment!.SalesUser == "Demo Sales");

        await queue.WaitForAssertionAsync(() => Assert.Equal(own, Rows(queue).Count), Soon);
    }

    private static IEnumerable<string> Chosen(IRenderedComponent<ReviewQueue> queue) => queue.FindAll(".chip.on").Select(c => c.TextContent);

    private static IReadOnlyList<AngleSharp.Dom.IElement> Rows(IRenderedComponent<ReviewQueue> queue) => [.. queue.FindAll("tr[data-id]")];
}
