using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Handovers;

/// <summary>Several takeovers end by one command and go on by one undo, each carried out or refused by itself.</summary>
public sealed class HandBackManyTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly ReceiveMessage.Answer[] _heard = new ReceiveMessage.Answer[3];

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        for (var i = 0; i < _heard.Length; i++) _heard[i] = await _console.HearAsync($"lan-{i}", "ask_price", "discovery_price", 0.9);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task HandBack_OfMany_EndsEachTakeover_AndOneUndoLetsEachGoOn()
    {
        var seen = new List<HandBackConversations.Seen>();
        foreach (var heard in _heard) seen.Add(await TakeAsync(heard.ConversationId, Ops));
        var (handovers, running) = (_console[Counters.Handovers], _console[Counters.RunningTakeovers]);

        var back = (await BackAsync(seen)).Value;

        Assert.Equal(_heard.Select(h => (h.ConversationId, (Error?)null)), back.Outcome.Lines.Select(l => (l.Id, l.Refused)));
        Assert.All(_heard, h => Assert.Equal(Holder.Ai, Holding(h.ConversationId).Holder));
        Assert.Equal((handovers + 3, running - 3), (_console[Counters.Handovers], _console[Counters.RunningTakeovers]));

        Assert.Equal(3, (await UndoAsync(back.HandedBack)).Value.Done);
        Assert.All(_heard, h => Assert.Equal((Holder.Human, Ops.SalesUserId), (Holding(h.ConversationId).Holder, Holding(h.ConversationId).HolderUserId)));
        Assert.Equal((handovers, running), (_console[Counters.Handovers], _console[Counters.RunningTakeovers]));
        _console.AssertSound();
    }

    [Fact]
    public async Task HandBack_WhereOthersActedMeanwhile_LeavesThoseAlone_AndDoesTheRest()
    {
        var (first, second, third) = (await TakeAsync(_heard[0].ConversationId, Ops), await TakeAsync(_heard[1].ConversationId, Ops), await TakeAsync(_heard[2].ConversationId, Ops));
        var supervisor = _console.Supervisor();
        await TakeAsync(_heard[1].ConversationId, supervisor);
        Assert.True((await BackAsync([third])).Succeeded);

        var back = (await BackAsync([first, second, third])).Value;

        Assert.Equal([null, "holder_human", "holder_ai"], back.Outcome.Lines.Select(l => l.Refused?.Code));
        Assert.Equal(supervisor.SalesUserId, Holding(_heard[1].ConversationId).HolderUserId);
        // What was answered since the hand-back is not taken from the AI.
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(_heard[0].ConversationId, "r-1", "Dạ", Holding(_heard[0].ConversationId).HolderVersion), Caller.Runtime)).Succeeded);
        Assert.Equal("replied", ErrorOf(await UndoAsync(back.HandedBack)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandBack_OfWhatAColleagueHolds_IsRefusedToASalesperson()
    {
        var owner = _console.As(Role.RealSalesUser);
        Guid talk;
        await using (var store = _console.Read())
        {
            var own = store.Customers.Where(c => c.SalesUserId == owner.SalesUserId).Select(c => c.Id).ToList();
            talk = store.Conversations.First(c => own.Contains(c.CustomerId) && c.Holder == Holder.Ai).Id;
        }
        var seen = await TakeAsync(talk, Ops);

        Assert.Equal((ErrorKind.Conflict, "holder_human"), (ErrorOf(await BackAsync([seen], owner)).Kind, ErrorOf(await BackAsync([seen], owner)).Code));
        Assert.Equal(Ops.SalesUserId, Holding(talk).HolderUserId);
        var rows = (await _console.SendAsync(new ListHandovers.Query(new GridRequest()), owner)).Value.Rows;
        var (mine, others) = (rows.Single(r => r.IsRunning && r.ById == owner.SalesUserId), rows.Single(r => r.IsRunning && r.ById == Ops.SalesUserId));
        Assert.Equal((talk, null, seen), (others.ConversationId!.Value, others.SeenBy(owner), others.SeenBy(Ops)));
        Assert.Equal(mine.ConversationId, mine.SeenBy(owner)?.ConversationId);
        Assert.All(rows.Where(r => !r.IsRunning), r => Assert.Null(r.SeenBy(Ops)));
    }

    [Fact]
    public async Task Preview_SaysWhatIsPromisedToEach_WhoWaitsFirst()
    {
        foreach (var heard in _heard) await TakeAsync(heard.ConversationId, Ops);
        var due = _console.Clock.GetUtcNow().UtcDateTime.AddHours(2);
        Assert.True((await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), _heard[1].CustomerId, TaskKind.FollowUp, Ops.SalesUserId!.Value, due, "Gọi lại"), Ops)).Succeeded);
        Assert.True((await _console.SendAsync(new MarkAnswered.Command(Guid.NewGuid(), _heard[0].ConversationId, Holding(_heard[0].ConversationId).LastInboundAt), Ops)).Succeeded);

        var lines = (await _console.SendAsync(new PreviewHandBack.Query([.. _heard.Select(h => h.ConversationId)]), Ops)).Value.Lines;

        Assert.Equal((3, _heard[0].ConversationId), (lines.Count, lines[^1].ConversationId));
        Assert.Contains(lines.Single(l => l.ConversationId == _heard[1].ConversationId).Tasks, t => t.Note == "Gọi lại");
        Assert.All(lines, l => Assert.Equal((Holder.Human, true), (l.Holder, l.IsBound)));
        foreach (var line in lines)
        {
            var alone = await _console.SendAsync(new GetPromises.Query(_heard.Single(h => h.ConversationId == line.ConversationId).CustomerId), Ops);
            Assert.Equal(alone.Value.Tasks, line.Tasks);
        }
    }

    [Fact]
    public async Task Preview_SaysWhatHandingBackAsksForByNow_AndWhoHasNoAgentFirst()
    {
        var mine = await TakeAsync(_heard[0].ConversationId, Ops);
        var again = await TakeAsync(_heard[0].ConversationId, _console.Supervisor());
        var unbound = _heard[2].ConversationId;
        await _console.Lane.RunAsync(change =>
        {
            var customer = change.Find<Customer>(_heard[2].CustomerId)!;
            customer.Unbind(change.Now);
            change.Record("customer.unbound", customer);
        });

        Assert.Equal("holder_human", ErrorOf(await BackAsync([mine])).Code);
        var lines = (await _console.SendAsync(new PreviewHandBack.Query([_heard[0].ConversationId, _heard[1].ConversationId, unbound]), Ops)).Value.Lines;

        Assert.Equal((unbound, false), (lines[0].ConversationId, lines[0].IsBound));
        Assert.Equal([again], lines.Select(l => l.Seen).OfType<HandBackConversations.Seen>());
        Assert.True((await BackAsync([again])).Succeeded);
    }

    private async Task<HandBackConversations.Seen> TakeAsync(Guid talk, Caller by) =>
        new(talk, (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk, Holding(talk).HolderVersion, "customer_asked"), by)).Value.HolderVersion);

    private Task<Result<HandBackConversations.Answer>> BackAsync(IReadOnlyList<HandBackConversations.Seen> seen, Caller? by = null) =>
        _console.SendAsync(new HandBackConversations.Command(Guid.NewGuid(), seen, "shift_end"), by ?? Ops);

    private Task<Result<BulkAnswer>> UndoAsync(IReadOnlyList<HandBackConversations.HandedBack> made) => _console.SendAsync(new UndoHandBacks.Command(Guid.NewGuid(), made), Ops);

    private Conversation Holding(Guid talk)
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == talk);
    }
}
