using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class CorrectReviewTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Understanding_TakesTheCorrectedIntent_AndMovesToTheTarget()
    {
        var heard = await _console.HearAsync("lan-001");
        var since = _console.Lane.Last.Counters.Sequence;
        var decided = await CorrectAsync(await _console.CaseAsync(heard), "ask_price", "discovery_price", "discovery", "chỉ hỏi giá");

        Assert.Equal(("discovery", ReviewStatus.Corrected), (decided.Value.State, decided.Value.Outcome));
        await using var store = _console.Read();
        var customer = store.Customers.Single(c => c.Id == heard.CustomerId);
        Assert.Equal(("ask_price", "discovery_price", 1.0, "discovery"), (customer.Intent, customer.Stage, customer.Confidence, customer.Status));
        // What the AI read stays as it was: the distance between the two is what is learnt from.
        Assert.Equal(("ask_trust", ReviewStatus.Corrected), store.Understandings.Where(u => u.CustomerId == heard.CustomerId).Select(u => ValueTuple.Create(u.Intent!, u.Review)).Single());
        var decision = store.Decisions.Single();
        Assert.Equal(("ask_price", "discovery_price", "discovery", "chỉ hỏi giá"), (decision.Intent, decision.Stage, decision.Target, decision.Note));
        Assert.Equal(["review.corrected", "state_machine.applied"], _console.Actions(since));
        var entry = store.AuditEntries.Single(a => a.Action == "review.corrected");
        Assert.DoesNotContain("chỉ hỏi giá", ChangeText.Of(entry.Changes), StringComparison.Ordinal);
        Assert.NotNull(entry.Sealed);
        _console.AssertSound();
    }

    [Fact]
    public async Task Understanding_WithoutTarget_StaysWhereItIs()
    {
        var heard = await _console.HearAsync("lan-001");
        Assert.Equal("new_lead", (await CorrectAsync(await _console.CaseAsync(heard), null, "unclear", null)).Value.State);
        await using var store = _console.Read();
        Assert.Empty(store.StateTransitions.Where(t => t.CustomerId == heard.CustomerId));
        Assert.Null(store.Customers.Single(c => c.Id == heard.CustomerId).Intent);
    }

    [Fact]
    public async Task Transition_OtherTarget_RejectsTheProposalAndMovesThere()
    {
        var heard = await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7);
        Assert.Equal("dormant", (await CorrectAsync(await _console.CaseAsync(heard), "refuse", "unclear", "dormant")).Value.State);
        await using var store = _console.Read();
        Assert.Equal([("opted_out", TransitionStatus.Rejected), ("dormant", TransitionStatus.Approved)],
            store.StateTransitions.Where(t => t.CustomerId == heard.CustomerId).AsEnumerable().OrderByDescending(t => t.To).Select(t => (t.To, t.Status)));
        _console.AssertSound();
    }

    [Fact]
    public async Task Transition_MovedOnSince_SameTarget_IsAnotherMoveFromWhereItStands()
    {
        var heard = await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
        var decided = await CorrectAsync(await _console.CaseAsync(heard), "refuse", "opt_out", "opted_out");
        Assert.Equal("opted_out", decided.Value.State);
        Assert.Equal([("new_lead", "opted_out", TransitionStatus.Rejected), ("new_lead", "discovery", TransitionStatus.Applied), ("discovery", "opted_out", TransitionStatus.Approved)], Moves());

        Assert.True((await _console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), decided.Value.DecisionId), _console.Supervisor())).Succeeded);
        Assert.Equal([("new_lead", "opted_out", TransitionStatus.Pending), ("new_lead", "discovery", TransitionStatus.Applied)], Moves());
        _console.AssertSound();

        List<(string, string, TransitionStatus)> Moves()
        {
            using var store = _console.Read();
            return [.. store.StateTransitions.Where(t => t.CustomerId == heard.CustomerId).AsEnumerable().OrderBy(t => t.CreatedAt).ThenByDescending(t => t.From).Select(t => (t.From, t.To, t.Status))];
        }
    }

    [Theory]
    [InlineData("no_such", "discovery_price", "discovery", "intent", "unknown")]
    [InlineData("ask_price", "no_such", "discovery", "stage", "unknown")]
    [InlineData("ask_price", "discovery_price", "no_such", "target", "unknown")]
    [InlineData("ask_price", "discovery_price", "converted", "target", "not_legal")]
    [InlineData("ask_trust", "understanding_trust_building", "trust_building", "intent", "same")]
    public async Task WrongField_IsNamed_AndNothingChanges(string? intent, string stage, string? target, string field, string code)
    {
        var seen = await _console.CaseAsync(await _console.HearAsync("lan-001"));
        var since = _console.Lane.Last.Counters.Sequence;
        var error = ErrorOf(await CorrectAsync(seen, intent, stage, target));
        Assert.Equal((ErrorKind.Invalid, field, code), (error.Kind, error.Field, error.Code));
        Assert.Equal(since, _console.Lane.Last.Counters.Sequence);
    }

    [Fact]
    public async Task OldVersion_IsStale()
    {
        var seen = await _console.CaseAsync(await _console.HearAsync("lan-001"));
        Assert.True((await _console.UndoAsync(await _console.ApproveAsync(seen))).Succeeded);
        Assert.Equal(ErrorKind.Stale, ErrorOf(await CorrectAsync(seen, "ask_price", "discovery_price", "discovery")).Kind);
    }

    [Fact]
    public async Task OlderMessage_DoesNotOverwriteWhatWasUnderstoodSince()
    {
        var heard = await _console.HearAsync("lan-001");
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        await _console.HearAsync("lan-001", "thanks", "unclear", 0.9);
        await CorrectAsync(await _console.CaseAsync(heard), "ask_price", "discovery_price", "discovery");
        await using var store = _console.Read();
        var customer = store.Customers.Single(c => c.Id == heard.CustomerId);
        Assert.Equal(("thanks", "discovery"), (customer.Intent, customer.Status));
    }

    private Task<Result<Decided>> CorrectAsync(GetReviewCase.Case seen, string? intent, string stage, string? target, string? note = null) =>
        _console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, intent, stage, target, note), _console.Supervisor());
}
