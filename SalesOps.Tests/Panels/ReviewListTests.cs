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

    [Fact]
    public void Decided_GreysAtOnce_AndTheNextThatNobodyIsAtOpens()
    {
        _list.IsTaken = id => id == Rows[2].Id;
        _list.Read([Rows[0], Rows[1], Rows[2], Rows[3]], hold: false);
        _list.Select(Rows[1].Id);
        _list.Decided([Rows[1].Id]);
        Assert.Equal(("abcd", true, "d"), (Shown, _list.IsGone(Rows[1].Id), _list.Selected!.Customer));

        // From the end it goes on at the top; when only others' are left, nothing opens, and the queue is not empty.
        _list.Decided([Rows[3].Id]);
        Assert.Equal("a", _list.Selected!.Customer);
        _list.Decided([Rows[0].Id]);
        Assert.Null(_list.Selected);
        Assert.True(_list.IsAllTaken);
        _list.Read([Rows[2]], hold: false);
        Assert.Null(_list.Selected);
        _list.Read([], hold: false);
        Assert.False(_list.IsAllTaken);
    }

    [Fact]
    public void Await_TakesBackWhatWasUndone_EvenWhileTheQueueIsHeld()
    {
        _list.Read([Rows[0], Rows[1], Rows[2]], hold: false);
        _list.Decided([Rows[0].Id]);
        _list.Read([Rows[1], Rows[2]], hold: false);
        Assert.Equal("bc", Shown);
        _list.Await(Rows[0].Id);
        _list.Read([Rows[0], Rows[1], Rows[2]], hold: true);
        Assert.Equal(("abc", "a"), (Shown, _list.Selected!.Customer));
    }

    [Theory]
    [InlineData("decided again")]
    [InlineData("another is opened")]
    [InlineData("moved on")]
    public void Await_ThenSomethingElseIsDone_CallsNobodyBack(string what)
    {
        _list.Read([Rows[0], Rows[1], Rows[2]], hold: false);
        _list.Decided([Rows[0].Id]);
        _list.Await(Rows[0].Id);
        if (what == "decided again") _list.Decided([Rows[0].Id]);
        else if (what == "moved on") _list.Move(1);
        else _list.Select(Rows[1].Id);
        // Read after the undo, before what was done since.
        _list.Read([Rows[0], Rows[1], Rows[2]], hold: true);
        Assert.Equal("b", _list.Selected!.Customer);
    }

    [Fact]
    public void Mark_HoldsOneKindOnly()
    {
        var other = Rows[1] with { Kind = ReviewKind.State };
        _list.Read([Rows[0], other, Rows[2], Rows[3]], hold: false);
        _list.IsTaken = id => id == Rows[3].Id;
        _list.Mark(Rows[0]);
        _list.Mark(other);
        Assert.Equal("a", string.Concat(_list.Marked.Select(r => r.Customer)));
        _list.MarkAll();
        Assert.Equal("ac", string.Concat(_list.Marked.Select(r => r.Customer)));
        _list.Read([Rows[2]], hold: true);
        Assert.Equal("c", string.Concat(_list.Marked.Select(r => r.Customer)));
    }

    private string Shown => string.Concat(_list.Shown.Select(r => r.Customer));
}
