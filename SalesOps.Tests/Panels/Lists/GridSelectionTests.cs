using Bunit;
using Microsoft.AspNetCore.Components.Web;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using Error = SalesOps.Domain.Messaging.Error;
using ErrorKind = SalesOps.Domain.Messaging.ErrorKind;

namespace SalesOps.Tests.Panels.Lists;

public sealed class GridSelectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public sealed record Row(string Id, string Value);

    [Fact]
    public void Toggle_WithRange_ChoosesAllBetween_AndGivesThemUp()
    {
        var selection = Of(Enumerable.Range(1, 9));
        selection.Toggle(At(2));
        selection.Toggle(At(5), range: true);
        Assert.Equal(["2", "3", "4", "5"], selection.Seen<Row>().Select(r => r.Id).Order());
        selection.Toggle(At(3), range: true);
        Assert.Equal(["2"], selection.Seen<Row>().Select(r => r.Id));
        selection.Toggle(At(2), range: true);
        Assert.Equal(0, selection.Count);
    }

    [Fact]
    public void Show_AnotherPageAndNewValues_KeepsWhatIsChosen()
    {
        var selection = Of([1, 2]);
        selection.TogglePage();
        selection.Show([At(3)]);
        Assert.False(selection.IsPage);
        selection.TogglePage();
        selection.Show([new Row("1", "new"), At(2)]);
        Assert.True(selection.IsPage);
        Assert.Equal(["1 new", "2 row", "3 row"], selection.Seen<Row>().Select(r => $"{r.Id} {r.Value}"));
    }

    [Fact]
    public void GiveUpGone_OfThisPageAlone_KeepsWhatOtherPagesHave()
    {
        var selection = Of([1, 2]);
        selection.TogglePage();
        selection.Show([At(3), At(4)]);
        selection.TogglePage();
        selection.Show([At(4)]);
        selection.GiveUpGone([At(3), At(4)]);
        Assert.Equal(["1", "2", "4"], selection.Seen<Row>().Select(r => r.Id));
    }

    [Fact]
    public void Toggle_NeverMoreThanACommandTakes()
    {
        var selection = Of(Enumerable.Range(1, GridSelection<Row>.Most + 30));
        selection.TogglePage();
        Assert.Equal(GridSelection<Row>.Most, selection.Count);
        Assert.False(selection.CanToggle(At(GridSelection<Row>.Most + 30)));
        Assert.True(selection.CanToggle(At(1)));
    }

    [Fact]
    public void ChooseAll_KeepsWhatActsNeed_AndNoRowThatWasNotShown()
    {
        var selection = new GridSelection<Row>(row => row.Id, row => row.Value);
        selection.Show([At(1), At(2)]);
        selection.Toggle(At(2));
        Assert.Equal(At(2), selection.Only);
        selection.ChooseAll(new Dictionary<string, object?> { ["1"] = "seen", ["7"] = "unseen", ["9"] = null });
        Assert.Equal((3, false, true), (selection.Count, selection.IsPage, selection.Has(At(7))));
        Assert.Equal(["seen", "unseen"], selection.Seen<string>());
        // What is shown by now was seen.
        selection.Show([new Row("7", "shown")]);
        Assert.Equal(["seen", "shown"], selection.Seen<string>());
        selection.ChooseAll(new Dictionary<string, object?> { ["7"] = "unseen" });
        Assert.Null(selection.Only);
    }

    [Fact]
    public async Task Grid_AllFound_AreOfferedOnceThePageIsChosen_AndAreThoseOfThatMoment()
    {
        await using var panel = await PanelContext.OpenAsync();
        var found = Enumerable.Range(1, 1_234).Select(At).ToList();
        var asked = new List<GridRequest>();
        var grid = Render(panel, (request, _) =>
        {
            asked.Add(request);
            return Task.FromResult<Result<Page<Row>>>(request switch
            {
                { OnlyKeys: true } => new Page<Row>([], found.Count) { Keys = [.. found.Select(r => (object)r.Id)] },
                { Keys: { } keys } => new Page<Row>([.. found.Where(r => keys.Contains(r.Id))], keys.Count),
                _ => new Page<Row>([.. found.Take(20)], found.Count),
            });
        });
        grid.WaitForElement("tbody .mark", Patience);
        await grid.FindAll("tbody .mark")[0].ClickAsync(new MouseEventArgs());
        Assert.Empty(grid.FindAll(".choose-all"));
        await grid.Find("thead .mark").ClickAsync(new MouseEventArgs());
        Assert.Contains("1,234", grid.Find(".choose-all").TextContent, StringComparison.Ordinal);
        await grid.Find(".choose-all").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => grid.FindAll(".choose-all").Count == 0, Patience);
        found.Add(At(5_000));
        Assert.Equal(found.Take(1_234), grid.Instance.Selection.Seen<Row>());
        // Each is read by its key, in as many reads as an export takes.
        Assert.Equal([500, 500, 234], asked.Select(r => r.Keys?.Count).OfType<int>());
        Assert.Equal(GridSelection<Row>.Most, asked.Single(r => r.OnlyKeys).First);
        await grid.Find(".grid-acts .end").ClickAsync(new MouseEventArgs());
        Assert.Equal(0, grid.Instance.Selection.Count);
    }

    [Fact]
    public async Task Grid_MoreFoundThanOneMayChoose_OffersTheFirst_AndSaysThatTheseAreTheMost()
    {
        await using var panel = await PanelContext.OpenAsync();
        var found = Enumerable.Range(1, GridSelection<Row>.Most + 7).Select(At).ToList();
        var grid = Render(panel, Finding(found, (keys, _) => Task.FromResult<Result<Page<Row>>>(new Page<Row>([.. keys.Select(k => At(int.Parse((string)k, System.Globalization.CultureInfo.InvariantCulture)))], keys.Count))));
        await ChoosePageAsync(grid);
        Assert.Equal(Text.ChooseFirst.With("5,000"), grid.Find(".choose-all").TextContent);
        await grid.Find(".choose-all").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => grid.FindAll(".choose-all").Count == 0, Patience);
        Assert.Equal(found.Take(GridSelection<Row>.Most), grid.Instance.Selection.Seen<Row>());
        Assert.Contains(Text.ChosenMost.With("5,000"), grid.Find(".grid-acts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grid_AllFound_WhichCannotBeReadWhole_AreNotChosen_AndItIsSaidWhy()
    {
        await using var panel = await PanelContext.OpenAsync();
        var found = Enumerable.Range(1, 1_234).Select(At).ToList();
        var (reads, busy) = (0, new Error(ErrorKind.Busy, "Later."));
        var grid = Render(panel, Finding(found, (keys, _) => Task.FromResult(++reads == 2 ? Result<Page<Row>>.Fail(busy) : new Page<Row>([.. found.Where(r => keys.Contains(r.Id))], keys.Count))));
        await ChoosePageAsync(grid);
        await grid.Find(".choose-all").ClickAsync(new MouseEventArgs());
        Assert.Equal((20, 2), (grid.Instance.Selection.Count, reads));
        Assert.Contains(ErrorTexts.Of(busy), grid.Find(".grid-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grid_FilteredAnewWhileAllAreRead_ChoosesNone_AndIsNotAskedTwice()
    {
        await using var panel = await PanelContext.OpenAsync();
        var found = Enumerable.Range(1, 30).Select(At).ToList();
        var read = new TaskCompletionSource();
        var grid = Render(panel, Finding(found, async (keys, _) =>
        {
            await read.Task;
            return new Page<Row>([.. found.Where(r => keys.Contains(r.Id))], keys.Count);
        }), [new GridFilter("kind", "Kind", [new GridOption("a", "A")], AsChips: true)]);
        await ChoosePageAsync(grid);
        var choosing = grid.Find(".choose-all").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => grid.Find(".choose-all").HasAttribute("disabled"), Patience);
        await grid.Find(".chips .chip").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => grid.FindAll(".grid-acts").Count == 0, Patience);
        await grid.InvokeAsync(read.SetResult);
        await choosing;
        Assert.Equal(0, grid.Instance.Selection.Count);
    }

    [Fact]
    public async Task Grid_Choosing_DrawsTheRowsOnceEach_AndAFilterForgetsIt()
    {
        await using var panel = await PanelContext.OpenAsync();
        Row[] rows = [At(1), At(2), At(3)];
        var cells = 0;
        var grid = panel.Page.Render<LiveGrid<Row>>(p => p
            .Add(g => g.Section, "customers").Add(g => g.Load, (_, _) => Task.FromResult<Result<Page<Row>>>(new Page<Row>(rows, rows.Length))).Add(g => g.Topics, Topics.Customers)
            .Add(g => g.Columns, [new GridColumn<Row>("value", "Value", "100%", row => builder =>
            {
                cells++;
                builder.AddContent(0, row.Value);
            })])
            .Add(g => g.Filters, [new GridFilter("kind", "Kind", [new GridOption("a", "A")], AsChips: true)])
            .Add(g => g.RowId, row => row.Id).Add(g => g.OwnSort, "at").Add(g => g.EmptyTitle, "nothing")
            .Add(g => g.Acts, chosen => builder => builder.AddMarkupContent(0, $"<b>{string.Join(' ', chosen.Seen<Row>().Select(r => r.Id))}</b>")));
        grid.WaitForElement("tbody .mark", Patience);
        var drawn = cells;

        await grid.FindAll("tbody .mark")[0].ClickAsync(new MouseEventArgs());
        await grid.FindAll("tbody .mark")[2].ClickAsync(new MouseEventArgs { ShiftKey = true });
        Assert.Equal("1 2 3", grid.Find(".grid-acts b").TextContent);
        Assert.True(grid.Find("thead .mark").HasAttribute("checked"));
        Assert.Equal(drawn + 2 * rows.Length, cells);

        await grid.Find(".chips .chip").ClickAsync(new MouseEventArgs());
        grid.WaitForState(() => grid.FindAll(".grid-acts").Count == 0, Patience);
    }

    private static Func<GridRequest, CancellationToken, Task<Result<Page<Row>>>> Finding(List<Row> found, Func<IReadOnlyList<object>, CancellationToken, Task<Result<Page<Row>>>> read) => (request, stop) => request switch
    {
        { OnlyKeys: true } => Task.FromResult<Result<Page<Row>>>(new Page<Row>([], found.Count) { Keys = [.. found.Take(request.First ?? int.MaxValue).Select(r => (object)r.Id)] }),
        { Keys: { } keys } => read(keys, stop),
        _ => Task.FromResult<Result<Page<Row>>>(new Page<Row>([.. found.Take(20)], found.Count)),
    };

    private static async Task ChoosePageAsync(IRenderedComponent<LiveGrid<Row>> grid)
    {
        grid.WaitForElement("tbody .mark", Patience);
        await grid.Find("thead .mark").ClickAsync(new MouseEventArgs());
    }

    private static IRenderedComponent<LiveGrid<Row>> Render(PanelContext panel, Func<GridRequest, CancellationToken, Task<Result<Page<Row>>>> load, IReadOnlyList<GridFilter>? filters = null) => panel.Page.Render<LiveGrid<Row>>(p => p
        .Add(g => g.Section, "customers").Add(g => g.Load, load).Add(g => g.Topics, Topics.Customers)
        .Add(g => g.Columns, [new GridColumn<Row>("value", "Value", "100%", row => builder => builder.AddContent(0, row.Value))])
        .Add(g => g.RowId, row => row.Id).Add(g => g.OwnSort, "at").Add(g => g.EmptyTitle, "nothing").Add(g => g.Filters, filters ?? []).Add(g => g.Seen, row => row).Add(g => g.Acts, _ => builder => builder.AddMarkupContent(0, "<b>act</b>")));

    private static Row At(int id) => new($"{id}", "row");

    private static GridSelection<Row> Of(IEnumerable<int> ids)
    {
        var selection = new GridSelection<Row>(row => row.Id);
        selection.Show([.. ids.Select(At)]);
        return selection;
    }
}
