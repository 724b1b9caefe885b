using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Tests.Panels.Lists;

public sealed class LiveGridTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public sealed record Row(string Id, string Value);

    [Fact]
    public async Task Load_AnswersOutOfOrder_TheLastQuestionCounts()
    {
        await using var panel = await PanelContext.OpenAsync();
        var answers = new List<TaskCompletionSource<Result<Page<Row>>>>();
        var grid = Render(panel, (_, _) =>
        {
            answers.Add(new TaskCompletionSource<Result<Page<Row>>>());
            return answers[^1].Task;
        });
        answers[0].SetResult(Page(new Row("1", "first")));
        grid.WaitForElement("button.sort", Patience);

        _ = grid.Find("button.sort").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => answers.Count == 2, Patience);
        _ = grid.Find("button.sort").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => answers.Count == 3, Patience);
        answers[2].SetResult(Page(new Row("1", "newest")));
        grid.WaitForAssertion(() => Assert.Contains("newest", grid.Find("tr[data-id]").TextContent, StringComparison.Ordinal), Patience);
        answers[1].SetResult(Page(new Row("1", "overtaken")));

        await grid.InvokeAsync(() => Task.CompletedTask);
        Assert.DoesNotContain("overtaken", grid.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_EqualRows_DrawsNoRow()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (reads, value) = (0, "same");
        var grid = Render(panel, (_, _) =>
        {
            reads++;
            return Task.FromResult<Result<Page<Row>>>(Page(new Row("1", value), new Row("2", "other")));
        });
        await panel.FollowAsync(grid);
        var rows = grid.WaitForComponent<LiveGridRows<Row>>(Patience);
        var drawn = rows.RenderCount;

        // The next read begins when the answer of the one before is taken in.
        for (var read = 2; read <= 3; read++)
        {
            panel.Feed.Publish(Topics.Customers);
            grid.WaitForState(() => reads == read, Patience);
        }
        await grid.InvokeAsync(() => Task.CompletedTask);
        Assert.Equal(drawn, rows.RenderCount);

        value = "changed";
        panel.Feed.Publish(Topics.Customers);
        grid.WaitForAssertion(() => Assert.Contains("changed", grid.Find("tr[data-id='1']").TextContent, StringComparison.Ordinal), Patience);
        // The text is there a moment before the drawing is counted.
        grid.WaitForAssertion(() => Assert.True(rows.RenderCount > drawn), Patience);
    }

    [Fact]
    public async Task Follow_AReadThatTakesItsThread_LeavesThePageFree()
    {
        await using var panel = await PanelContext.OpenAsync();
        using var end = new ManualResetEventSlim();
        var (value, reading) = ("old", new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var grid = Render(panel, (_, stop) =>
        {
            if (value == "new")
            {
                reading.TrySetResult();
                end.Wait(stop);
            }
            return Task.FromResult<Result<Page<Row>>>(Page(new Row("1", value)));
        });
        await panel.FollowAsync(grid);
        value = "new";
        panel.Feed.Publish(Topics.Customers);
        await reading.Task.WaitAsync(Patience, Xunit.TestContext.Current.CancellationToken);

        var free = grid.InvokeAsync(() => Task.CompletedTask);
        await Task.WhenAny(free, Task.Delay(Patience, Xunit.TestContext.Current.CancellationToken));
        var wasFree = free.IsCompletedSuccessfully;
        end.Set();
        Assert.True(wasFree);
        grid.WaitForAssertion(() => Assert.Contains("new", grid.Find("tr[data-id='1']").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Load_Throws_SaysSoAndTriesAgain()
    {
        await using var panel = await PanelContext.OpenAsync();
        var works = false;
        var grid = Render(panel, (_, _) => works ? Task.FromResult<Result<Page<Row>>>(Page(new Row("1", "back"))) : throw new IOException("the disk's secret"));

        var retry = grid.WaitForElement(".grid-problem button", Patience);
        Assert.DoesNotContain("secret", grid.Markup, StringComparison.Ordinal);
        works = true;
        await retry.ClickAsync(new MouseEventArgs());

        Assert.Contains("back", grid.WaitForElement("tr[data-id]", Patience).TextContent, StringComparison.Ordinal);
        Assert.Empty(grid.FindAll(".grid-problem"));
    }

    [Fact]
    public async Task Follow_FocusAmongTheRows_NewRowsWaitBehindTheBar()
    {
        await using var panel = await PanelContext.OpenAsync();
        List<Row> rows = [new("1", "old")];
        var grid = Render(panel, (_, _) => Task.FromResult<Result<Page<Row>>>(Page([.. rows])));
        await panel.FollowAsync(grid);
        await grid.WaitForElement(".grid-rows", Patience).TriggerEventAsync("onfocusin", new FocusEventArgs());

        rows = [new("3", "new"), new("2", "new"), new("1", "moved on")];
        panel.Feed.Publish(Topics.Customers);

        var bar = grid.WaitForElement(".new", Patience);
        Assert.Contains("2", bar.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(grid.FindAll("tr[data-id]")).GetAttribute("data-id"));
        Assert.Contains("moved on", grid.Find("tr[data-id]").TextContent, StringComparison.Ordinal);
        Assert.Equal("3", grid.Find(".count").TextContent);

        await bar.ClickAsync(new MouseEventArgs());
        Assert.Equal(["3", "2", "1"], grid.FindAll("tr[data-id]").Select(r => r.GetAttribute("data-id")));
        Assert.Empty(grid.FindAll(".new"));
    }

    [Fact]
    public async Task Follow_FocusAmongTheRows_ARowThatLeftIsMarkedUntilTheListIsShownAnew()
    {
        await using var panel = await PanelContext.OpenAsync();
        List<Row> rows = [new("1", "stays"), new("2", "goes")];
        var grid = Render(panel, (_, _) => Task.FromResult<Result<Page<Row>>>(Page([.. rows])));
        await panel.FollowAsync(grid);
        await grid.WaitForElement(".grid-rows", Patience).TriggerEventAsync("onfocusin", new FocusEventArgs());

        rows = [new("1", "stays")];
        panel.Feed.Publish(Topics.Customers);
        Assert.Equal("2", grid.WaitForElement("tr[data-aside]", Patience).GetAttribute("data-id"));

        await grid.InvokeAsync(grid.Instance.RefreshAsync);
        Assert.Equal("1", Assert.Single(grid.FindAll("tr[data-id]")).GetAttribute("data-id"));
    }

    [Fact]
    public async Task Load_FilterNobodyKnows_OffersToClearIt()
    {
        await using var panel = await PanelContext.OpenAsync();
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("/?customers.foo=1");
        var grid = Render(panel, (request, _) => Task.FromResult<Result<Page<Row>>>(
            request.Filter("foo") is null ? Page(new Row("1", "all")) : Error.Invalid("foo", "'foo' is not a filter of this list.")));

        await grid.WaitForElement(".grid-problem button", Patience).ClickAsync(new MouseEventArgs());

        Assert.Single(grid.FindAll("tr[data-id]"));
    }

    [Fact]
    public async Task Load_PageBeyondTheEnd_ShowsTheLastThatHasRows_AndSaysSoInTheAddress()
    {
        await using var panel = await PanelContext.OpenAsync();
        var navigation = panel.Page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/?customers.page=999");
        var found = Enumerable.Range(1, 25).Select(i => new Row($"{i}", "row")).ToList();
        var grid = Render(panel, (request, _) => Task.FromResult<Result<Page<Row>>>(new Page<Row>([.. found.Skip(request.Skip).Take(request.Take)], found.Count)));

        grid.WaitForAssertion(() => Assert.Equal(5, grid.FindAll("tr[data-id]").Count), Patience);
        Assert.EndsWith("?customers.page=2", navigation.Uri, StringComparison.Ordinal);

        found.RemoveRange(20, 5);
        await grid.InvokeAsync(grid.Instance.RefreshAsync);
        Assert.Equal(20, grid.FindAll("tr[data-id]").Count);
        Assert.DoesNotContain("page=", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OrderNobodyKnows_IsNotCalledAFilter()
    {
        await using var panel = await PanelContext.OpenAsync();
        panel.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("/?customers.sort=zzz");
        var grid = Render(panel, (request, _) => Task.FromResult<Result<Page<Row>>>(
            request.Sort is null ? Page(new Row("1", "all")) : Error.Invalid("sort", "'zzz' is not a sort of this list.")));

        Assert.Contains(Text.SortUnknown.With("zzz"), grid.WaitForElement(".grid-problem", Patience).TextContent, StringComparison.Ordinal);
        await grid.Find(".grid-problem button").ClickAsync(new MouseEventArgs());
        Assert.Single(grid.FindAll("tr[data-id]"));
    }

    private static Page<Row> Page(params Row[] rows) => new(rows, rows.Length);

    private static IRenderedComponent<LiveGrid<Row>> Render(PanelContext panel, Func<GridRequest, CancellationToken, Task<Result<Page<Row>>>> load) =>
        panel.Page.Render<LiveGrid<Row>>(p => p
            .Add(g => g.Section, "customers").Add(g => g.Load, load).Add(g => g.Topics, Topics.Customers)
            .Add(g => g.Columns, [.. GridColumns.Shared(new GridColumn<Row>("value", "Value", "100%", row => builder => builder.AddContent(0, row.Value), "value"))])
            .Add(g => g.RowId, row => row.Id).Add(g => g.OwnSort, "at").Add(g => g.EmptyTitle, "nothing"));
}
