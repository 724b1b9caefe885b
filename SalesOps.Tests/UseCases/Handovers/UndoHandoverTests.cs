using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Handovers;

/// <summary>A takeover or a hand-back is as if it had not been, but for the holder's version and the audit log.</summary>
public sealed class UndoHandoverTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    private Caller Ops => _console.As(Role.Ops);
    private int Version => _heard.Holder.Version;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Takeover_TakenBack_LetsTheAiSpeakAtANewVersion_AndIsCountedNowhere()
    {
        var before = (Of: Person(), Handovers: _console[Counters.Handovers], Running: _console[Counters.RunningTakeovers], Since: _console.Lane.Last.Counters.Sequence);
        var taken = await TakeAsync(Version);
        _console.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new UndoHandover.Answer(Holder.Ai, Version + 2), (await UndoAsync(taken)).Value);
        Assert.Equal(before.Of, Person());
        Assert.Equal((before.Handovers, before.Running), (_console[Counters.Handovers], _console[Counters.RunningTakeovers]));
        Assert.Equal(["customer.human_takeover", "customer.takeover_undone"], _console.Actions(before.Since));
        Assert.Equal(ErrorKind.Stale, ErrorOf(await ReplyAsync("r-1", Version)).Kind);
        Assert.Equal(ErrorKind.Stale, ErrorOf(await ReplyAsync("r-1", Version + 1)).Kind);
        Assert.True((await ReplyAsync("r-1", Version + 2)).Succeeded);
        Assert.Equal("undone", ErrorOf(await UndoAsync(taken)).Code);
        Assert.False((await TakeAsync(Version + 2)).IsPingPong);
        Assert.Equal(1, (await RowsAsync())[0].Round);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandBack_TakenBack_LetsTheTakeoverGoOn_AndLeavesNoBoundary()
    {
        var taken = await TakeAsync(Version);
        _console.Clock.Advance(TimeSpan.FromMinutes(7));
        var (before, handovers, since) = (Person(), _console[Counters.Handovers], _console.Lane.Last.Counters.Sequence);
        var back = await BackAsync(taken.HolderVersion, Ops);
        Assert.Equal("giữ giá", (await ConversationAsync()).Boundary?.Note);
        _console.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(new UndoHandover.Answer(Holder.Human, Version + 3), (await UndoAsync(back)).Value);
        Assert.Equal((before, handovers, 2L), (Person(), _console[Counters.Handovers], _console[Counters.RunningTakeovers]));
        Assert.Null((await ConversationAsync()).Boundary);
        Assert.Equal(["customer.hand_back", "customer.hand_back_undone"], _console.Actions(since));
        Assert.Equal((taken.HandoverId, null, Name(Ops)), (await RowsAsync()).Select(r => (r.Id, r.EndedAt, r.By)).First());
        Assert.Equal((ErrorKind.Conflict, "holder_human"), (ErrorOf(await ReplyAsync("r-1", Version + 3)).Kind, ErrorOf(await ReplyAsync("r-1", Version + 3)).Code));
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _heard.CustomerId, "customer_request", ShortId.Of(_heard.CustomerId)))).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task TakeoverFromAColleague_TakenBack_GivesItBackToTheColleague_UnlessThatOneLeft()
    {
        var first = await TakeAsync(Version);
        var supervisor = _console.Supervisor();
        var second = await TakeAsync(first.HolderVersion, supervisor);
        Assert.Equal(new UndoHandover.Answer(Holder.Human, Version + 3), (await UndoAsync(second, supervisor)).Value);
        Assert.Equal((Ops.SalesUserId, "discovery"), (Conversation().HolderUserId, Conversation().StateBefore));
        Assert.Equal((first.HandoverId, true), (await RowsAsync("running")).Select(r => (r.Id, r.IsRunning)).First());
        // Who was suspended meanwhile has it again: it was theirs.
        var third = await TakeAsync(Version + 3, supervisor);
        await _console.LetInAsync([Ops.SalesUserId!.Value]);
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), Ops.SalesUserId!.Value), _console.Admin())).Succeeded);
        Assert.True((await UndoAsync(third, supervisor)).Succeeded);
        Assert.Equal(Ops.SalesUserId, Conversation().HolderUserId);
        third = await TakeAsync(Version + 5, supervisor);
        Assert.True((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), Ops.SalesUserId!.Value), _console.Admin())).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(third, supervisor)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandBack_OfAColleaguesTakeover_TakenBack_IsTheColleaguesAgain()
    {
        var taken = await TakeAsync(Version);
        var back = await BackAsync(taken.HolderVersion, _console.Supervisor());
        Assert.True((await UndoAsync(back, _console.Supervisor())).Succeeded);
        Assert.Equal(Ops.SalesUserId, Conversation().HolderUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandBack_OfTheSecondOfTwoTakeovers_OfOneMoment_TakenBack_IsTheSecondOnes()
    {
        var first = await TakeAsync(Version);
        var second = await TakeAsync(first.HolderVersion, _console.Supervisor());
        Assert.True((await UndoAsync(await BackAsync(second.HolderVersion, _console.Supervisor()), _console.Supervisor())).Succeeded);
        Assert.Equal(_console.Supervisor().SalesUserId, Conversation().HolderUserId);
        Assert.Equal(second.HandoverId, Assert.Single(await RowsAsync("running"), r => r.CustomerId == _heard.CustomerId).Id);
        _console.AssertSound();
    }

    [Fact]
    public async Task Takeover_AfterAnEarlierOneAndAReply_TakenBack_LeavesBothAsTheyWere()
    {
        var back = await BackAsync((await TakeAsync(Version)).HolderVersion, Ops);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await ReplyAsync("r-1", back.HolderVersion)).Succeeded);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        // The holder's version never goes back.
        async Task<IEnumerable<ListHandovers.Row>> SeenAsync() => (await RowsAsync()).Select(r => r with { HolderVersion = 0 });
        var before = await SeenAsync();
        Assert.Equal(Holder.Ai, (await UndoAsync(await TakeAsync(back.HolderVersion))).Value.Holder);
        Assert.Equal(before, await SeenAsync());
        _console.AssertSound();
    }

    [Fact]
    public async Task OfOneConversation_TakenBack_WhateverHappensInTheCustomersOther()
    {
        var zalo = await _console.WriteAsync("lan-zalo", Channel.Zalo);
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _heard.CustomerId, zalo.CustomerId, AgentOf(_heard), AgentOf(zalo)))).Succeeded);
        var taken = await TakeAsync(Conversation().HolderVersion);
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(zalo.ConversationId, "z-1", "Dạ", Conversation(zalo).HolderVersion), Caller.Runtime)).Succeeded);
        Assert.True((await UndoAsync(taken)).Succeeded);

        var held = await TakeAsync(Conversation(zalo).HolderVersion, of: zalo);
        taken = await TakeAsync((await BackAsync((await TakeAsync(Conversation().HolderVersion)).HolderVersion, Ops)).HolderVersion);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        // Both in one moment: each goes back to its own takeover.
        await BackAsync(taken.HolderVersion, Ops);
        Assert.True((await UndoAsync(await BackAsync(held.HolderVersion, Ops, zalo))).Succeeded);
        Assert.Equal(held.HandoverId, Assert.Single(await RowsAsync("running"), r => r.CustomerId == _heard.CustomerId).Id);
        Assert.Equal((Holder.Ai, Holder.Human), (Conversation().Holder, Conversation(zalo).Holder));
        _console.AssertSound();
    }

    [Fact]
    public async Task AfterTheAiReplied_OrTheConversationChangedHands_ItStands()
    {
        var back = await BackAsync((await TakeAsync(Version)).HolderVersion, Ops);
        Assert.True((await ReplyAsync("r-1", back.HolderVersion)).Succeeded);
        Assert.Equal((ErrorKind.Conflict, "replied"), (ErrorOf(await UndoAsync(back)).Kind, ErrorOf(await UndoAsync(back)).Code));
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var taken = await TakeAsync(back.HolderVersion);
        await BackAsync(taken.HolderVersion, _console.Supervisor());
        Assert.Equal((ErrorKind.Stale, "holder_ai"), (ErrorOf(await UndoAsync(taken)).Kind, ErrorOf(await UndoAsync(taken)).Code));
        _console.AssertSound();
    }

    [Fact]
    public async Task WhatTheCustomerWroteMeanwhile_Stays()
    {
        var taken = await TakeAsync(Version);
        await _console.HearAsync("lan-001", "ask_trust", "understanding_trust_building", 0.6);
        Assert.True((await UndoAsync(taken)).Succeeded);
        Assert.Equal(("ask_trust", 0.6), (Person().Intent, Person().Confidence));
        _console.AssertSound();
    }

    [Fact]
    public async Task Refused_ToOthers_TooLate_AndOfADecision()
    {
        var taken = await TakeAsync(Version);
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(taken, _console.Supervisor())).Kind);
        _console.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("final", ErrorOf(await UndoAsync(taken)).Code);
        var doubt = await _console.HearAsync("duc-001", "ask_trust", "understanding_trust_building", 0.6);
        await using var store = _console.Read();
        var review = store.Reviews.Single(r => r.CustomerId == doubt.CustomerId);
        Assert.True((await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), (await _console.SendAsync(new GetReviewCase.Query(review.Id))).Value.Seen), _console.Supervisor())).Succeeded);
        var row = (await RowsAsync("running")).Single(r => r.CustomerId == doubt.CustomerId);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), row.Id, doubt.Holder.Version + 1), _console.Supervisor())).Kind);
        _console.AssertSound();
    }

    private (string State, string? Before, string Status, string? Intent, string? Stage, double? Confidence) Person()
    {
        using var store = _console.Read();
        var (talk, customer) = (Conversation(), store.Customers.Single(c => c.Id == _heard.CustomerId));
        return (talk.State, talk.StateBefore, customer.Status, customer.Intent, customer.Stage, customer.Confidence);
    }

    private Conversation Conversation(ReceiveMessage.Answer? of = null)
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == (of ?? _heard).ConversationId);
    }

    private Guid? AgentOf(ReceiveMessage.Answer heard)
    {
        using var store = _console.Read();
        return store.Customers.Single(c => c.Id == heard.CustomerId).AiAgentId;
    }

    private string? Name(Caller caller) => _console.Lane.Last.Directory.NameOfUser(caller.SalesUserId);

    private async Task<GetConversation.Answer> ConversationAsync() => (await _console.SendAsync(new GetConversation.Query(_heard.ConversationId), Caller.Runtime)).Value;

    private async Task<IReadOnlyList<ListHandovers.Row>> RowsAsync(string rows = "all") =>
        (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["rows"] = rows })))).Value.Rows;

    private async Task<TakeOverConversation.Answer> TakeAsync(int version, Caller? by = null, ReceiveMessage.Answer? of = null) =>
        (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), (of ?? _heard).ConversationId, version, "customer_asked"), by ?? Ops)).Value;

    private async Task<HandBackConversation.Answer> BackAsync(int version, Caller by, ReceiveMessage.Answer? of = null) =>
        (await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), (of ?? _heard).ConversationId, version, "resolved", "giữ giá"), by)).Value;

    private Task<Result<UndoHandover.Answer>> UndoAsync(TakeOverConversation.Answer taken, Caller? by = null) => UndoAsync(taken.HandoverId, taken.HolderVersion, by);

    private Task<Result<UndoHandover.Answer>> UndoAsync(HandBackConversation.Answer back, Caller? by = null) => UndoAsync(back.HandoverId, back.HolderVersion, by);

    private Task<Result<UndoHandover.Answer>> UndoAsync(Guid handover, int version, Caller? by) => _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), handover, version), by ?? Ops);

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(string id, int version) => _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, id, "Dạ em đây", version), Caller.Runtime);
}
