using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class ClaimBoardTests
{
    private static readonly Guid Review = Guid.NewGuid();
    private static readonly Guid An = Guid.NewGuid();
    private static readonly Guid Bình = Guid.NewGuid();
    private static readonly object Tab = new();

    private readonly TestClock _clock = new();

    [Fact]
    public void Take_WhileAnotherLooks_ShowsTheOther_UntilTheLeaseIsOver()
    {
        using var board = new ClaimBoard(_clock);
        board.Take(Review, 1, An, Tab);
        Assert.Equal(An, board.Take(Review, 1, Bình, new object()).UserId);
        _clock.Advance(ClaimBoard.Lease - TimeSpan.FromSeconds(1));
        board.Take(Review, 1, An, Tab);
        _clock.Advance(ClaimBoard.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(An, board[Review]!.UserId);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(board[Review]);
        Assert.Equal(Bình, board.Take(Review, 1, Bình, new object()).UserId);
    }

    [Fact]
    public void Take_ClockWasSetBackByMonths_GoesOn()
    {
        using var board = new ClaimBoard(_clock);
        board.Take(Review, 1, An, Tab);
        _clock.Advance(TimeSpan.FromDays(-60));
        var other = Guid.NewGuid();
        Assert.Equal(Bình, board.Take(other, 1, Bình, new object()).UserId);
        Assert.NotNull(board[other]);
    }

    [Fact]
    public void Leave_OfAnotherTab_LeavesTheClaim()
    {
        using var board = new ClaimBoard(_clock);
        var other = new object();
        board.Take(Review, 1, An, Tab);
        board.Take(Review, 1, An, other);
        board.Leave(Review, Tab);
        Assert.NotNull(board[Review]);
        board.Leave(Review, other);
        Assert.Null(board[Review]);
    }

    [Fact]
    public void Changed_IsRaisedWhenSomebodyComesOrGoes_NotForRenewals()
    {
        using var board = new ClaimBoard(_clock);
        var changes = 0;
        board.Changed += () => changes++;
        board.Take(Review, 1, An, Tab);
        board.Take(Review, 1, An, Tab);
        board.Leave(Review, Tab);
        Assert.Equal(2, changes);
    }

    [Fact]
    public async Task LeaseThatRunsOut_IsTold()
    {
        using var board = new ClaimBoard(new ShortClock());
        var told = new TaskCompletionSource();
        board.Take(Review, 1, An, Tab);
        board.Changed += () => told.TrySetResult();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Null(board[Review]);
    }

    [Fact]
    public async Task Decision_WhileAnotherHoldsIt_IsRefused_AndAForcedReleaseTurnsItRound()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var board = console.Services.GetRequiredService<ClaimBoard>();
        var (supervisor, admin) = (console.Supervisor(), console.As(Role.Admin));
        var seen = await console.CaseAsync(await console.HearAsync("lan-001"));
        board.Take(seen.Id, seen.Version, supervisor.SalesUserId!.Value, Tab);

        Assert.Equal("held", ErrorOf(await console.ApproveAsync(seen, admin)).Code);
        Assert.Equal("own", ErrorOf(await ReleaseAsync(console, seen.Id, supervisor, supervisor)).Code);
        var since = console.Lane.Last.Counters.Sequence;
        Assert.Equal(seen.Version + 1, (await ReleaseAsync(console, seen.Id, supervisor, admin)).Value.Version);
        Assert.Equal(["review.released"], console.Actions(since));
        Assert.Equal("free", ErrorOf(await ReleaseAsync(console, seen.Id, supervisor, admin)).Code);

        // Who held it decides about an old version; who took it may decide.
        Assert.Equal(ErrorKind.Stale, ErrorOf(await console.ApproveAsync(seen, supervisor)).Kind);
        var fresh = (await console.SendAsync(new GetReviewCase.Query(seen.Id))).Value;
        Assert.Equal(supervisor.SalesUserId, fresh.TakenFromId);
        Assert.Equal(admin.SalesUserId, board.Take(fresh.Id, fresh.Version, admin.SalesUserId!.Value, new object()).UserId);
        Assert.True((await console.ApproveAsync(fresh, admin)).Succeeded);
        console.AssertSound();
    }

    private static Task<Result<ReleaseReview.Answer>> ReleaseAsync(TestConsole console, Guid review, Caller from, Caller by) =>
        console.SendAsync(new ReleaseReview.Command(Guid.NewGuid(), review, from.SalesUserId!.Value), by);

    /// <summary>A clock that is always a lease further, so that its timers are due at once.</summary>
    private sealed class ShortClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now += ClaimBoard.Lease;
    }
}
