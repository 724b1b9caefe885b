using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Somebody leaves, and everything that is theirs goes to others; and back again within ten seconds.</summary>
public sealed class DepartureTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Sales => _console.As(Role.RealSalesUser).SalesUserId!.Value;

    private Guid Trojan => _console.Admin().SalesUserId!.Value;

    [Fact]
    public async Task Proposal_ListsEverything_AndNamesSomebodyForEach()
    {
        await HoldAsync();
        var estate = (await _console.SendAsync(new GetDeparture.Query(Sales), _console.Admin())).Value;
        Assert.Equal(["AI Sales A 2", "AI Sales B 2"], estate.Agents.Select(a => $"{a.Name} {a.Customers}"));
        Assert.All(estate.Agents, a => Assert.Equal(Trojan, a.HeirId));
        Assert.Equal((1, 1L, false), (estate.Conversations, estate.Reviews, estate.IsLastAdmin));
        Assert.Equal(Trojan, estate.HeirId);
        Assert.True((await _console.SendAsync(new GetDeparture.Query(Trojan), _console.Admin())).Value.IsLastAdmin);
    }

    [Fact]
    public async Task Left_EverythingIsSomebodyElses_AndTheCountersSaySo()
    {
        await HoldAsync();
        var bindings = _console[Counters.ActiveBindings];
        var answer = await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin());

        Assert.Equal((2, 4, 1), (answer.Value.Agents, answer.Value.Customers, answer.Value.Conversations));
        await using var store = _console.Read();
        Assert.False(store.Customers.Any(c => c.SalesUserId == Sales));
        Assert.False(store.WorkTasks.Any(t => t.SalesUserId == Sales && t.Status == WorkTaskStatus.Open));
        Assert.False(store.Reviews.Any(r => r.SalesUserId == Sales && r.Status == ReviewStatus.Pending));
        Assert.False(store.Conversations.Any(c => c.HolderUserId == Sales));
        Assert.All(_console.Lane.Last.Directory.AiAgents.Values, a => Assert.Equal(Trojan, a.OwnerId));
        Assert.Equal((bindings, 0, bindings), (_console[Counters.ActiveBindings], _console.Lane.Last.Counters[Counters.ActiveBindings, Sales], _console.Lane.Last.Counters[Counters.ActiveBindings, Trojan]));
        _console.AssertSound();
    }

    [Fact]
    public async Task AgentLeftOut_OrGivenToNobody_IsRefused_AndNothingHappens()
    {
        var command = await _console.DepartAsync(Sales);
        var ops = _console.As(Role.Ops).SalesUserId!.Value;
        Assert.Equal((ErrorKind.Stale, "agents"), Refusal(await SendAsync(command with { Agents = [] })));
        Assert.Equal((ErrorKind.Stale, "agents"), Refusal(await SendAsync(command with { Agents = [.. command.Agents!.Skip(1)] })));
        foreach (var heir in (Guid[])[Sales, ops, Guid.NewGuid(), Guid.Empty])
            Assert.Equal((ErrorKind.Invalid, "choose"), Refusal(await SendAsync(command with { Agents = [.. command.Agents!.Select(a => a with { SalesUserId = heir })] })));
        Assert.Equal((ErrorKind.Invalid, "twice"), Refusal(await SendAsync(command with { Agents = [command.Agents![0], command.Agents[0]] })));
        await NoteTaskAsync();
        command = await _console.DepartAsync(Sales);
        foreach (var heir in (Guid?[])[null, Sales, Guid.NewGuid()])
            Assert.Equal((ErrorKind.Invalid, "choose"), Refusal(await SendAsync(command with { HeirId = heir, Seen = new(0, 1) })));
        Assert.True(_console.Lane.Last.Directory.SalesUsers[Sales].IsActive);
    }

    [Fact]
    public async Task Undone_EverythingIsAsItWas()
    {
        await HoldAsync();
        var before = Rows();
        var left = await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin());
        Assert.NotEqual(before, Rows());
        _console.Clock.Advance(UndoWindow.Length);
        var since = _console.Lane.Last.Counters.Sequence;

        var undone = await UndoAsync(left);

        Assert.Equal((4, 0), (undone.Value.Returned, undone.Value.Stayed));
        Assert.Equal(before, Rows());
        Assert.Equal("sales_user.enabled", _console.Actions(since)[^1]);
        _console.AssertSound();
        Assert.Equal("undone", ErrorOf(await UndoAsync(left)).Code);
    }

    [Fact]
    public async Task Undo_TooLate_ByAnother_OrBuiltOn_IsRefused()
    {
        var left = await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin());
        SalesUser other = default!;
        await _console.Lane.RunAsync(change => other = LaneCommands.AddPerson(change, "other@example.com", Role.Admin));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(left, Caller.Person(other))).Kind);
        Assert.True((await _console.EditAsync("AI Sales A", t => t with { Capacity = 9 })).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(left)).Code);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync(left)).Code);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), Guid.NewGuid()), _console.Admin())).Kind);
    }

    [Fact]
    public async Task TaskOfAnotherAgentsCustomer_GoesToTheHeirAndBack()
    {
        await NoteTaskAsync();
        var left = await _console.SendAsync(await _console.DepartAsync(Sales), _console.Admin());
        Assert.Equal((1, 0), (left.Value.Tasks, (int)_console.Lane.Last.Counters[Counters.OpenTasks, Sales]));
        Assert.True((await UndoAsync(left)).Succeeded);
        await using var after = _console.Read();
        Assert.Equal(Sales, after.WorkTasks.Single(t => t.Note == "call").SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task TaskOfAnothersCustomer_GoesToNoSalespersonWhoMayNotOpenIt()
    {
        await NoteTaskAsync();
        var binh = await _console.HireAsync("binh");
        var estate = (await _console.SendAsync(new GetDeparture.Query(Sales), _console.Admin())).Value;
        Assert.Equal((1, false, true), (estate.OtherTasks, estate.MayInherit(_console.Lane.Last.Directory, binh), estate.MayInherit(_console.Lane.Last.Directory, _console.Lane.Last.Directory.SalesUsers[Trojan])));
        Assert.Equal(Trojan, estate.HeirId);
        var command = await _console.DepartAsync(Sales);
        Assert.Equal((ErrorKind.Invalid, "choose"), Refusal(await SendAsync(command with { HeirId = binh.Id })));
        Assert.True((await SendAsync(command)).Succeeded);
    }

    [Fact]
    public async Task ConversationOfAnothersCustomer_GoesToSomebodyWhoSeesIt_WithItsTakeover_AndBack()
    {
        var (ops, supervisor) = (_console.As(Role.Ops), _console.Supervisor().SalesUserId!.Value);
        var talk = await HoldAsync(ops);
        var estate = (await _console.SendAsync(new GetDeparture.Query(ops.SalesUserId!.Value), _console.Admin())).Value;
        Assert.Equal((0, 1), (estate.Conversations, estate.OtherConversations));
        Assert.NotEqual(Role.RealSalesUser, _console.Lane.Last.Directory.SalesUsers[estate.HeirId!.Value].Role);
        var command = await _console.DepartAsync(ops.SalesUserId!.Value);
        Assert.Equal((ErrorKind.Invalid, "choose"), Refusal(await SendAsync(command with { HeirId = Sales })));

        var left = await SendAsync(command with { HeirId = supervisor });

        Assert.Equal((1, supervisor, supervisor), (left.Value.Conversations, HolderOf(talk), TakenOverBy(talk)));
        Assert.True((await UndoAsync(left)).Succeeded);
        Assert.Equal((ops.SalesUserId, ops.SalesUserId), (HolderOf(talk), TakenOverBy(talk)));
        _console.AssertSound();
    }

    /// <summary>The salesperson has a task about a customer of another, as could be given before that was refused.</summary>
    private Task NoteTaskAsync() => _console.Lane.RunAsync(change =>
    {
        var customer = change.Store.Customers.First(c => c.SalesUserId == Trojan);
        var task = new WorkTask(change.NewId(), TaskKind.FollowUp, customer, Sales, "call", change.Now, change.Now.AddDays(1));
        change.Add(task);
        change.Record("task.created", task, customer);
    });

    private Guid? HolderOf(Guid talk)
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == talk).HolderUserId;
    }

    private Guid? TakenOverBy(Guid talk)
    {
        using var store = _console.Read();
        return store.Handovers.Single(h => h.ConversationId == talk && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null).ById;
    }

    /// <summary>Somebody, or the salesperson, takes over a conversation of the salesperson's; whoever held one hands it back.</summary>
    private async Task<Guid> HoldAsync(Caller? by = null)
    {
        await using var store = _console.Read();
        foreach (var other in await store.Conversations.Where(c => c.HolderUserId != null).ToListAsync(TestContext.Current.CancellationToken))
            Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), other.Id, other.HolderVersion, "resolved"), _console.Admin())).Succeeded);
        var held = await store.Conversations.FirstAsync(c => store.Customers.Any(k => k.Id == c.CustomerId && k.SalesUserId == Sales) && c.Holder == Holder.Ai, TestContext.Current.CancellationToken);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), held.Id, held.HolderVersion, "risk"), by ?? _console.As(Role.RealSalesUser))).Succeeded);
        return held.Id;
    }

    private Task<Result<DisableSalesUser.Answer>> SendAsync(DisableSalesUser.Command command) => _console.SendAsync(command with { OperationId = Guid.NewGuid() }, _console.Admin());

    private Task<Result<UndoDeparture.Answer>> UndoAsync(Result<DisableSalesUser.Answer> left, Caller? by = null) =>
        _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), left.Value.DepartureId), by ?? _console.Admin());

    private static (ErrorKind, string?) Refusal<T>(Result<T> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);

    private string Rows()
    {
        using var store = _console.Read();
        return string.Join("\n",
            string.Join(';', store.SalesUsers.OrderBy(u => u.Id).Select(u => u.Name + u.Status)),
            string.Join(';', store.AiAgents.OrderBy(a => a.Id).Select(a => a.Name + a.OwnerId)),
            string.Join(';', store.Assignments.OrderBy(a => a.Id).Select(a => a.Id + ":" + a.Status + a.EndedAt)),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.AiAgentId} {c.SalesUserId} {c.OpenTasks}")),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).Select(c => c.State + c.StateBefore + c.Holder + c.HolderUserId)),
            string.Join(';', store.Reviews.OrderBy(r => r.Id).Select(r => r.Id + ":" + r.Status + r.AiAgentId + r.SalesUserId)),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).Select(t => t.Id + ":" + t.Status + t.SalesUserId)));
    }
}
