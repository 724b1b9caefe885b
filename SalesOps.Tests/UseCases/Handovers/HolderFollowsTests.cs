using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Handovers;

/// <summary>Who holds a conversation sees the customer: when the customer becomes another salesperson's, what the former one held goes along.</summary>
public sealed class HolderFollowsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly List<Caller> _sellers = [];
    private Caller _admin = Caller.Nobody, _ops = Caller.Nobody;
    private ReceiveMessage.Answer _heard = default!;

    /// <summary>Two salespeople with an agent each; the customer is the first one's.</summary>
    public async ValueTask InitializeAsync()
    {
        await _console.Lane.RunAsync(change => _admin = Caller.Person(LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
        await _console.Lane.RunAsync(change => _ops = Caller.Person(LaneCommands.AddPerson(change, "ops@example.com", Role.Ops)));
        for (var i = 0; i < 2; i++)
        {
            await _console.Lane.RunAsync(change => _sellers.Add(Caller.Person(LaneCommands.AddPerson(change, $"sales{i}@example.com"))));
            Assert.True((await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), $"AI {i}", _sellers[i].SalesUserId!.Value, "vi", [Channel.Telegram], 5), _admin)).Succeeded);
            if (i == 0) _heard = await _console.WriteAsync("lan");
        }
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Transfer_OfWhatItsSalespersonHolds_GoesToTheNextOne_AndBackWithTheUndo()
    {
        var taken = await TakeAsync(_sellers[0]);
        var moved = await TransferAsync(1);

        Assert.Equal((_sellers[1].SalesUserId, _sellers[1].SalesUserId, _sellers[1].SalesUserId), Holding());
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await BackAsync(_sellers[0])).Kind);
        Assert.Equal(taken, Assert.Single(await RowsAsync(_sellers[1]), r => r.IsRunning).Id);
        Assert.Empty(await RowsAsync(_sellers[0]));
        Assert.Equal((0, 1), (Running(_sellers[0]), Running(_sellers[1])));

        Assert.Equal(1, (await _console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), moved), _admin)).Value.Done);
        Assert.Equal((_sellers[0].SalesUserId, _sellers[0].SalesUserId, _sellers[0].SalesUserId), Holding());
        Assert.True((await BackAsync(_sellers[0])).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Transfer_OfWhatSomebodyElseHolds_StaysWithThem_AndTheNextSalespersonSeesIt()
    {
        await TakeAsync(_ops);
        await TransferAsync(1);
        Assert.Equal((_ops.SalesUserId, _ops.SalesUserId, _sellers[1].SalesUserId), Holding());
        Assert.True(Assert.Single(await RowsAsync(_sellers[1]), r => r.Kind == HandoverKind.HumanTakeover).IsRunning);
        Assert.True((await BackAsync(_ops)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task WithNobody_WhatTheSalespersonHeldEnds_AndGoesOnWhenItIsUndone()
    {
        var before = await StateAsync();
        await TakeAsync(_sellers[0]);
        Assert.True((await EditAsync("AI 1", t => t with { Channels = [Channel.Zalo] })).Succeeded);
        var gone = await EditAsync("AI 0", t => t with { Status = AgentStatus.Disabled }, homeless: 1);
        Assert.Equal(1, gone.Value.Unbound);
        await using (var store = _console.Read())
        {
            Assert.Equal((Holder.Nobody, before), (store.Conversations.Single().Holder, store.Conversations.Single().State));
            Assert.NotEqual("manual_takeover", store.Customers.Single().Stage);
        }
        Assert.Equal(0, _console[Counters.RunningTakeovers]);

        Assert.True((await _console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), gone.Value.EditId), _admin)).Succeeded);
        Assert.Equal((_sellers[0].SalesUserId, _sellers[0].SalesUserId, _sellers[0].SalesUserId), Holding());
        Assert.Equal(1, _console[Counters.RunningTakeovers]);
        Assert.True((await BackAsync(_sellers[0])).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Promises_AreAllThatIsOpenForTheCustomer_AlsoColleaguesTasks()
    {
        var due = _console.Clock.GetUtcNow().UtcDateTime.AddHours(2);
        Assert.True((await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), _heard.CustomerId, TaskKind.FollowUp, _ops.SalesUserId!.Value, due, "báo giá"), _admin)).Succeeded);
        var promised = (await _console.SendAsync(new GetPromises.Query(_heard.CustomerId), _sellers[0])).Value.Tasks;
        Assert.Contains(promised, p => (p.Note, p.Owner, p.DueAt) == ("báo giá", _console.Lane.Last.Directory.NameOfUser(_ops.SalesUserId), due));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new GetPromises.Query(_heard.CustomerId), _sellers[1])).Kind);
    }

    [Fact]
    public async Task UndoOfATakeover_FromASalesperson_WhoseCustomerItIsNoMore_IsRefused()
    {
        await TakeAsync(_sellers[0]);
        var second = await TakeAsync(_admin);
        await TransferAsync(1);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), second, Version()), _admin)).Code);
        Assert.Equal((_admin.SalesUserId, _admin.SalesUserId, _sellers[1].SalesUserId), Holding());
        _console.AssertSound();
    }

    [Fact]
    public async Task UndoOfATakeover_FromASalesperson_WhoseCustomerIsNobodysByNow_IsRefused()
    {
        await TakeAsync(_sellers[0]);
        var second = await TakeAsync(_admin);
        await LeaveWithNobodyAsync();
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), second, Version()), _admin)).Code);
        Assert.Equal((_admin.SalesUserId, _admin.SalesUserId, null), Holding());
        _console.AssertSound();
    }

    /// <summary>The AI would speak where the salesperson may not take over.</summary>
    [Fact]
    public async Task HandBack_ForAColleague_IsForThoseWhoMoveWork_NotForTheSalesperson()
    {
        await TakeAsync(_admin);
        Assert.Equal((ErrorKind.Conflict, "holder_human"), ErrorOf(await BackAsync(_sellers[0])) is var refused ? (refused.Kind, refused.Code) : default);
        Assert.Equal((_admin.SalesUserId, _admin.SalesUserId, _sellers[0].SalesUserId), Holding());
        Assert.True((await BackAsync(_ops)).Succeeded);
        await TakeAsync(_sellers[0]);
        Assert.True((await BackAsync(_sellers[0])).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task UndoOfAHandBack_ByASalesperson_WhoseCustomerItIsNoMore_FindsNothing()
    {
        await TakeAsync(_sellers[0]);
        var back = (await BackAsync(_sellers[0])).Value.HandoverId;
        await TransferAsync(1);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), back, Version()), _sellers[0])).Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task UndoOfATakeover_FromAColleague_NamesWhoseCustomerItIsByNow()
    {
        await TakeAsync(_ops);
        var second = await TakeAsync(_admin);
        await TransferAsync(1);
        Assert.True((await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), second, Version()), _admin)).Succeeded);
        Assert.Equal((_ops.SalesUserId, _ops.SalesUserId, _sellers[1].SalesUserId), Holding());
        Assert.Equal((0, 1), (Running(_sellers[0]), Running(_sellers[1])));
        _console.AssertSound();
    }

    [Fact]
    public async Task UndoOfATakeover_OfWhoHasNoAgentByNow_LetsNobodySpeak()
    {
        var taken = await TakeAsync(_ops);
        await LeaveWithNobodyAsync();
        Assert.Equal(Holder.Nobody, (await _console.SendAsync(new UndoHandover.Command(Guid.NewGuid(), taken, Version()), _ops)).Value.Holder);
        _console.AssertSound();
    }

    private async Task LeaveWithNobodyAsync()
    {
        Assert.True((await EditAsync("AI 1", t => t with { Channels = [Channel.Zalo] })).Succeeded);
        Assert.Equal(1, (await EditAsync("AI 0", t => t with { Status = AgentStatus.Disabled }, homeless: 1)).Value.Unbound);
    }

    private async Task<Guid> TakeAsync(Caller by)
    {
        var taken = await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _heard.ConversationId, Version(), "risk"), by);
        return taken.Value.HandoverId;
    }

    private Task<Result<HandBackConversation.Answer>> BackAsync(Caller by) =>
        _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), _heard.ConversationId, Version(), "resolved"), by);

    private async Task<IReadOnlyList<Guid>> TransferAsync(int to)
    {
        var agents = _console.Lane.Last.Directory.AiAgents.Values;
        var moved = await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_heard.CustomerId, agents.Single(a => a.Name == "AI 0").Id)], agents.Single(a => a.Name == $"AI {to}").Id, "drill"), _admin);
        return moved.Value.Assignments;
    }

    private Task<Result<EditAiAgent.Answer>> EditAsync(string name, Func<AgentTraits, AgentTraits> change, int homeless = 0) =>
        _console.SendAsync(_console.Edit(name, change, homeless > 0 ? StrandedChoice.Move : null, homeless), _admin);

    private async Task<IReadOnlyList<ListHandovers.Row>> RowsAsync(Caller by) => (await _console.SendAsync(new ListHandovers.Query(new()), by)).Value.Rows;

    private long Running(Caller by) => _console.Lane.Last.Counters[Counters.RunningTakeovers, by.SalesUserId!.Value];

    private async Task<string> StateAsync()
    {
        await using var store = _console.Read();
        return store.Conversations.Single().State;
    }

    private int Version()
    {
        using var store = _console.Read();
        return store.Conversations.Single().HolderVersion;
    }

    /// <summary>Who holds the conversation, who does by the takeover that lasts, and whose customer that says it is.</summary>
    private (Guid? Holder, Guid? By, Guid? Of) Holding()
    {
        using var store = _console.Read();
        var takeover = store.Handovers.Single(h => h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null);
        return (store.Conversations.Single().HolderUserId, takeover.ById, takeover.SalesUserId);
    }
}
