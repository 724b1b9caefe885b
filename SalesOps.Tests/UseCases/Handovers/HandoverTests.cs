using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Handovers;

public sealed class HandoverTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task TakeOver_SilencesTheAiAtOnce_AndHandBackGivesItItsPlace()
    {
        var (since, handovers, version) = (_console.Lane.Last.Counters.Sequence, _console[Counters.Handovers], _heard.Holder.Version);
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await ReplyAsync("r-1", version)).Succeeded);
        var taken = await TakeAsync(version);
        Assert.Equal((version + 1, false), (taken.Value.HolderVersion, taken.Value.IsPingPong));
        Assert.Equal((ErrorKind.Stale, "holder_human"), Of(await ReplyAsync("r-2", version)));
        Assert.Equal((ErrorKind.Conflict, "holder_human"), Of(await ReplyAsync("r-2", version + 1)));
        await using (var store = _console.Read())
            Assert.Equal(("human_takeover", "human_takeover", "manual_takeover"), (Conversation().State, store.Customers.Single(c => c.Id == _heard.CustomerId).Status, store.Customers.Single(c => c.Id == _heard.CustomerId).Stage));

        _console.Clock.Advance(TimeSpan.FromMinutes(7));
        var back = await BackAsync(version + 1, " báo giá 2 triệu trước 17:00 ");
        Assert.Equal((Holder.Ai, version + 2, 1), (back.Value.Holder, back.Value.HolderVersion, back.Value.OpenTasks));
        Assert.True((await ReplyAsync("r-2", version + 2)).Succeeded);
        Assert.Equal((handovers + 2, 1L), (_console[Counters.Handovers], _console[Counters.RunningTakeovers]));
        Assert.Equal(["message.sent", "customer.human_takeover", "customer.hand_back", "message.sent"], _console.Actions(since));
        await using (var store = _console.Read())
        {
            var customer = store.Customers.Single(c => c.Id == _heard.CustomerId);
            Assert.Equal(("discovery", "discovery", "ask_price", 0.9), (Conversation().State, customer.Status, customer.Intent, customer.Confidence));
        }
        var seen = (await _console.SendAsync(new GetConversation.Query(_heard.ConversationId), Caller.Runtime)).Value;
        Assert.Equal(("báo giá 2 triệu trước 17:00", "resolved"), (seen.Boundary!.Note, seen.Boundary.Reason));
        Assert.Equal([Direction.Inbound, Direction.Outbound, Direction.Outbound], seen.Said.Select(m => m.Direction));
        var rows = await RowsAsync();
        Assert.Equal([(HandoverKind.HandBack, null), (HandoverKind.HumanTakeover, 1)], rows.Take(2).Select(r => (r.Kind, r.Round)));
        Assert.Equal(TimeSpan.FromMinutes(7), rows[1].EndedAt - rows[1].CreatedAt);
        _console.AssertSound();
    }

    [Fact]
    public async Task TwiceInTenMinutes_IsAPingPong_LaterIsNot()
    {
        var version = (await TakeAsync(_heard.Holder.Version)).Value.HolderVersion;
        version = (await BackAsync(version)).Value.HolderVersion;
        _console.Clock.Advance(TimeSpan.FromMinutes(9));
        var second = (await TakeAsync(version)).Value;
        Assert.True(second.IsPingPong);
        Assert.Equal(second.HandoverId, Assert.Single(await RowsAsync("ping_pong")).Id);
        Assert.Equal(2, await TakeoversAsync());
        version = (await BackAsync(second.HolderVersion)).Value.HolderVersion;
        Assert.Equal(2, await TakeoversAsync());
        _console.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(0, await TakeoversAsync());
        Assert.Equal((false, 0), ((await TakeAsync(version)).Value.IsPingPong, await TakeoversAsync() - 1));
        Assert.Equal(3, (await RowsAsync())[0].Round);
        _console.AssertSound();
    }

    [Fact]
    public async Task FromAColleague_OnlyASupervisorTakes_AndOneTakeoverLasts()
    {
        var version = (await TakeAsync(_heard.Holder.Version)).Value.HolderVersion;
        Assert.Equal((ErrorKind.Conflict, "yours"), Of(await TakeAsync(version)));
        var colleague = default(SalesUser)!;
        await _console.Lane.RunAsync(change => colleague = LaneCommands.AddPerson(change, "ops2@example.com", Role.Ops));
        Assert.Equal((ErrorKind.Conflict, "holder_human"), Of(await TakeAsync(version, by: Caller.Person(colleague))));
        Assert.True((await TakeAsync(version, by: _console.Supervisor())).Succeeded);
        Assert.Equal((_console.Supervisor().SalesUserId, "discovery"), (Conversation().HolderUserId, Conversation().StateBefore));
        Assert.Equal(1, (await RowsAsync("running")).Count(r => r.CustomerId == _heard.CustomerId));
        _console.AssertSound();
    }

    [Fact]
    public async Task Refused_StaleErasedUnknownAndWithoutReason()
    {
        var version = (await TakeAsync(_heard.Holder.Version)).Value.HolderVersion;
        Assert.Equal((ErrorKind.Stale, "holder_human"), Of(await TakeAsync(version - 1)));
        Assert.Equal("By now it is held by 陈静, at version 3.", ErrorOf(await TakeAsync(version - 1)).Message);
        Assert.Equal("reason", ErrorOf(await TakeAsync(version, reason: "because")).Field);
        Assert.Equal("note", ErrorOf(await BackAsync(version, new string('x', 501))).Field);
        await BackAsync(version);
        Assert.Equal((ErrorKind.Conflict, "holder_ai"), Of(await BackAsync(version + 1)));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "risk"), Ops)).Kind);
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _heard.CustomerId, "customer_request", ShortId.Of(_heard.CustomerId)))).Succeeded);
        Assert.Equal((ErrorKind.Conflict, "erased"), Of(await TakeAsync(Conversation().HolderVersion)));
        Assert.Equal((ErrorKind.Conflict, "holder_nobody"), Of(await ReplyAsync("late", Conversation().HolderVersion)));
        await using var store = _console.Read();
        Assert.DoesNotContain(store.Handovers, h => h.Note != null);
        _console.AssertSound();
    }

    [Fact]
    public async Task Salesperson_TakesOwnCustomersAlone()
    {
        await using var store = _console.Read();
        var others = store.Conversations.First(c => store.Customers.Any(o => o.Id == c.CustomerId && o.SalesUserId != _console.As(Role.RealSalesUser).SalesUserId));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), others.Id, others.HolderVersion, "risk"), _console.As(Role.RealSalesUser))).Kind);
    }

    [Fact]
    public async Task HandBack_OfACustomerWithoutAgent_LeavesNobodySpeaking()
    {
        await using var empty = new TestConsole();
        var ops = default(SalesUser)!;
        await empty.Lane.RunAsync(change => ops = LaneCommands.AddPerson(change, "ops@example.com", Role.Ops));
        var heard = await empty.HearAsync("lan-001");
        var taken = (await empty.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "risk"), Caller.Person(ops))).Value;
        var back = (await empty.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), heard.ConversationId, taken.HolderVersion, "resolved"), Caller.Person(ops))).Value;
        Assert.Equal(Holder.Nobody, back.Holder);
        empty.AssertSound();
    }

    [Fact]
    public async Task ByWait_OfAllRowsOfAConversation_TheTakeoverThatLastsIsFirst_AndWaitsAlone()
    {
        var back = (await BackAsync((await TakeAsync(_heard.Holder.Version)).Value.HolderVersion)).Value;
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var lasts = (await TakeAsync(back.HolderVersion)).Value.HandoverId;
        foreach (var down in (bool[])[false, true])
        {
            var rows = (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Sort: "unansweredSince", Descending: down,
                Filters: new Dictionary<string, string> { ["rows"] = "all", ["customer"] = _heard.CustomerId.ToString() })))).Value.Rows;
            Assert.Equal((3, lasts), (rows.Count, rows[0].Id));
            Assert.Equal([true, false, false], rows.Select(r => r.UnansweredSince is not null));
        }
    }

    private Conversation Conversation()
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == _heard.ConversationId);
    }

    private async Task<int> TakeoversAsync() => (await TalkAsync()).Takeovers(_console.Clock.GetUtcNow().UtcDateTime);

    private async Task<GetCustomer.Talk> TalkAsync() => (await _console.SendAsync(new GetCustomer.Query(_heard.CustomerId))).Value.Conversations.Single();

    private async Task<IReadOnlyList<ListHandovers.Row>> RowsAsync(string rows = "all") =>
        (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["rows"] = rows })))).Value.Rows;

    private Task<Result<TakeOverConversation.Answer>> TakeAsync(int version, string reason = "customer_asked", Caller? by = null) =>
        _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _heard.ConversationId, version, reason), by ?? Ops);

    private Task<Result<HandBackConversation.Answer>> BackAsync(int version, string? note = null) =>
        _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, version, "resolved", note), Ops);

    private Task<Result<ReplyToCustomer.Answer>> ReplyAsync(string id, int version) =>
        _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, id, "Dạ em đây", version), Caller.Runtime);

    private static (ErrorKind, string?) Of<T>(Result<T> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);
}
