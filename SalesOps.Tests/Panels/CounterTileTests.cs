using Bunit;
using SalesOps.Console.Panels.Counters;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;
using Count = SalesOps.Domain.Model.Counters;

namespace SalesOps.Tests.Panels;

public sealed class CounterTileTests
{
    [Fact]
    public async Task Commit_RendersOnlyTheTilesWhoseNumberChanged()
    {
        await using var desk = await TestDesk.OpenAsync();
        var people = Tile(desk, Count.SalesUsers);
        var customers = Tile(desk, Count.Customers);
        desk.GoLive();
        await desk.ReceiveAsync("lan-001");

        await customers.WaitForAssertionAsync(() => Assert.Equal("7", Number(customers)), TimeSpan.FromSeconds(60));
        Assert.Equal(2, customers.RenderCount);
        Assert.Equal(1, people.RenderCount);
        Assert.Equal("2", Number(people));
    }

    [Fact]
    public async Task SalespersonsTile_CountsOnlyTheirOwnRows()
    {
        await using var all = await TestDesk.OpenAsync();
        await using var own = await TestDesk.OpenAsync(Role.RealSalesUser);

        Assert.Equal("6", Number(Tile(all, Count.ActiveBindings)));
        Assert.Equal("4", Number(Tile(own, Count.ActiveBindings)));
    }

    private static IRenderedComponent<CounterTile> Tile(TestDesk desk, Counter counter) =>
        desk.Tab.Render<CounterTile>(p => p.Add(t => t.Of, counter).Add(t => t.Quiet, true).Add(t => t.Href, "/"));

    private static string Number(IRenderedComponent<CounterTile> tile) => tile.Find("[data-counter]").TextContent;
}
