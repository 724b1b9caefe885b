using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class DecideReviewsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Approve_EachByItself_AndOneThatWasDecidedMeanwhileIsRefusedAlone()
    {
        var seen = new List<GetReviewCase.Case>();
        for (var i = 0; i < 12; i++) seen.Add(await _console.CaseAsync(await _console.HearAsync($"lan-{i}")));
        await _console.ApproveAsync(seen[4], _console.As(Role.Admin));
        var since = _console.Lane.Last.Counters.Sequence;

        var lines = (await DecideAsync(seen.Select(s => s.Seen))).Value.Lines;

        Assert.Equal(seen.Select(s => s.Id), lines.Select(l => l.ReviewId));
        Assert.Equal((11, "decided"), (lines.Count(l => l.Decided?.State == "trust_building"), lines[4].Refused!.Code));
        // Each decision is an entry of its own, about its own customer.
        await using var store = _console.Read();
        Assert.Equal(11, store.AuditEntries.Where(a => a.Sequence > since && a.Action == "review.approved").Select(a => a.CustomerId).Distinct().Count());
        foreach (var entry in store.AuditEntries.Where(a => a.Sequence > since).ToList())
            Assert.DoesNotContain(seen.Where(s => s.CustomerId != entry.CustomerId),
                s => ChangeText.Of(entry.Changes).Contains(Convert.ToHexStringLower(s.CustomerId.ToByteArray(true)), StringComparison.Ordinal));
        Assert.Equal(1, _console[Counters.UnderstandingReviews]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Reject_WithATask_AsksEachCustomer()
    {
        var seen = new List<Seen>();
        for (var i = 0; i < 3; i++) seen.Add((await _console.CaseAsync(await _console.HearAsync($"lan-{i}"))).Seen);
        Assert.Equal(3, (await DecideAsync(seen, new DecideReviews.Rejection("missing_context", NextStep.AskCustomer))).Value.Lines.Count(l => l.Decided is not null));
        await using var store = _console.Read();
        Assert.Equal(3, store.WorkTasks.Count(t => t.Kind == TaskKind.AskCustomer));
        _console.AssertSound();
    }

    [Fact]
    public async Task TwoKinds_AreRefused()
    {
        var seen = new[] { await _console.CaseAsync(await _console.HearAsync("a")), await _console.CaseAsync(await _console.HearAsync("b", "opt_out", "opt_out", 0.7)) };
        Assert.Equal("one_kind", ErrorOf(await DecideAsync(seen.Select(s => s.Seen))).Code);
    }

    [Fact]
    public async Task NoneAndTooManyAndTwice_AreRefused()
    {
        var one = new Seen(Guid.NewGuid(), 1, "new_lead");
        Assert.Equal("reviews", ErrorOf(await DecideAsync([])).Field);
        Assert.Equal("reviews", ErrorOf(await DecideAsync([one, one])).Field);
        Assert.Equal("too_many", ErrorOf(await DecideAsync(Enumerable.Range(0, 101).Select(_ => one with { ReviewId = Guid.NewGuid() }))).Code);
        Assert.Equal("reason", ErrorOf(await DecideAsync([one], new DecideReviews.Rejection("no_such", NextStep.AiAgain))).Field);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await DecideAsync([one])).Kind);
    }

    private Task<Result<DecideReviews.Answer>> DecideAsync(IEnumerable<Seen> seen, DecideReviews.Rejection? rejection = null) =>
        _console.SendAsync(new DecideReviews.Command(Guid.NewGuid(), [.. seen], rejection), _console.Supervisor());
}
