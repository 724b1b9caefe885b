using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class ApproveReviewTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Understanding_MovesTheConversation_AndEndsTheTask()
    {
        var heard = await _console.HearAsync("lan-001");
        var seen = await _console.CaseAsync(heard);
        var (since, tasks, reviews) = (_console.Lane.Last.Counters.Sequence, _console[Counters.OpenTasks], _console[Counters.UnderstandingReviews]);
        Assert.Equal((Consequence.Moves, "trust_building"), (seen.Approval.What, seen.Approval.To));

        var decided = await _console.ApproveAsync(seen);

        Assert.Equal(("trust_building", ReviewStatus.Approved), (decided.Value.State, decided.Value.Outcome));
        Assert.Equal((tasks - 1, reviews - 1), (_console[Counters.OpenTasks], _console[Counters.UnderstandingReviews]));
        await using var store = _console.Read();
        var (customer, conversation) = (store.Customers.Single(c => c.Id == heard.CustomerId), store.Conversations.Single(c => c.Id == heard.ConversationId));
        Assert.Equal(("trust_building", "trust_building", "ask_trust"), (conversation.State, customer.Status, customer.Intent));
        Assert.Equal(ReviewStatus.Approved, store.Understandings.Single(u => u.CustomerId == heard.CustomerId).Review);
        var move = store.StateTransitions.Single(t => t.CustomerId == heard.CustomerId);
        Assert.Equal(("new_lead", "trust_building", TransitionStatus.Approved), (move.From, move.To, move.Status));
        Assert.Equal(["review.approved", "state_machine.applied"], _console.Actions(since));
        Assert.All(store.AuditEntries.Where(a => a.Sequence > since), a => Assert.Equal(_console.Supervisor().SalesUserId, a.ActorId));
        _console.AssertSound();
    }

    [Fact]
    public async Task Understanding_WhoseTransitionNeedsAPerson_BecomesAReviewOfItsOwn_AndThatOneMoves()
    {
        var heard = await ReadyAsync("lan-001");
        await _console.HearAsync("lan-001", "payment_confirmed", "understanding_conversion_ready", 0.3);
        var seen = await _console.CaseAsync(heard);
        Assert.Equal(Consequence.AsksPerson, seen.Approval.What);

        var first = await _console.ApproveAsync(seen);
        Assert.Equal("conversion_ready", first.Value.State);
        Assert.Equal((1L, 1L), (_console[Counters.StateReviews], _console[Counters.UnderstandingReviews]));
        var proposed = await _console.CaseAsync(heard);
        Assert.Equal((ReviewKind.State, "converted", Consequence.Moves), (proposed.Kind, proposed.Proposed, proposed.Approval.What));
        Assert.True(Assert.Single(proposed.Ways, w => w.Rule.To == "converted").Intent);

        Assert.Equal("converted", (await _console.ApproveAsync(proposed)).Value.State);
        Assert.Equal(0, _console[Counters.StateReviews]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Transition_OfAConversationThatMovedOn_IsRefused()
    {
        var heard = await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7);
        var early = await _console.CaseAsync(heard);
        await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);

        // Who saw it before is told so; who looks again sees that nothing can be approved any more.
        Assert.Equal((ErrorKind.Stale, "moved"), Of(await _console.ApproveAsync(early)));
        var late = await _console.CaseAsync(heard);
        Assert.Equal(Consequence.MovedOn, late.Approval.What);
        Assert.Equal((ErrorKind.Conflict, "moved_on"), Of(await _console.ApproveAsync(late)));
        Assert.Equal(1, _console[Counters.StateReviews]);
        Assert.True((await _console.RejectAsync(late, NextStep.AiAgain)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task DecidedTwice_TheSecondHearsWhoDecidedWhat()
    {
        var seen = await _console.CaseAsync(await _console.HearAsync("lan-001"));
        Assert.True((await _console.ApproveAsync(seen)).Succeeded);
        var since = _console.Lane.Last.Counters.Sequence;

        var second = await _console.ApproveAsync(seen, _console.As(Role.Admin));
        Assert.Equal((ErrorKind.Conflict, "decided"), Of(second));
        Assert.Equal("李敏 decided it: approved at 2026-06-03 04:30:00 UTC.", ErrorOf(second).Message);
        Assert.Equal(since, _console.Lane.Last.Counters.Sequence);
        Assert.Equal(new GetReviewCase.Past(ReviewStatus.Approved, "李敏", _console.Clock.GetUtcNow().UtcDateTime),
            (await _console.SendAsync(new GetReviewCase.Query(seen.Id))).Value.Decision);
    }

    [Fact]
    public async Task SameOperationTwice_IsOneDecisionAndTheSameAnswer()
    {
        var command = new ApproveReview.Command(Guid.NewGuid(), (await _console.CaseAsync(await _console.HearAsync("lan-001"))).Seen);
        var first = await _console.SendAsync(command, _console.Supervisor());
        var second = await _console.SendAsync(command, _console.Supervisor());
        Assert.Equal((first.Value, true), (second.Value, second.Receipt!.Duplicate));
    }

    [Fact]
    public async Task HeldConversation_IsNoted_AndDoesNotMove()
    {
        var heard = await _console.HearAsync("lan-001");
        await _console.HearAsync("lan-001", "complaint", "service_complaint", 0.2);
        var both = await CasesAsync(heard);
        Assert.True((await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), both[0].Seen), _console.Supervisor())).Succeeded);

        var other = (await CasesAsync(heard)).Single();
        Assert.Equal((Consequence.Held, "李敏"), (other.Approval.What, other.HolderName));
        Assert.Equal("human_takeover", (await _console.ApproveAsync(other)).Value.State);
        _console.AssertSound();
    }

    [Fact]
    public async Task OfACustomerErasedMeanwhile_IsRefused()
    {
        var heard = await _console.HearAsync("lan-001");
        var seen = await _console.CaseAsync(heard);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), heard.CustomerId, "customer_request", ShortId.Of(heard.CustomerId)))).Succeeded);

        Assert.Equal((ErrorKind.Conflict, "withdrawn"), Of(await _console.ApproveAsync(seen)));
        _console.AssertSound();
    }

    private async Task<List<GetReviewCase.Case>> CasesAsync(Domain.UseCases.Conversations.ReceiveMessage.Answer heard)
    {
        await using var store = _console.Read();
        var cases = new List<GetReviewCase.Case>();
        foreach (var id in store.Reviews.Where(r => r.CustomerId == heard.CustomerId && r.Status == ReviewStatus.Pending).Select(r => r.Id).ToList())
            cases.Add((await _console.SendAsync(new GetReviewCase.Query(id))).Value);
        return cases;
    }

    /// <summary>A customer whose conversation stands in conversion_ready.</summary>
    private async Task<Domain.UseCases.Conversations.ReceiveMessage.Answer> ReadyAsync(string who)
    {
        var heard = await _console.HearAsync(who);
        await _console.ApproveAsync(await _console.CaseAsync(heard));
        Assert.Equal("conversion_ready", (await _console.HearAsync(who, "recharge_intent", "understanding_conversion_ready", 0.9)).State.To);
        return heard;
    }

    private static (ErrorKind, string?) Of<T>(Result<T> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);
}
