using FsCheck;
using FsCheck.Fluent;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Panels.Lists;

public sealed class GridViewTests
{
    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 21, null)]
    [InlineData(3, 40, 2)]
    [InlineData(999, 41, 3)]
    public void Within_RowsThatEndBefore_IsTheLastPageThatHasSome(int page, int rows, int? last)
    {
        var view = new GridView(new Dictionary<string, string> { ["status"] = "open" }, "name", true, page);
        Assert.Equal(last is { } at ? view with { Page = at } : null, view.Within(rows));
    }

    [Fact]
    public void Keep_AnyFiltersSortAndColumns_AreKeptWithoutSearchAndPage()
    {
        var filter = Gen.Elements("status", "agent", "search", "bound", "channel");
        var value = Gen.Elements("discovery", "yes", "Lê Đức & con", "a=b", "100%", "李明", "2026-01-01..");
        var views = from filters in Gen.ListOf(Gen.Zip(filter, value))
                    from sort in Gen.Elements(null, "name", "lastSeenAt")
                    from down in Gen.Elements(true, false)
                    from page in Gen.Choose(1, 9)
                    from hidden in Gen.SubListOf("channel", "tasks", "last_seen")
                    select (View: new GridView(filters.DistinctBy(f => f.Item1).ToDictionary(f => f.Item1, f => f.Item2), sort, sort is not null && down, page), Hidden: hidden.ToHashSet());

        Prop.ForAll(views.ToArbitrary(), asked =>
        {
            var shows = asked.View.Keep(asked.Hidden);
            Assert.True(ViewRules.IsSound(shows), shows);
            var (view, hidden) = GridView.Kept(shows);
            Assert.Equal(asked.View with { Page = 1, Filters = asked.View.Filters.Where(f => f.Key != "search").ToDictionary() }, view);
            Assert.Equal(asked.Hidden, hidden);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void WhatDependsOnWhoLooks_IsKeptForAnybody_AndAskedForWhoLooks()
    {
        var (mine, theirs) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        GridFilter[] filters = [new("mine", "", [new("", ""), new("me", "", mine)])];
        GridView Of(string value) => new(new Dictionary<string, string> { ["mine"] = value }, null, false, 1);
        string Asked(GridView view) => view.Request(null, filters).Filters!["mine"];

        Assert.Equal((mine, mine, theirs), (Asked(Of("me")), Asked(Of(mine)), Asked(Of(theirs))));
        // A link of before names its person; a view is anybody's own.
        Assert.Equal((Of("me"), Of("me"), Of(theirs)), (Of("me").ForAnybody(filters, false), Of(mine).ForAnybody(filters, false), Of(theirs).ForAnybody(filters, false)));
        Assert.Equal("mine=me", Of(mine).ForAnybody(filters, false).Keep([]));
        Assert.Equal(Of("me"), GridView.Kept($"mine={theirs}").View.ForAnybody(filters, true));
    }
}
