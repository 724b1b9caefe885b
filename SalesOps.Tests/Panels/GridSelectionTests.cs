using Bunit;
using Microsoft.AspNetCore.Components.Web;
using SalesOps.Console.Live;
using SalesOps.Console.Panels;
using SalesOps.Domain.UseCases;

namespace SalesOps.Tests.Panels;

public sealed class GridSelectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public sealed record Row(string Id, string Value);

    [Fact]
    public void Toggle_WithRange_ChoosesAllBetween_AndGivesThemUp()
    {
        var selection = Of(Enumerable.Range(1, 9));
        selection.Toggle(At(2));
        selection.Toggle(At(5), range: true);
        Assert.Equal(["2", "3", "4", "5"], selection.Rows.Select(r => r.Id).Order());
        selection.Toggle(At(3), range: true);
        Assert.Equal(["2"], selection.Rows.Select(r => r.Id));
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
        Assert.Equal(["1 new", "2 row", "3 row"], selection.Rows.Select(r => $"{r.Id} {r.Value}"));
    }

    [Fact]
    public void Toggle_NeverMoreThanACommandTakes()
    {
        var selection = Of(Enumerable.Range(1, 130));
        selection.TogglePage();
        Assert.Equal(GridSelection<Row>.Most, selection.Count);
        Assert.False(selection.CanToggle(At(130)));
        Assert.True(selection.CanToggle(At(1)));
    }

    [Fact]
    public async Task Grid_Choosing_DrawsTheRowsOnceEach_AndAFilterForgetsIt()
    {
        await using var panel = await PanelContext.OpenAsync();
        Row[] rows = [At(1), At(2), At(3)];
        var cells = 0;
        var grid = panel.Page.Render<LiveGrid<Row>>(p => p
            .Add(g => g.Section, "customers").Add(g => g.Load, (_, _) => Task.FromResult<Domain.Messaging.Result<Page<Row>>>(new Page<Row>(rows, rows.Length))).Add(g => g.Topics, Topics.Customers)
            .Add(g => g.Columns, [new GridColumn<Row>("value", "Value", "100%", row => builder =>
            {
                cells++;
                builder.AddContent(0, row.Value);
            })])
            .Add(g => g.Filters, [new GridFilter("kind", "Kind", [new GridOption("a", "A")], AsChips: true)])
            .Add(g => g.RowId, row => row.Id).Add(g => g.OwnSort, "at").Add(g => g.EmptyTitle, "nothing")
            .Add(g => g.Acts, chosen => builder => builder.AddMarkupContent(0, $"<b>{string.Join(' ', chosen.Rows.Select(r => r.Id))}</b>")));
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

    private static Row At(int id) => new($"{id}", "row");

    private static GridSelection<Row> Of(IEnumerable<int> ids)
    {
        var selection = new GridSelection<Row>(row => row.Id);
        selection.Show([.. ids.Select(At)]);
        return selection;
    }
}
