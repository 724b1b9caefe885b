using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Absences;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Agents;

/// <summary>Customers who are too many for one command follow an edit of their agent in further ones.</summary>
public sealed class AgentEditsInPartsTests : IAsyncLifetime
{
    private const string A = "AI Sales A";
    /// <summary>More than one part.</summary>
    private const int Many = 450;

    private readonly TestConsole _console = new();
    private Guid _owner, _heir;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        Assert.True((await _console.EditAsync(A, t => t with { Capacity = 5_000, Channels = [.. t.Channels.Union([Channel.Zalo])] })).Succeeded);
        var agent = _console.Agent(A);
        (_owner, _heir) = (agent.OwnerId, _console.Agent("trojanAI").OwnerId);
        await _console.Lane.FillAsync(agent, Many);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Owner_Changed_AgentGoesAtOnce_CustomersInParts_NobodyWithoutALivingOwner()
    {
        var held = _console.CustomersOf(A).Count;
        var edit = await EditAsync(t => t with { OwnerId = _heir });
        Assert.Equal((held, 0), (edit.Value.Later, edit.Value.Followed));
        Assert.Equal((_heir, held, 0), (_console.Agent(A).OwnerId, With(_owner), With(_heir)));

        var parts = new List<int>();
        while (_console.Agent(A).PendingEditId is not null)
        {
            parts.Add((await FollowAsync()).Value.Went);
            AssertOwnersLive();
        }

        Assert.Equal([200, 200, held - 400, 0], parts);
        Assert.Equal((0, held), (With(_owner), With(_heir)));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await FollowAsync()).Kind);
        _console.AssertSound();
    }

    [Theory]
    [InlineData("owner", 1)]
    [InlineData("owner", 9)]
    [InlineData("nowhere", 2)]
    [InlineData("nowhere", 9)]
    [InlineData("capacity", 9)]
    [InlineData("until end", 2)]
    [InlineData("owner and channel", 3)]
    public async Task Undone_AfterSomeParts_EverybodyIsWhereTheyWere(string what, int parts)
    {
        if (what == "nowhere")
            foreach (var other in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var before = Rows();
        var edit = await (what switch
        {
            "owner" => EditAsync(t => t with { OwnerId = _heir }),
            "nowhere" => EditAsync(t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, 9_999),
            "capacity" => EditAsync(t => t with { Capacity = 7 }, StrandedChoice.Move, 9_999),
            "until end" => EditAsync(t => t with { Channels = [Channel.Facebook] }, StrandedChoice.UntilEnd),
            _ => EditAsync(t => t with { Channels = [Channel.Telegram], OwnerId = _heir }, StrandedChoice.Move, 9_999),
        });
        for (var i = 0; i < parts && _console.Agent(A).PendingEditId is not null; i++)
        {
            Assert.True((await FollowAsync()).Succeeded);
            AssertOwnersLive();
        }
        Assert.NotEqual(before, Rows());

        _console.Clock.Advance(UndoWindow.Length);
        var undone = await _console.UndoAsync(edit);

        Assert.True(undone.Value.Later > 0);
        await ArriveAsync();
        Assert.Equal(before, Rows());
        Assert.Equal("undone", ErrorOf(await _console.UndoAsync(edit)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Disabled_NobodyElseHasRoom_AllWaitInSight_AndNobodyIsLeftBehind()
    {
        foreach (var other in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var held = _console.CustomersOf(A).Count;
        Assert.Equal("homeless", ErrorOf(await EditAsync(t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, held - 1)).Code);
        Assert.True((await EditAsync(t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, held)).Succeeded);
        await ArriveAsync();
        Assert.Equal((0, (long)held), (_console.CustomersOf(A).Count, _console[Counters.UnboundCustomers]));
        _console.AssertSound();
    }

    [Fact]
    public async Task Capacity_Lowered_WhoWroteLastStays()
    {
        _console.Clock.Advance(TimeSpan.FromHours(1));
        await _console.HearAsync("lan-001");
        var last = LastOf(A);
        Assert.True((await EditAsync(t => t with { Capacity = 1 }, StrandedChoice.Move, 9_999)).Succeeded);
        await ArriveAsync();
        Assert.Equal([last], _console.CustomersOf(A));
        _console.AssertSound();
    }

    [Fact]
    public async Task WhoWasMovedOnMeanwhile_StaysThere_WhenItIsUndone()
    {
        var edit = await EditAsync(t => t with { OwnerId = _heir });
        while ((await FollowAsync()).Succeeded) { }
        var moved = CustomerOf(A);
        var to = _console.Agent("trojanAI").Id;
        await _console.EditAsync("trojanAI", t => t with { Channels = [.. t.Channels.Union([Channel.Zalo])], Capacity = 5_000 });
        Assert.Equal(1, (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(moved, _console.Agent(A).Id)], to, "workload"), _console.Admin())).Value.Outcome.Done);
        Assert.True((await _console.UndoAsync(edit)).Succeeded);
        await ArriveAsync();
        await using var store = _console.Read();
        Assert.Equal(to, store.Customers.Single(c => c.Id == moved).AiAgentId);
        Assert.Equal(0, store.Customers.Count(c => c.AiAgentId == _console.Agent(A).Id && c.SalesUserId != _owner));
        _console.AssertSound();
    }

    [Fact]
    public async Task OnTheWay_AnotherEdit_AndDisablingEitherOwner_AreRefused_AndLendingWaits()
    {
        await _console.Lane.RunAsync(change => _heir = LaneCommands.AddPerson(change, "bich@example.com", Role.RealSalesUser).Id);
        await EditAsync(t => t with { OwnerId = _heir });
        Assert.True((await FollowAsync()).Succeeded);
        Assert.Equal("following", ErrorOf(await _console.EditAsync(A, t => t with { Capacity = 4_000 })).Code);
        foreach (var person in (Guid[])[_owner, _heir])
            Assert.Equal("following", ErrorOf(await _console.SendAsync(await _console.DepartAsync(person), _console.Admin())).Code);
        Assert.Null(Lending.Wanted(_console.Lane.Last.Directory, _console.Agent(A), _console.Now(), _ => Many));
        await ArriveAsync();
        Assert.True((await _console.EditAsync(A, t => t with { Capacity = 4_000 })).Succeeded);
    }

    [Fact(Timeout = 60_000)]
    public async Task Worker_GoesOnWhereARestartCutIt_AndBringsBackWhatIsUndone()
    {
        var stop = TestContext.Current.CancellationToken;
        var edit = await EditAsync(t => t with { OwnerId = _heir });
        using var worker = Workers.FollowingCustomers(_console.Services);
        await worker.StartAsync(stop);
        while (_console.Agent(A).PendingEditId is not null) await Task.Delay(10, stop);
        Assert.Equal(0, With(_owner));
        Assert.True((await _console.UndoAsync(edit)).Succeeded);
        while (_console.Agent(A).PendingEditId is not null) await Task.Delay(10, stop);
        Assert.Equal(0, With(_heir));
        await worker.StopAsync(stop);
        _console.AssertSound();
    }

    private Task<Result<EditAiAgent.Answer>> EditAsync(Func<AgentTraits, AgentTraits> to, StrandedChoice? choice = null, int homeless = 0) =>
        _console.SendAsync(_console.Edit(A, to, choice, homeless) with { InParts = true }, _console.Admin());

    private Task<Result<FollowAgentEdits.Answer>> FollowAsync() => _console.SendAsync(new FollowAgentEdits.Command(Guid.NewGuid()));

    private async Task ArriveAsync()
    {
        for (var i = 0; (await FollowAsync()).Succeeded; i++) Assert.True(i < 100, "It goes on for ever.");
        Assert.Null(_console.Agent(A).PendingEditId);
    }

    /// <summary>How many of the agent's customers the person has.</summary>
    private int With(Guid person)
    {
        using var store = _console.Read();
        return store.Customers.Count(c => c.AiAgentId == _console.Agent(A).Id && c.SalesUserId == person);
    }

    private Guid CustomerOf(string agent)
    {
        using var store = _console.Read();
        return store.Customers.Where(c => c.AiAgentId == _console.Agent(agent).Id && c.Channel == Channel.Zalo).OrderBy(c => c.Id).First().Id;
    }

    private string LastOf(string agent)
    {
        using var store = _console.Read();
        return store.Customers.Where(c => c.AiAgentId == _console.Agent(agent).Id).OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Id).First().Name;
    }

    private void AssertOwnersLive()
    {
        using var store = _console.Read();
        var living = store.SalesUsers.Where(u => u.Status == UserStatus.Active).Select(u => (Guid?)u.Id).ToHashSet();
        Assert.All(store.Customers.Where(c => c.AiAgentId != null), c => Assert.Contains(c.SalesUserId, living));
        Assert.DoesNotContain(store.Assignments.Where(a => a.Status == AssignmentStatus.Active).AsEnumerable().GroupBy(a => a.CustomerId), g => g.Count() > 1);
    }

    private string Rows()
    {
        using var store = _console.Read();
        return string.Join("\n",
            string.Join(';', store.AiAgents.OrderBy(a => a.Id).AsEnumerable().Select(a => $"{a.Name} {a.OwnerId} {string.Join(',', a.Channels)} {a.Status} {a.Capacity}")),
            string.Join(';', store.Assignments.OrderBy(a => a.Id).Select(a => a.Id + ":" + a.Status + a.EndedAt + a.LeavingSince)),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.AiAgentId} {c.SalesUserId} {c.OpenTasks}")),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).Select(c => c.State + c.StateBefore + c.Holder + c.HolderUserId)),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).Select(t => t.Id + ":" + t.Status + t.SalesUserId)));
    }
}
