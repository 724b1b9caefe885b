using Bunit;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;

namespace SalesOps.Tests.Panels.Lists;

public sealed class CountedTests : IDisposable
{
    private readonly BunitContext _page = new();

    public void Dispose() => _page.Dispose();

    [Fact]
    public async Task Open_WhereAnotherSentenceWithFewerNumbersComes_IsClosed()
    {
        var counted = _page.Render<Counted>(p => p.Add(c => c.Format, "{0} and {1}").Add(c => c.Numbers, [Number(1, "first"), Number(2, "second")]));
        await counted.Find("button[data-counts='1']").ClickAsync(new());
        Assert.Contains("second", counted.Find(".counted-rows").TextContent, StringComparison.Ordinal);

        counted.Render(p => p.Add(c => c.Format, "only {0}").Add(c => c.Numbers, [Number(3, "third")]).Add(c => c.Of, "changed"));

        Assert.Empty(counted.FindAll(".counted-rows"));
        Assert.Equal("false", counted.Find("button.rows").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task Open_WhereTheNumberHasNoRowsAnyMore_IsClosed()
    {
        var counted = _page.Render<Counted>(p => p.Add(c => c.Format, "{0}").Add(c => c.Numbers, [Number(1, "first")]));
        await counted.Find("button.rows").ClickAsync(new());
        counted.Render(p => p.Add(c => c.Format, "{0} too").Add(c => c.Numbers, [new(2)]));
        Assert.Equal("2 too", counted.Find(".counted").TextContent.Trim());
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(CountedRows.Most, false, true)]
    public async Task Pager_AtAnEnd_KeepsItsButtons_WhichLeadNoFurther(int skip, bool first, bool last)
    {
        var asked = new List<int>();
        var pager = _page.Render<CountedPager>(p => p.Add(c => c.Total, CountedRows.Most + 1).Add(c => c.Skip, skip).Add(c => c.OnSkip, asked.Add));
        var (previous, next) = (pager.FindAll("button")[0], pager.FindAll("button")[1]);
        Assert.Equal((first, last, false), (previous.HasAttribute("aria-disabled"), next.HasAttribute("aria-disabled"), pager.FindAll("button").Any(b => b.HasAttribute("disabled"))));
        await (first ? previous : next).ClickAsync(new());
        Assert.Empty(asked);
        await (first ? next : previous).ClickAsync(new());
        Assert.Equal([first ? CountedRows.Most : 0], asked);
    }

    private static Counted.Number Number(int value, string name) => new(value, Rows: _ =>
        Task.FromResult<Result<CountedRows>>(new CountedRows(value, [new CountedRow(Guid.NewGuid(), Guid.NewGuid(), name, null)])));
}
