using SalesOps.Console.Panels.Reviews;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Tests.Panels;

public sealed class ReviewListTests
{
    private static readonly ListReviews.Row[] Rows = [.. "abcde".Select((name, i) => new ListReviews.Row(Guid.NewGuid(), ReviewKind.Understanding, Guid.NewGuid(),
        name.ToString(), "ask_trust", null, null, 0.6, Channel.Zalo, "vi", "always_review", DateTime.UnixEpoch, DateTime.UnixEpoch.AddMinutes(i)))];

    private readonly ReviewList _list = new();

    [Fact]
    public void Held_NothingMoves_UntilTheNewOnesAreTakenIn()
    {
        _list.Read([Rows[1], Rows[2], Rows[3]], hold: false);
        _list.Select(Rows[2].Id);
        _list.Read([Rows[0], Rows[2], Rows[3], Rows[4]], hold: true);

        Assert.Equal("bcd", Shown);
        Assert.True(_list.IsGone(Rows[1].Id));
        Assert.Equal(2, _list.Waiting);

        _list.TakeIn();
        Assert.Equal("acde", Shown);
        Assert.Equal((0, "c"), (_list.Waiting, _list.Selected!.Customer));
    }

    [Fact]
    public void SelectedRowThatLeaves_GivesItsPlaceToTheNext()
    {
        _list.Read([Rows[0], Rows[1], Rows[2]], hold: false);
        _list.Select(Rows[1].Id);
        _list.Read([Rows[0], Rows[2]], hold: false);
        Assert.Equal("c", _list.Selected!.Customer);

        _list.Read([], hold: false);
        Assert.Null(_list.Selected);
    }

    [Fact]
    public void Move_StopsAtTheEnds()
    {
        var changes = 0;
        _list.SelectionChanged += () => changes++;
        _list.Read([Rows[0], Rows[1]], hold: false);
        foreach (var by in new[] { -1, 1, 1, 1 }) _list.Move(by);

        Assert.Equal(("b", 2), (_list.Selected!.Customer, changes));
    }

    private string Shown => string.Concat(_list.Shown.Select(r => r.Customer));
}
