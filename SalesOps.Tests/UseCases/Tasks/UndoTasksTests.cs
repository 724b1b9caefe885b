using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Tasks;

/// <summary>What was done to tasks is taken back from the journal's own words.</summary>
public sealed class UndoTasksTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid();

    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;
    private Caller Ops => _console.As(Role.Ops);

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("given")]
    [InlineData("postponed")]
    public async Task WithinTenSeconds_EachIsWhatItWas_OverdueOnesToo(string what)
    {
        _console.Clock.Advance(TimeSpan.FromHours(30));
        await _console.SendAsync(new EscalateTasks.Command(Guid.NewGuid()));
        var before = await RowsAsync();
        Assert.Contains(before, r => r.DueAt < Now);
        await DoAsync(what, before);
        Assert.NotEqual(before, await RowsAsync());
        _console.Clock.Advance(UndoWindow.Length);
        var since = _console.Lane.Last.Counters.Sequence;

        var undone = await UndoAsync(Ops);

        Assert.True(undone.Value.Done > 3);
        Assert.Equal(before.OrderBy(r => r.Id), (await RowsAsync()).OrderBy(r => r.Id));
        Assert.All(_console.Actions(since), action => Assert.Equal("task.change_undone", action));
        _console.AssertSound();
        Assert.Equal("built_on", ErrorOf(await UndoAsync(Ops)).Code);
    }

    [Fact]
    public async Task ByAnother_TooLate_OrOfSomethingElse_IsRefused()
    {
        await DoAsync("postponed", await RowsAsync());
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(_console.Admin())).Kind);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoTasks.Command(Guid.NewGuid(), Guid.NewGuid()), Ops)).Kind);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoTasks.Command(Guid.NewGuid(), await SetFallbackOwnerAsync()), _console.Admin())).Kind);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync(Ops)).Code);
    }

    [Fact]
    public async Task ChangedSince_ThatOneStays()
    {
        var rows = (await RowsAsync()).Where(r => r.Kind == TaskKind.FirstContact).Take(3).ToList();
        await DoAsync("given", rows);
        var (ended, moved, asGiven) = (await RowAsync(rows[0].Id), await RowAsync(rows[1].Id), await RowAsync(rows[2].Id));
        Assert.True((await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [ended.Seen]), Ops)).Succeeded);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [moved.Seen], _console.Admin().SalesUserId!.Value), Ops)).Succeeded);

        var undone = (await UndoAsync(Ops)).Value.Lines.ToDictionary(l => l.Id, l => l.Refused?.Code);

        Assert.Equal(("task_ended", "built_on", null), (undone[ended.Id], undone[moved.Id], undone[asGiven.Id]));
        Assert.Equal(rows[2], await RowAsync(asGiven.Id));
        Assert.Equal(_console.Admin().SalesUserId, (await RowAsync(moved.Id)).SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task WhoseItWas_HasLeftSince_ItStaysWithWhoHasIt()
    {
        var added = await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), (await RowsAsync())[0].CustomerId, TaskKind.FollowUp, Ops.SalesUserId!.Value, Now.AddHours(4), "call"), Ops);
        var task = await RowAsync(added.Value.TaskId);
        var by = _console.Admin();
        Assert.True((await _console.SendAsync(new GiveTasks.Command(_deed, [task.Seen], by.SalesUserId!.Value), by)).Succeeded);
        Assert.True((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), Ops.SalesUserId!.Value), by)).Succeeded);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(by)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task WhoseItWas_MayNotOpenTheCustomerAnyMore_ItStaysWithWhoHasIt()
    {
        var own = await OwnOfSalesAsync();
        Assert.True((await _console.SendAsync(new GiveTasks.Command(_deed, [own.Seen], _console.Admin().SalesUserId!.Value), Ops)).Succeeded);
        await TransferAsync(own.CustomerId);
        Assert.Equal("built_on", ErrorOf(await UndoAsync(Ops)).Code);
        Assert.Equal(_console.Admin().SalesUserId, (await RowAsync(own.Id)).SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Finished_IsOpenAsItWas_AndNotHandedOnAgain()
    {
        await SetFallbackOwnerAsync();
        await SetAsync(SettingKind.OverdueHours, "3");
        _console.Clock.Advance(TimeSpan.FromDays(20));
        while ((await _console.SendAsync(new EscalateTasks.Command(Guid.NewGuid()))).Succeeded) { }
        var escalated = (await RowsAsync()).First(r => r is { EscalatedAt: not null, Kind: TaskKind.FirstContact });
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [escalated.Seen], _console.Admin().SalesUserId!.Value), Ops)).Succeeded);
        var (before, open) = (await RowAsync(escalated.Id), _console[Counters.OpenTasks]);
        Assert.True((await _console.SendAsync(new FinishTasks.Command(_deed, [before.Seen]), Ops)).Succeeded);
        Assert.Equal(1, (await UndoAsync(Ops)).Value.Done);
        Assert.Equal((before, open), (await RowAsync(escalated.Id), _console[Counters.OpenTasks]));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await _console.SendAsync(new EscalateTasks.Command(Guid.NewGuid()))).Kind);
        _console.AssertSound();
        Assert.Equal("built_on", ErrorOf(await UndoAsync(Ops)).Code);
    }

    [Fact]
    public async Task Finished_AndTheCustomerAnothersSince_IsThatSalespersons()
    {
        var own = await OwnOfSalesAsync();
        Assert.True((await _console.SendAsync(new FinishTasks.Command(_deed, [own.Seen]), Ops)).Succeeded);
        await TransferAsync(own.CustomerId);
        Assert.Equal(1, (await UndoAsync(Ops)).Value.Done);
        Assert.Equal(_console.Agent("trojanAI").OwnerId, (await RowAsync(own.Id)).SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Reopened_IsEndedAsItWas()
    {
        var own = await OwnOfSalesAsync();
        Assert.True((await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [own.Seen]), Ops)).Succeeded);
        var (before, open) = (await RowAsync(own.Id), _console[Counters.OpenTasks]);
        Assert.True((await _console.SendAsync(new ReopenTasks.Command(_deed, [before.Seen]), Ops)).Succeeded);
        Assert.Equal(1, (await UndoAsync(Ops)).Value.Done);
        Assert.Equal((before, open), (await RowAsync(own.Id), _console[Counters.OpenTasks]));
        _console.AssertSound();
    }

    [Fact]
    public async Task OutOfSightByNow_IsNotFound()
    {
        var sales = _console.As(Role.RealSalesUser);
        var own = await OwnOfSalesAsync();
        Assert.True((await _console.SendAsync(new PostponeTasks.Command(_deed, [own.Seen], Now.AddDays(2)), sales)).Succeeded);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [(await RowAsync(own.Id)).Seen], Ops.SalesUserId!.Value), Ops)).Succeeded);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await UndoAsync(sales)).Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task Added_LeavesNoRow_WhileItIsAsItWasAdded()
    {
        var before = await RowsAsync();
        var customer = before[0].CustomerId;
        var open = _console[Counters.OpenTasks];
        await AddAsync(customer);
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(_console.Admin())).Kind);
        _console.Clock.Advance(UndoWindow.Length);
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(1, (await UndoAsync(Ops)).Value.Done);
        Assert.Equal(["task.adding_undone"], _console.Actions(since));
        Assert.Equal((before.Count, open), ((await RowsAsync("all")).Count(r => r.Status == WorkTaskStatus.Open), _console[Counters.OpenTasks]));
        _console.AssertSound();
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await UndoAsync(Ops)).Kind);
    }

    [Theory]
    [InlineData("given", "built_on")]
    [InlineData("postponed", "built_on")]
    [InlineData("finished", "task_ended")]
    [InlineData("late", "final")]
    public async Task Added_AndChangedSince_OrTooLate_Stays(string what, string refused)
    {
        var task = (await RowAsync(await AddAsync((await RowsAsync())[0].CustomerId))).Seen;
        if (what == "given") Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [task], _console.Admin().SalesUserId!.Value), Ops)).Succeeded);
        if (what == "postponed") Assert.True((await _console.SendAsync(new PostponeTasks.Command(Guid.NewGuid(), [task], Now.AddDays(2)), Ops)).Succeeded);
        if (what == "finished") Assert.True((await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [task]), Ops)).Succeeded);
        if (what == "late") _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal(refused, ErrorOf(await UndoAsync(Ops)).Code);
        await RowAsync(task.TaskId);
        _console.AssertSound();
    }

    private async Task<Guid> AddAsync(Guid customer)
    {
        var added = await _console.SendAsync(new AddTask.Command(_deed, customer, TaskKind.FollowUp, Ops.SalesUserId!.Value, Now.AddHours(4), "call"), Ops);
        return added.Value.TaskId;
    }

    private async Task DoAsync(string what, IReadOnlyList<ListTasks.Row> rows)
    {
        IReadOnlyList<SeenTask> seen = [.. rows.Select(r => r.Seen)];
        var answer = what == "given" ? await _console.SendAsync(new GiveTasks.Command(_deed, seen, Ops.SalesUserId!.Value), Ops)
            : await _console.SendAsync(new PostponeTasks.Command(_deed, seen, Now.AddDays(2)), Ops);
        Assert.True(answer.Succeeded);
    }

    private async Task<ListTasks.Row> OwnOfSalesAsync() => (await RowsAsync()).First(r => r.SalesUserId == _console.As(Role.RealSalesUser).SalesUserId && r.Kind == TaskKind.FirstContact);

    private async Task TransferAsync(Guid customer)
    {
        Guid? agent;
        await using (var store = _console.Read()) agent = store.Customers.Single(c => c.Id == customer).AiAgentId;
        Assert.Equal(1, (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(customer, agent)], _console.Agent("trojanAI").Id, "workload"), Ops)).Value.Outcome.Done);
    }

    /// <summary>Answers the operation that did it.</summary>
    private Task<Guid> SetFallbackOwnerAsync() => SetAsync(SettingKind.FallbackOwner, Ops.SalesUserId.ToString()!);

    private async Task<Guid> SetAsync(SettingKind kind, string value)
    {
        var operation = Guid.NewGuid();
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(operation, kind, null, value, _console.Lane.Last.Directory.Settings.Of(kind)), _console.Admin())).Succeeded);
        return operation;
    }

    private Task<Result<BulkAnswer>> UndoAsync(Caller by) => _console.SendAsync(new UndoTasks.Command(Guid.NewGuid(), _deed), by);

    private async Task<ListTasks.Row> RowAsync(Guid id) => Assert.Single(await RowsAsync("all"), r => r.Id == id);

    private async Task<IReadOnlyList<ListTasks.Row>> RowsAsync(string rows = "open") =>
        (await _console.SendAsync(new ListTasks.Query(new GridRequest(Take: 100, Filters: new Dictionary<string, string> { ["rows"] = rows })), _console.Admin())).Value.Rows;
}
