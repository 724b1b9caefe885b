using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Agents;

public sealed class EditAiAgentTests : IAsyncLifetime
{
    private const string A = "AI Sales A";
    private const string B = "AI Sales B";

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Traits_NobodyStranded_AreChangedWithOneEntry()
    {
        var since = _console.Lane.Last.Counters.Sequence;
        var answer = await _console.EditAsync(A, t => t with { Name = " Tiếp thị ", Language = "zh", Capacity = 7, Channels = [Channel.Zalo, Channel.Telegram] });
        Assert.Equal((0, 0, 0, 0, 2), (answer.Value.Moved, answer.Value.Unbound, answer.Value.Leaving, answer.Value.Followed, answer.Value.Version));
        var agent = _console.Agent("Tiếp thị");
        Assert.Equal(("zh", 7, "zalo telegram"), (agent.Language, agent.Capacity, string.Join(' ', agent.Channels.Select(c => c.Code()))));
        Assert.Equal(["ai_agent.updated"], _console.Actions(since));
        _console.AssertSound();
    }

    [Theory]
    [InlineData("", "vi", "telegram", 5, "name", "required")]
    [InlineData("AI SALES B", "vi", "telegram", 5, "name", "taken")]
    [InlineData("a\u0007", "vi", "telegram", 5, "name", "unsound")]
    [InlineData("A", "de", "telegram", 5, "language", "choose")]
    [InlineData("A", "vi", "", 5, "channels", "channels")]
    [InlineData("A", "vi", "zalo zalo", 5, "channels", "twice")]
    [InlineData("A", "vi", "telegram", 0, "capacity", "range")]
    [InlineData("A", "vi", "telegram", 100_001, "capacity", "range")]
    public async Task Field_Wrong_IsNamed(string name, string language, string channels, int capacity, string field, string code)
    {
        var answer = await _console.EditAsync(A, t => t with
        {
            Name = name,
            Language = language,
            Channels = [.. channels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Codes.Parse<Channel>)],
            Capacity = capacity,
        }, StrandedChoice.Move, 9);
        Assert.Equal((ErrorKind.Invalid, field, code), (ErrorOf(answer).Kind, ErrorOf(answer).Field?.ToLowerInvariant(), ErrorOf(answer).Code));
    }

    [Fact]
    public async Task Channel_Unknown_OwnerUnknown_NothingDifferent_AreRefused()
    {
        Assert.Equal("choose", ErrorOf(await _console.EditAsync(A, t => t with { Channels = [(Channel)9] })).Code);
        Assert.Equal("choose", ErrorOf(await _console.EditAsync(A, t => t with { OwnerId = Guid.NewGuid() })).Code);
        Assert.Equal("same", ErrorOf(await _console.EditAsync(A, t => t)).Code);
        Assert.Equal("choose", ErrorOf(await _console.EditAsync(A, t => t with { Status = AgentStatus.Disabled }, StrandedChoice.UntilEnd)).Code);
        Assert.Equal("choose", ErrorOf(await _console.EditAsync(A, t => t with { Capacity = 1 }, StrandedChoice.Stay)).Code);
    }

    [Fact]
    public async Task Version_OfBefore_IsStaleAndNothingIsOverwritten()
    {
        var mine = _console.Edit(A, t => t with { Name = "Mine" });
        Assert.True((await _console.EditAsync(A, t => t with { Capacity = 9 })).Succeeded);
        Assert.Equal(ErrorKind.Stale, ErrorOf(await _console.SendAsync(mine, _console.Admin())).Kind);
        Assert.Equal(9, _console.Agent(A).Capacity);
    }

    [Fact]
    public async Task ChannelRemoved_WithoutAChoice_IsRefused_AndNobodyMoves()
    {
        Assert.Equal("stranded", ErrorOf(await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] })).Code);
        Assert.Equal(2, _console.CustomersOf(A).Count);
    }

    [Fact]
    public async Task ChannelRemoved_Move_GivesEverythingOpenToWhereTheyGo()
    {
        await _console.HearAsync("lan-001");
        await _console.EditAsync(B, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        var (since, all) = (_console.Lane.Last.Counters.Sequence, _console[Counters.ActiveBindings]);
        var holder = _console.CustomersOf(A).Count;

        var answer = await _console.EditAsync(A, t => t with { Channels = [Channel.Facebook] }, StrandedChoice.Move);

        Assert.Equal((holder, 0), (answer.Value.Moved, answer.Value.Unbound));
        Assert.Empty(_console.CustomersOf(A));
        Assert.Equal(all, _console[Counters.ActiveBindings]);
        Assert.Equal([.. Enumerable.Repeat("customer.transfer_assignment", holder), "ai_agent.updated"], _console.Actions(since));
        await using var store = _console.Read();
        var trojan = _console.Agent("trojanAI");
        foreach (var moved in store.Assignments.Where(a => a.Reason == "channel_removed" && a.AiAgentId == trojan.Id && a.Status == AssignmentStatus.Active))
        {
            Assert.All(store.WorkTasks.Where(t => t.CustomerId == moved.CustomerId && t.Status == WorkTaskStatus.Open), t => Assert.Equal(trojan.OwnerId, t.SalesUserId));
            Assert.All(store.Reviews.Where(r => r.CustomerId == moved.CustomerId && r.Status == ReviewStatus.Pending), r => Assert.Equal((trojan.Id, trojan.OwnerId), (r.AiAgentId, r.SalesUserId)));
            Assert.All(store.Conversations.Where(c => c.CustomerId == moved.CustomerId), c => Assert.True(c.Holder == Holder.Ai && c.HolderVersion > 1));
        }
        _console.AssertSound();
    }

    [Fact]
    public async Task Disabled_NobodyElseHasRoom_LeavesThemUnboundInSight()
    {
        foreach (var other in (string[])["trojanAI", B]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        Assert.Equal("homeless", ErrorOf(await _console.EditAsync(A, t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, homeless: 1)).Code);

        var answer = await _console.EditAsync(A, t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, homeless: 2);

        Assert.Equal((0, 2), (answer.Value.Moved, answer.Value.Unbound));
        Assert.Equal(2, _console[Counters.UnboundCustomers]);
        await using var store = _console.Read();
        var tasks = await store.WorkTasks.Where(t => t.Kind == TaskKind.BindCustomer && t.Status == WorkTaskStatus.Open).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, tasks.Count);
        Assert.All(tasks, t => Assert.Null(t.SalesUserId));
        Assert.All(store.Customers.Where(c => tasks.Select(t => t.CustomerId).Contains(c.Id)), c => Assert.Equal(_console.Clock.GetUtcNow().UtcDateTime, c.WaitingSince));
        Assert.All(store.Conversations.Where(c => tasks.Select(t => t.CustomerId).Contains(c.CustomerId)), c => Assert.Equal(Holder.Nobody, c.Holder));
        _console.AssertSound();
        // As soon as somebody has room again they are bound, and the tasks are done.
        await _console.EditAsync(B, t => t with { Status = AgentStatus.Active });
        await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()));
        Assert.Equal(0, _console[Counters.UnboundCustomers]);
    }

    [Fact]
    public async Task CapacityLowered_TheOneWhoWroteLastStays()
    {
        var answer = await _console.EditAsync(A, t => t with { Capacity = 1 }, StrandedChoice.Move);
        Assert.Equal(1, answer.Value.Moved);
        Assert.Equal(["Deploy Smoke 20260603102624"], _console.CustomersOf(A));
    }

    [Fact]
    public async Task Owner_Changed_TakesItsCustomersAlong()
    {
        var trojan = _console.Agent("trojanAI").OwnerId;
        var answer = await _console.EditAsync(A, t => t with { OwnerId = trojan });
        Assert.Equal(2, answer.Value.Followed);
        await using var store = _console.Read();
        Assert.All(store.Customers.Where(c => c.AiAgentId == _console.Agent(A).Id), c => Assert.Equal(trojan, c.SalesUserId));
        Assert.Equal(4, _console.Lane.Last.Counters[Counters.Customers, trojan]);
        _console.AssertSound();
    }

    [Fact]
    public async Task UntilEnd_TheyStayUntilTheyAreSilentForADay()
    {
        await _console.WriteAsync("late", Channel.Telegram);
        await _console.EditAsync("trojanAI", t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        var before = _console.CustomersOf(A);
        Assert.Equal(before.Count, (await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.UntilEnd)).Value.Leaving);
        Assert.Equal(before, _console.CustomersOf(A));

        _console.Clock.Advance(MoveLeavingCustomers.Silence);
        await _console.WriteAsync(before[0], Channel.Facebook);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var moved = await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()));

        Assert.Equal(before.Count, moved.Value.Moved);
        Assert.Empty(_console.CustomersOf(A));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))).Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task UntilEnd_SaidTwice_WhoWasLeavingKeepsThat_AlsoWhenTheSecondIsTakenBack()
    {
        var first = await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.UntilEnd);
        var leaving = Leaving();
        Assert.Equal(first.Value.Leaving, leaving.Count);
        foreach (var seconds in (int[])[0, 5])
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(seconds));
            var again = await _console.EditAsync(A, t => t with { Capacity = t.Capacity + 1 }, StrandedChoice.UntilEnd);
            Assert.True(again.Succeeded);
            Assert.Equal(leaving, Leaving());
            Assert.True((await _console.UndoAsync(again)).Succeeded);
            Assert.Equal(leaving, Leaving());
        }
        _console.AssertSound();

        List<DateTime> Leaving()
        {
            using var store = _console.Read();
            return [.. store.Assignments.Where(a => a.LeavingSince != null).OrderBy(a => a.Id).Select(a => a.LeavingSince!.Value)];
        }
    }

    [Fact]
    public async Task UntilEnd_TheChannelComesBack_TheyStayForGood()
    {
        await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.UntilEnd);
        await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo, Channel.Telegram] });
        _console.Clock.Advance(MoveLeavingCustomers.Silence + TimeSpan.FromHours(9));
        Assert.Equal((0, 2), (await _console.SendAsync(new MoveLeavingCustomers.Command(Guid.NewGuid()))) is { Value: var v } ? (v.Moved, v.Stayed) : default);
        Assert.Equal(2, _console.CustomersOf(A).Count);
        _console.AssertSound();
    }

    [Fact]
    public async Task SentTwice_IsOneEdit()
    {
        var edit = _console.Edit(A, t => t with { Capacity = 9 });
        var first = await _console.SendAsync(edit, _console.Admin());
        var second = await _console.SendAsync(edit, _console.Admin());
        Assert.Equal((first.Value, true), (second.Value, second.Receipt!.Duplicate));
        Assert.Equal(2, _console.Agent(A).Version);
    }
}
