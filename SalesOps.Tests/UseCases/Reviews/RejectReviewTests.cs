using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class RejectReviewTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Transition_DoesNotMove()
    {
        var heard = await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7);
        var decided = await _console.RejectAsync(await _console.CaseAsync(heard), NextStep.AiAgain);
        Assert.Equal("new_lead", decided.Value.State);
        await using var store = _console.Read();
        Assert.Equal(TransitionStatus.Rejected, store.StateTransitions.Single(t => t.CustomerId == heard.CustomerId).Status);
        Assert.Equal(0, _console[Counters.StateReviews]);
        _console.AssertSound();
    }

    [Fact]
    public async Task AskCustomer_MakesATaskForTheSalesperson()
    {
        var heard = await _console.HearAsync("lan-001");
        var since = _console.Lane.Last.Counters.Sequence;
        await _console.RejectAsync(await _console.CaseAsync(heard), NextStep.AskCustomer, "missing_context");
        await using var store = _console.Read();
        var task = store.WorkTasks.Single(t => t.Kind == TaskKind.AskCustomer);
        Assert.Equal((WorkTaskStatus.Open, store.Customers.Single(c => c.Id == heard.CustomerId).SalesUserId), (task.Status, task.SalesUserId));
        Assert.Equal(["review.rejected", "task.created"], _console.Actions(since));
        _console.AssertSound();
    }

    [Fact]
    public async Task AskCustomer_WhoWantsNoMoreMessages_IsRefused_AndTheCaseSaysSo()
    {
        var heard = await _console.HearAsync("lan-001");
        Assert.False((await _console.CaseAsync(heard)).IsUnwanted);
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), heard.CustomerId, Channel.Telegram, "by_phone", null), _console.As(Role.Admin))).Succeeded);
        var opened = await _console.CaseAsync(heard);

        var error = (await _console.RejectAsync(opened, NextStep.AskCustomer, "missing_context")).Errors[0];

        Assert.True(opened.IsUnwanted);
        Assert.Equal((ErrorKind.Invalid, "nextStep", "opted_out"), (error.Kind, error.Field, error.Code));
        Assert.True((await _console.RejectAsync(opened, NextStep.AiAgain, "missing_context")).Succeeded);
    }

    [Fact]
    public async Task AiAgain_HasTheOtherReaderRead_AndThatReadingWaits()
    {
        var heard = await _console.HearAsync("lan-001", text: "Shop ơi giá bao nhiêu vậy?");
        await _console.RejectAsync(await _console.CaseAsync(heard), NextStep.AiAgain);
        var again = await _console.CaseAsync(heard);
        Assert.Equal("built-in-1", again.Producer);
        Assert.Equal([RejectReview.ReadAgain], again.Reasons);
        Assert.False(again.CanReadAgain);

        // There is no third reader: the AI goes on with the next message.
        Assert.True((await _console.RejectAsync(again, NextStep.AiAgain)).Succeeded);
        Assert.Equal(1, _console[Counters.UnderstandingReviews]);
        _console.AssertSound();
    }

    [Fact]
    public async Task HumanTakeover_GivesTheConversationToWhoRejects()
    {
        var heard = await _console.HearAsync("lan-001");
        var handovers = _console[Counters.Handovers];
        await _console.RejectAsync(await _console.CaseAsync(heard), NextStep.HumanTakeover, "too_risky");
        await AssertHeldAsync(heard, "too_risky", handovers);
    }

    [Fact]
    public async Task TakeOver_SilencesTheAi_AndJudgesNothing()
    {
        var heard = await _console.HearAsync("lan-001");
        var (since, handovers) = (_console.Lane.Last.Counters.Sequence, _console[Counters.Handovers]);
        var seen = await _console.CaseAsync(heard);
        Assert.Equal(ReviewStatus.TakenOver, (await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), _console.Supervisor())).Value.Outcome);
        Assert.Equal(["review.taken_over", "customer.human_takeover"], _console.Actions(since));
        await AssertHeldAsync(heard, "review_taken_over", handovers);
        Assert.Equal((ErrorKind.Conflict, "decided"), Of(await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), _console.As(Role.Admin))));
    }

    [Theory]
    [InlineData("no_such", NextStep.AiAgain, null, "reason")]
    [InlineData("wrong_intent", (NextStep)9, null, "nextStep")]
    [InlineData("other", NextStep.AiAgain, " ", "note")]
    public async Task WrongField_IsNamed(string reason, NextStep next, string? note, string field)
    {
        var error = ErrorOf(await _console.RejectAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")), next, reason, note));
        Assert.Equal((ErrorKind.Invalid, field), (error.Kind, error.Field));
    }

    private async Task AssertHeldAsync(Domain.UseCases.Conversations.ReceiveMessage.Answer heard, string reason, long handovers)
    {
        await using var store = _console.Read();
        var (conversation, handover) = (store.Conversations.Single(c => c.Id == heard.ConversationId), store.Handovers.Single(h => h.CustomerId == heard.CustomerId));
        Assert.Equal((Holder.Human, _console.Supervisor().SalesUserId, "human_takeover", "new_lead", heard.Holder.Version + 1),
            (conversation.Holder, conversation.HolderUserId, conversation.State, conversation.StateBefore, conversation.HolderVersion));
        Assert.Equal((HandoverKind.HumanTakeover, reason), (handover.Kind, handover.Reason));
        Assert.Equal(handovers + 1, _console[Counters.Handovers]);
        _console.AssertSound();
    }

    private static (ErrorKind, string?) Of<T>(Result<T> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);
}
