using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>A customer waits from the first message that nobody answered until somebody does, or says that it was done elsewhere.</summary>
public sealed class UnansweredTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;
    private DateTime _first;
    private int _messages;

    private Caller Ops => _console.As(Role.Ops);
    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        (_first, _heard) = (Now, await WriteAsync());
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Wait_BeginsWithTheFirstMessage_LastsOverFurtherOnes_AndEndsWithTheReply()
    {
        Assert.Equal((_first, _first), Waits());
        await WriteAsync();
        Assert.Equal((_first, _first), Waits());
        Assert.Equal(_first, (await _console.SendAsync(new GetCustomer.Query(_heard.CustomerId), Ops)).Value.Conversations.Single().UnansweredSince);
        var version = Row().Version;
        Assert.True((await ReplyAsync()).Succeeded);
        Assert.Equal((null, null), Waits());
        // What people know of the customer is as it was: a decision can still be undone, an edit still be saved.
        Assert.Equal(version, Row().Version);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = Now;
        await WriteAsync();
        Assert.Equal((again, again), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task Wait_InAConversationAPersonHolds_EndsWhenThatOneSaysSo_AndNotByHandingBack()
    {
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _heard.ConversationId, _heard.Holder.Version, "complaint"), Ops)).Value;
        Assert.False((await ReplyAsync()).Succeeded);
        Assert.Equal((_first, _first), Waits());
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, taken.HolderVersion, "shift_end"), Ops)).Succeeded);
        Assert.Equal((_first, _first), Waits());
        var sequence = _console.Lane.Last.Counters.Sequence;
        Assert.True((await MarkAsync(Guid.NewGuid())).Succeeded);
        Assert.Equal((null, null), Waits());
        Assert.Equal(["customer.answered"], _console.Actions(sequence));
        Assert.Equal("answered", ErrorOf(await MarkAsync(Guid.NewGuid())).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Mark_OfWhatWasNotSeen_IsRefused()
    {
        var seen = Talk().LastInboundAt;
        await WriteAsync();
        var refused = ErrorOf(await MarkAsync(Guid.NewGuid(), seen));
        Assert.Equal((ErrorKind.Stale, "wrote_again"), (refused.Kind, refused.Code));
        Assert.Equal((_first, _first), Waits());
    }

    [Fact]
    public async Task Mark_TakenBack_LetsTheCustomerWaitSinceThen_UnlessSomebodyWroteOrTooLate()
    {
        var deed = Guid.NewGuid();
        Assert.True((await MarkAsync(deed)).Succeeded);
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(deed, _console.Supervisor())).Kind);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await UndoAsync(Guid.NewGuid())).Kind);
        _console.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(_first, (await UndoAsync(deed)).Value.UnansweredSince);
        Assert.Equal((_first, _first), Waits());
        Assert.Equal("built_on", ErrorOf(await UndoAsync(deed)).Code);

        Assert.True((await MarkAsync(deed = Guid.NewGuid())).Succeeded);
        Assert.True((await ReplyAsync()).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(deed)).Code);
        await WriteAsync();
        Assert.True((await MarkAsync(deed = Guid.NewGuid())).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("final", ErrorOf(await UndoAsync(deed)).Code);
        Assert.Equal((null, null), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task Mark_TakenBack_AfterAColleagueAnsweredWhatWasWrittenSince_IsRefused()
    {
        var deed = Guid.NewGuid();
        Assert.True((await MarkAsync(deed)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync();
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(Guid.NewGuid(), _heard.ConversationId, Now), _console.Supervisor())).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(deed)).Code);
        Assert.Equal((null, null), Waits());
    }

    [Fact]
    public async Task Undo_OfADeedThatMarkedNothingHere_FindsNothing()
    {
        var deed = Guid.NewGuid();
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(deed, _heard.ConversationId, _heard.Holder.Version, "risk"), Ops)).Succeeded);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await UndoAsync(deed)).Kind);
        var late = await WriteAsync(who: "late");
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(deed = Guid.NewGuid(), late.ConversationId, Now), Ops)).Succeeded);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await UndoAsync(deed)).Kind);
    }

    [Fact]
    public async Task Mark_OfWhoHasOptedOutSince_IsNotTakenBack()
    {
        var deed = Guid.NewGuid();
        Assert.True((await MarkAsync(deed)).Succeeded);
        Assert.True((await OptOutAsync()).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(deed)).Code);
        Assert.Equal((null, null), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task OptOut_OfWhoWasAnswered_Undone_LetsWaitWhoWroteMeanwhile_AndNobodyElse()
    {
        Assert.True((await ReplyAsync()).Succeeded);
        Assert.True((await UndoConsentAsync(await OptOutAsync())).Succeeded);
        Assert.Equal((null, null), Waits());
        var consent = await OptOutAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(3));
        var word = Now;
        await WriteAsync();
        Assert.Equal((null, null), Waits());
        Assert.True((await UndoConsentAsync(consent)).Succeeded);
        Assert.Equal((word, word), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task OptOut_LiftedAndThatUndone_EndsTheWaitAgain()
    {
        await OptOutAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync();
        var lifted = await LiftAsync();
        Assert.NotNull(Waits().Customer);
        Assert.True((await UndoConsentAsync(lifted)).Succeeded);
        Assert.Equal((null, null), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task OptOut_EndsTheWait_UntilItIsUndone_AndAfterItIsLiftedOnlyWhatCameSinceCounts()
    {
        var consent = (await OptOutAsync()).Value;
        Assert.Equal((null, null), Waits());
        Assert.True((await _console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), consent.ConsentId), Ops)).Succeeded);
        Assert.Equal((_first, _first), Waits());

        await OptOutAsync();
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var lifted = (await LiftAsync()).Value;
        Assert.Equal((null, null), Waits());
        Assert.True((await _console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), lifted.ConsentId), Ops)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var word = Now;
        await WriteAsync();
        Assert.Equal((null, null), Waits());
        await LiftAsync();
        Assert.Equal((word, word), Waits());
        await WriteAsync("Thôi không nhắn nữa nhé", ("opt_out", "opt_out"));
        Assert.Equal((null, null), Waits());
        _console.AssertSound();
    }

    [Fact]
    public async Task Merged_WaitAsLongAsTheOneWhoWaitsLonger_AndSeparatedEachForItself()
    {
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = Now;
        var other = (await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "z-1", "z-m-1", "chào shop"), Caller.Runtime)).Value;
        var merged = await MergeAsync(other.CustomerId, _heard.CustomerId);
        Assert.Equal(_first, Row(other.CustomerId).UnansweredSince);
        var deed = Guid.NewGuid();
        Assert.True((await MarkAsync(deed)).Succeeded);
        Assert.Equal(later, Row(other.CustomerId).UnansweredSince);
        Assert.True((await UndoAsync(deed)).Succeeded);
        Assert.Equal(_first, Row(other.CustomerId).UnansweredSince);
        Assert.True((await ReplyAsync()).Succeeded);
        Assert.Equal(later, Row(other.CustomerId).UnansweredSince);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = Now;
        await WriteAsync();
        Assert.Equal(later, Row(other.CustomerId).UnansweredSince);
        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), merged), Ops)).Succeeded);
        Assert.Equal((again, later), (Row().UnansweredSince, Row(other.CustomerId).UnansweredSince));
        _console.AssertSound();
    }

    [Fact]
    public async Task Erased_NobodyWaits()
    {
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _heard.CustomerId, "customer_request", ShortId.Of(_heard.CustomerId)))).Succeeded);
        Assert.Equal((null, null), Waits());
        Assert.Equal("erased", ErrorOf(await MarkAsync(Guid.NewGuid())).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Lists_LongestFirst_HaveThoseAloneWhoWait_AndEachSalespersonTheirOwn()
    {
        await WriteAsync(who: "late");
        Assert.True((await ReplyAsync()).Succeeded);
        var rows = await PoolAsync(Ops);
        Assert.Equal(rows.OrderBy(r => r.UnansweredSince).Select(r => r.Id), rows.Select(r => r.Id));
        await using var store = _console.Read();
        Assert.Equal(await store.Customers.CountAsync(c => c.UnansweredSince != null, TestContext.Current.CancellationToken), rows.Count);
        Assert.DoesNotContain(rows, r => r.Id == _heard.CustomerId);
        var sales = _console.As(Role.RealSalesUser);
        Assert.Equal(rows.Where(r => store.Customers.Single(c => c.Id == r.Id).SalesUserId == sales.SalesUserId).Select(r => r.Id), (await PoolAsync(sales)).Select(r => r.Id));
        Assert.Equal(rows.Where(r => r.UnansweredSince <= Now.AddMinutes(-30)).Select(r => r.Id), (await PoolAsync(Ops, "30m")).Select(r => r.Id));
    }

    [Fact]
    public async Task Handovers_OfHeldConversations_SayHowLongTheCustomerWaits_LongestFirst()
    {
        await WriteAsync(who: "late");
        var sample = (await HandoversAsync(down: false)).Single();
        Assert.NotNull(sample.UnansweredSince);
        foreach (var talk in (Conversation[])[Talk("late"), Talk()])
            Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "complaint"), Ops)).Succeeded);
        var rows = await HandoversAsync(down: false);
        Assert.Equal([sample.ConversationId, _heard.ConversationId, Talk("late").Id], rows.Select(r => r.ConversationId));
        Assert.Equal([sample.UnansweredSince, _first, Talk("late").UnansweredSince], rows.Select(r => r.UnansweredSince));
        Assert.True((await MarkAsync(Guid.NewGuid())).Succeeded);
        Assert.Equal([sample.ConversationId, Talk("late").Id, _heard.ConversationId], (await HandoversAsync(down: false)).Select(r => r.ConversationId));
        Assert.Equal([Talk("late").Id, sample.ConversationId, _heard.ConversationId], (await HandoversAsync(down: true)).Select(r => r.ConversationId));
    }

    private (DateTime? Conversation, DateTime? Customer) Waits() => (Talk().UnansweredSince, Row().UnansweredSince);

    private Conversation Talk(string? who = null)
    {
        using var store = _console.Read();
        var id = who is null ? _heard.ConversationId : store.Conversations.Single(c => store.ChannelIdentities.Any(i => i.ExternalId == who && i.CustomerId == c.CustomerId)).Id;
        return store.Conversations.Single(c => c.Id == id);
    }

    private Customer Row(Guid? id = null)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == (id ?? _heard.CustomerId));
    }

    private async Task<ReceiveMessage.Answer> WriteAsync(string text = "Giá bao nhiêu?", (string Intent, string Stage)? meant = null, string who = "lan-001") =>
        (await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"u-{++_messages}", text, who, null,
            new ReceiveMessage.Reported(meant?.Intent ?? "ask_price", meant?.Stage ?? "discovery_price", 0.95, [], "runtime-1")), Caller.Runtime)).Value;

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync() =>
        _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, $"r-{++_messages}", "Dạ", Talk().HolderVersion), Caller.Runtime);

    private Task<Result<MarkAnswered.Answer>> MarkAsync(Guid deed, DateTime? seen = null) =>
        _console.SendAsync(new MarkAnswered.Command(deed, _heard.ConversationId, seen ?? Talk().LastInboundAt), Ops);

    private Task<Result<UndoAnswered.Answer>> UndoAsync(Guid deed, Caller? by = null) => _console.SendAsync(new UndoAnswered.Command(Guid.NewGuid(), _heard.ConversationId, deed), by ?? Ops);

    private Task<Result<ConsentAnswer>> OptOutAsync() => _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _heard.CustomerId, Channel.Telegram, "by_phone", null), Ops);

    private Task<Result<UndoConsent.Answer>> UndoConsentAsync(Result<ConsentAnswer> consent) => _console.SendAsync(new UndoConsent.Command(Guid.NewGuid(), consent.Value.ConsentId), Ops);

    private Task<Result<ConsentAnswer>> LiftAsync() => _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), _heard.CustomerId, Channel.Telegram, "customer_wrote", null), Ops);

    private async Task<Guid> MergeAsync(Guid stays, Guid goes) =>
        (await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, Row(stays).AiAgentId, Row(goes).AiAgentId), Ops)).Value.MergeId;

    private async Task<IReadOnlyList<ListCustomers.Row>> PoolAsync(Caller by, string? wait = null) =>
        (await _console.SendAsync(new ListCustomers.Query(new GridRequest(Take: 100, Sort: "unansweredSince", Filters: wait is null ? null : new Dictionary<string, string> { ["unanswered"] = wait })), by)).Value.Rows;

    private async Task<IReadOnlyList<ListHandovers.Row>> HandoversAsync(bool down) =>
        (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Take: 100, Sort: "unansweredSince", Descending: down, Filters: new Dictionary<string, string> { ["rows"] = "running" })), Ops)).Value.Rows;
}
