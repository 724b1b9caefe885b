using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>The AI gives a conversation to a person: it is silent from then on, and what happens is nobody's guess.</summary>
public sealed class HandOffTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001", "ask_price", "discovery_price", 0.9);
        _console.Clock.Advance(TimeSpan.FromSeconds(5));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task HandOff_WithANotice_IsThePersonsAtOnce_AndTheAiIsSilentUntilItIsHandedBack()
    {
        var (since, handovers, running, tasks) = (_console.Lane.Last.Counters.Sequence, _console[Counters.Handovers], _console[Counters.RunningTakeovers], _console[Counters.OpenTasks]);
        var (owner, version, now) = (Owner(), _heard.Holder.Version, _console.Now());
        var off = (await HandOffAsync("h-1", version, "negotiation", "Em chuyển cho đồng nghiệp ạ")).Value;

        Assert.Equal((new ReceiveMessage.HolderAnswer("human", version + 1), new HandOffConversation.TargetAnswer(owner.Name, now), now.AddMinutes(15)), (off.Holder, off.Target, off.TaskDueAt));
        Assert.Equal(["customer.handed_off", "message.sent"], _console.Actions(since));
        Assert.Equal((handovers + 1, running + 1, tasks + 1), (_console[Counters.Handovers], _console[Counters.RunningTakeovers], _console[Counters.OpenTasks]));
        Assert.Equal((owner.Id, "human_takeover", _heard.State.To), (Talk().HolderUserId!.Value, Talk().State, Talk().StateBefore));
        var task = Assert.Single(Wanted());
        Assert.Equal((owner.Id, off.TaskDueAt, WorkTaskStatus.Open), (task.SalesUserId!.Value, task.DueAt, task.Status));
        await using (var store = _console.Read())
            Assert.Equal(("h-1", "Em chuyển cho đồng nghiệp ạ"), Assert.Single(store.Messages.Where(m => m.ConversationId == _heard.ConversationId && m.Direction == Direction.Outbound).AsEnumerable().Select(m => (m.ExternalId, m.Text))));
        // The notice is no answer: whoever holds it is waited for.
        var row = (await RowsAsync())[0];
        Assert.Equal((HandoverKind.HumanTakeover, "handoff_negotiation", owner.Name, true, now.AddSeconds(-5)), (row.Kind, row.Reason, row.By, row.IsRunning, row.UnansweredSince!.Value));

        foreach (var old in (int[])[version, version + 1])
        {
            Assert.Equal("holder_human", ErrorOf(await _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, "r-1", "Dạ", old), Caller.Runtime)).Code);
            Assert.Equal("holder_human", ErrorOf(await HandOffAsync("h-2", old)).Code);
        }
        var back = await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, version + 1, "resolved", "giữ giá"), Caller.Person(owner));
        Assert.Equal(Holder.Ai, back.Value.Holder);
        Assert.Equal("giữ giá", (await _console.SendAsync(new GetConversation.Query(_heard.ConversationId), Caller.Runtime)).Value.Boundary!.Note);
        Assert.Equal(running, _console[Counters.RunningTakeovers]);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandOff_IsTheAisDeed_WhichNobodyTakesBackWithoutATrace()
    {
        var off = (await HandOffAsync("h-1", _heard.Holder.Version)).Value;
        var row = (await RowsAsync())[0];
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), row.Id, off.Holder.Version), Caller.Person(Owner()))).Kind);
        await using var store = _console.Read();
        Assert.Equal((ActorKind.System, (Guid?)null), store.AuditEntries.Where(a => a.Action == HandOffConversation.Action).Select(a => new { a.ActorKind, a.ActorId }).AsEnumerable().Select(a => (a.ActorKind, a.ActorId)).Single());
        Assert.Empty(store.Messages.Where(m => m.ConversationId == _heard.ConversationId && m.Direction == Direction.Outbound));
    }

    [Fact]
    public async Task HandOff_Twice_IsFlagged_AndIsOneTaskOfWhoHoldsIt()
    {
        await _console.HearAsync("lan-001", "request_human", "first_contact", 0.9);
        var asked = Assert.Single(Wanted());
        await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [new(asked.Id, asked.Status, asked.SalesUserId, asked.DueAt)], Ops.SalesUserId!.Value), Ops);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var off = (await HandOffAsync("h-1", Talk().HolderVersion, "customer_asked")).Value;
        Assert.Equal((Owner().Id, asked.DueAt, asked.DueAt), (Assert.Single(Wanted()).SalesUserId!.Value, Wanted()[0].DueAt, off.TaskDueAt));

        await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, off.Holder.Version, "ai_can_go_on"), Ops);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await HandOffAsync("h-2", off.Holder.Version + 1)).Succeeded);
        Assert.Single(Wanted());
        Assert.Equal([(true, 2), (false, 1)], (await RowsAsync()).Where(r => r.Round is not null && r.CustomerId == _heard.CustomerId).Select(r => (r.IsPingPong, r.Round!.Value)));
        _console.AssertSound();
    }

    [Fact]
    public async Task HandOff_WhereTheTaskWasOverdueWithTheFallbackOwner_IsDueAnew()
    {
        await _console.HearAsync("lan-001", "request_human", "first_contact", 0.9);
        await _console.Lane.RunAsync(change =>
        {
            var task = change.Store.WorkTasks.Single(t => t.CustomerId == _heard.CustomerId && t.Kind == TaskKind.PersonWanted);
            task.Escalate(Ops.SalesUserId!.Value, change.Now);
            change.Record("task.escalated", task);
        });
        _console.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await HandOffAsync("h-1", Talk().HolderVersion)).Succeeded);
        var task = Assert.Single(Wanted());
        Assert.Equal((Owner().Id, _console.Now().AddMinutes(15), (DateTime?)null), (task.SalesUserId!.Value, task.DueAt, task.EscalatedAt));
    }

    [Fact]
    public async Task HandOff_WhereAnEarlierTaskIsLate_IsDueAnew_ThoughWhoHasItStays()
    {
        var off = (await HandOffAsync("h-1", Talk().HolderVersion)).Value;
        await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, off.Holder.Version, "ai_can_go_on"), Ops);
        _console.Clock.Advance(TimeSpan.FromDays(2));
        var again = (await HandOffAsync("h-2", Talk().HolderVersion)).Value;
        Assert.Equal((_console.Now().AddMinutes(15), again.TaskDueAt), (again.TaskDueAt, Assert.Single(Wanted()).DueAt));
    }

    [Fact]
    public async Task HandOff_OfWhoWantsNoMessages_GoesOnlyWithoutANotice()
    {
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), _heard.CustomerId, Channel.Telegram, "by_phone", null), Ops)).Succeeded);
        await RefusedAsync("opted_out");
        Assert.True((await HandOffAsync("h-2", Talk().HolderVersion)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task HandOff_OfWhoMayWantNoMessages_GoesOnlyWithoutANotice()
    {
        await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7);
        await RefusedAsync("opt_out_pending");
        Assert.True((await HandOffAsync("h-2", Talk().HolderVersion)).Succeeded);
    }

    [Fact]
    public async Task HandOff_WithAnIdThatAMessageBears_IsRefused_AndTheAiKeepsIt()
    {
        Assert.True((await _console.SendAsync(new ReplyToCustomer.Command(_heard.ConversationId, "r-1", "Dạ", Talk().HolderVersion), Caller.Runtime)).Succeeded);
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal((ErrorKind.Reused, "message_id"), ErrorOf(await HandOffAsync("r-1", Talk().HolderVersion, notice: "Dạ")) is var e ? (e.Kind, e.Code) : default);
        Assert.Equal((since, Holder.Ai), (_console.Lane.Last.Counters.Sequence, Talk().Holder));
    }

    private async Task RefusedAsync(string code)
    {
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal((ErrorKind.Conflict, code), ErrorOf(await HandOffAsync("h-1", Talk().HolderVersion, notice: "Em chuyển ạ")) is var e ? (e.Kind, e.Code) : default);
        Assert.Equal((since, Holder.Ai), (_console.Lane.Last.Counters.Sequence, Talk().Holder));
    }

    private Task<Result<HandOffConversation.Answer>> HandOffAsync(string id, int version, string reason = "cannot_answer", string? notice = null) =>
        _console.SendAsync(new HandOffConversation.Command(_heard.ConversationId, id, version, reason, notice, notice is null), Caller.Runtime);

    private Conversation Talk()
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == _heard.ConversationId);
    }

    private SalesUser Owner()
    {
        using var store = _console.Read();
        return _console.Lane.Last.Directory.SalesUsers[store.Customers.Single(c => c.Id == _heard.CustomerId).SalesUserId!.Value];
    }

    private List<WorkTask> Wanted()
    {
        using var store = _console.Read();
        return [.. store.WorkTasks.Where(t => t.CustomerId == _heard.CustomerId && t.Kind == TaskKind.PersonWanted)];
    }

    private async Task<IReadOnlyList<ListHandovers.Row>> RowsAsync() =>
        (await _console.SendAsync(new ListHandovers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["rows"] = "all" })), Ops)).Value.Rows;
}
