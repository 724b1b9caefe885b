using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Tasks;

public sealed class TaskTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    private DateTime Now => _console.Clock.GetUtcNow().UtcDateTime;
    private Caller Ops => _console.As(Role.Ops);
    private Caller Sales => _console.As(Role.RealSalesUser);

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Add_IsOnTheListAndCounted()
    {
        var (since, open) = (_console.Lane.Last.Counters.Sequence, _console[Counters.OpenTasks]);
        var added = await AddAsync(note: "  Gọi lại trước 17:00 ");
        Assert.True(added.Succeeded);
        var row = Assert.Single(await RowsAsync("open"), r => r.Id == added.Value.TaskId);
        Assert.Equal(("Gọi lại trước 17:00", Ops.SalesUserId, Now.AddHours(4)), (row.Note, row.SalesUserId, row.DueAt));
        Assert.Equal(open + 1, _console[Counters.OpenTasks]);
        Assert.Equal(["task.created"], _console.Actions(since));
        _console.AssertSound();
    }

    [Fact]
    public async Task Add_WrongFields_AreNamed()
    {
        var errors = (await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), Guid.Empty, TaskKind.Review, Guid.Empty, Now, " "), Ops)).Errors;
        Assert.Equal(["customerId", "dueAt", "kind", "note", "salesUserId"], errors.Select(e => e.Field).Order());
        Assert.Equal("due", errors.Single(e => e.Field == "dueAt").Code);
        errors = (await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), Guid.Empty, TaskKind.Review, Guid.Empty, default, " "), Ops)).Errors;
        Assert.Equal("required", errors.Single(e => e.Field == "dueAt").Code);
        Assert.Equal("customerId", ErrorOf(await AddAsync(customer: Guid.NewGuid())).Field);
        Assert.Equal("salesUserId", ErrorOf(await AddAsync(owner: Guid.NewGuid())).Field);
        // A salesperson gives no work to others, and knows no others' customers.
        Assert.Equal("salesUserId", ErrorOf(await AddAsync(by: Sales, owner: Ops.SalesUserId)).Field);
        Assert.Equal("customerId", ErrorOf(await AddAsync(by: Sales, owner: Sales.SalesUserId, customer: await CustomerAsync("Understand Smoke"))).Field);
    }

    [Fact]
    public async Task FinishAndReopen_CountAndName()
    {
        var row = await TaskOfAsync(TaskKind.FirstContact);
        var (since, open) = (_console.Lane.Last.Counters.Sequence, _console[Counters.OpenTasks]);
        Assert.Equal(1, (await FinishAsync(row)).Value.Done);
        Assert.Equal(open - 1, _console[Counters.OpenTasks]);
        var done = Assert.Single(await RowsAsync("all"), r => r.Id == row.Id);
        Assert.Equal(WorkTaskStatus.Done, done.Status);
        Assert.Equal(1, (await _console.SendAsync(new ReopenTasks.Command(Guid.NewGuid(), [done.Seen]), Ops)).Value.Done);
        Assert.Equal(open, _console[Counters.OpenTasks]);
        Assert.Equal(["task.finished", "task.reopened"], _console.Actions(since));
        _console.AssertSound();
    }

    [Fact]
    public async Task Filters_FindWhatIsLate_WhatWillBe_AndWhatIsNobodys()
    {
        var soon = (await AddAsync(note: "soon")).Value.TaskId;
        Assert.DoesNotContain(await FoundAsync("due", "overdue"), t => t.Id == soon);
        Assert.Contains(await FoundAsync("due", "4h"), t => t.Id == soon);
        Assert.DoesNotContain(await FoundAsync("due", "1h"), t => t.Id == soon);
        _console.Clock.Advance(TimeSpan.FromHours(4));
        Assert.Contains(await FoundAsync("due", "overdue"), t => t.Id == soon);
        Assert.All(await FoundAsync("due", "overdue"), t => Assert.True(t is { Status: WorkTaskStatus.Open } && t.DueAt <= Now));
        Assert.Empty(await FoundAsync("salesUser", ListTasks.Nobodys));
        await _console.Lane.RunAsync(change =>
        {
            var task = change.Find<WorkTask>(soon)!;
            task.GiveTo(null);
            change.Record("test.nobodys", task);
        });
        Assert.Equal(soon, Assert.Single(await FoundAsync("salesUser", ListTasks.Nobodys)).Id);

        async Task<IReadOnlyList<ListTasks.Row>> FoundAsync(string filter, string value) =>
            (await _console.SendAsync(new ListTasks.Query(new GridRequest(Take: 100, Filters: new Dictionary<string, string> { [filter] = value })), Ops)).Value.Rows;
    }

    [Fact]
    public async Task Reopen_OfSomebodyWhoIsGone_IsTheCustomersSalespersons()
    {
        var row = await TaskOfAsync(TaskKind.FirstContact);
        Assert.Equal(1, (await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [row.Seen], Ops.SalesUserId!.Value), _console.Admin())).Value.Done);
        Assert.Equal(1, (await FinishAsync(await TaskOfAsync(TaskKind.FirstContact))).Value.Done);
        Assert.True((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), Ops.SalesUserId!.Value), _console.Admin())).Succeeded);
        var done = Assert.Single(await RowsAsync("all", _console.Admin()), r => r.Id == row.Id);
        Assert.Equal(1, (await _console.SendAsync(new ReopenTasks.Command(Guid.NewGuid(), [done.Seen]), _console.Admin())).Value.Done);
        var open = Assert.Single(await RowsAsync("open", _console.Admin()), r => r.Id == row.Id);
        Assert.Equal(row.SalesUserId, open.SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Reopen_OfACustomerWhoIsAnothersSince_IsThatSalespersons()
    {
        var row = (await RowsAsync("open")).First(r => r.SalesUserId == Sales.SalesUserId && r.Kind == TaskKind.FirstContact);
        Assert.Equal(1, (await FinishAsync(row)).Value.Done);
        Guid agent;
        await using (var store = _console.Read()) agent = store.Customers.Single(c => c.Id == row.CustomerId).AiAgentId!.Value;
        Assert.Equal(1, (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(row.CustomerId, agent)], _console.Agent("trojanAI").Id, "workload"), _console.Admin())).Value.Outcome.Done);
        var done = Assert.Single(await RowsAsync("all", _console.Admin()), r => r.Id == row.Id);
        Assert.Equal(Sales.SalesUserId, done.SalesUserId);
        Assert.Equal(1, (await _console.SendAsync(new ReopenTasks.Command(Guid.NewGuid(), [done.Seen]), _console.Admin())).Value.Done);
        Assert.Equal(_console.Agent("trojanAI").OwnerId, Assert.Single(await RowsAsync("open", _console.Admin()), r => r.Id == row.Id).SalesUserId);
        _console.AssertSound();
    }

    [Fact]
    public async Task Owner_WhoMayNotOpenTheCustomer_IsRefused_WhoSeesEverybodyIsNot()
    {
        var (other, admin) = (default(SalesUser)!, default(SalesUser)!);
        await _console.Lane.RunAsync(change => (other, admin) = (LaneCommands.AddPerson(change, "other@example.com"), LaneCommands.AddPerson(change, "admin@example.com", Role.Admin)));
        var row = (await RowsAsync("open")).First(r => r.SalesUserId == Sales.SalesUserId && r.Kind == TaskKind.FirstContact);
        Assert.Equal("not_their_customer", ErrorOf(await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [row.Seen], other.Id), Ops)).Code);
        var refused = ErrorOf(await AddAsync(customer: row.CustomerId, owner: other.Id));
        Assert.Equal(("salesUserId", "not_their_customer"), (refused.Field, refused.Code));
        foreach (var owner in (Guid?[])[Sales.SalesUserId, Ops.SalesUserId, admin.Id]) Assert.True((await AddAsync(customer: row.CustomerId, owner: owner)).Succeeded);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [row.Seen], admin.Id), Ops)).Succeeded);
        // Who waits unbound is no salesperson's.
        await _console.Lane.AddCustomersAsync(1);
        await using var store = _console.Read();
        var unbound = store.Customers.First(c => c.SalesUserId == null && c.ErasedAt == null).Id;
        Assert.Equal("not_their_customer", ErrorOf(await AddAsync(customer: unbound, owner: Sales.SalesUserId)).Code);
        Assert.True((await AddAsync(customer: unbound, owner: Ops.SalesUserId)).Succeeded);
    }

    [Fact]
    public async Task Owner_WhoWasDisabled_IsRefused()
    {
        var left = default(SalesUser)!;
        await _console.Lane.RunAsync(change => left = LaneCommands.AddPerson(change, "left@example.com", Role.Ops));
        await _console.Lane.DisableAsync(left.Id);
        foreach (var refused in (Error[])[ErrorOf(await AddAsync(owner: left.Id)), ErrorOf(await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [(await TaskOfAsync(TaskKind.FirstContact)).Seen], left.Id), Ops))])
            Assert.Equal(("salesUserId", "choose"), (refused.Field, refused.Code));
    }

    [Fact]
    public async Task Finish_WhatEndsByItself_IsRefused()
    {
        Assert.Equal("task_review", ErrorOf(await FinishAsync(await TaskOfAsync(TaskKind.Review))).Code);
        Assert.Equal("task_review", ErrorOf(await _console.SendAsync(new PostponeTasks.Command(Guid.NewGuid(), [(await TaskOfAsync(TaskKind.Review)).Seen], Now.AddHours(1)), Ops)).Code);
    }

    [Fact]
    public async Task Many_EachIsDoneOrRefusedByItself()
    {
        var rows = await RowsAsync("open");
        var since = _console.Lane.Last.Counters.Sequence;
        var answer = await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [.. rows.Select(r => r.Seen)]), Ops);
        Assert.Equal((6, 1), (answer.Value.Done, answer.Value.Lines.Count(l => l.Refused?.Code == "task_review")));
        Assert.Equal(6, _console.Actions(since).Count(a => a == "task.finished"));
        Assert.Equal(1, _console[Counters.OpenTasks]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Stale_SaysWhatChanged()
    {
        var row = await TaskOfAsync(TaskKind.FirstContact);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [row.Seen], Ops.SalesUserId!.Value), Ops)).Succeeded);
        Assert.Equal((ErrorKind.Stale, "task_given"), Of(await FinishAsync(row)));
        var given = Assert.Single(await RowsAsync("open"), r => r.Id == row.Id);
        Assert.True((await _console.SendAsync(new PostponeTasks.Command(Guid.NewGuid(), [given.Seen], Now.AddDays(1)), Ops)).Succeeded);
        Assert.Equal((ErrorKind.Stale, "task_postponed"), Of(await FinishAsync(given)));
        var postponed = Assert.Single(await RowsAsync("open"), r => r.Id == row.Id);
        Assert.True((await FinishAsync(postponed)).Succeeded);
        Assert.Equal((ErrorKind.Stale, "task_done"), Of(await FinishAsync(postponed)));
        _console.AssertSound();
    }

    [Fact]
    public async Task Salesperson_ChangesOwnTasksAlone()
    {
        var (own, other) = ((await RowsAsync("open")).First(r => r.SalesUserId == Sales.SalesUserId && r.Kind == TaskKind.FirstContact), (await RowsAsync("open")).First(r => r.SalesUserId != Sales.SalesUserId));
        var answer = await _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [own.Seen, other.Seen]), Sales);
        Assert.Equal([null, ErrorKind.NotFound], answer.Value.Lines.Select(l => l.Refused?.Kind));
        Assert.All(await RowsAsync("all", Sales), r => Assert.Equal(Sales.SalesUserId, r.SalesUserId));
    }

    [Fact]
    public async Task SameOperationTwice_IsOneEffect()
    {
        var command = new FinishTasks.Command(Guid.NewGuid(), [(await TaskOfAsync(TaskKind.FirstContact)).Seen]);
        var (first, second) = (await _console.SendAsync(command, Ops), await _console.SendAsync(command, Ops));
        Assert.True(second.Receipt!.Duplicate);
        Assert.Equal(first.Value.Lines, second.Value.Lines);
    }

    [Fact]
    public async Task Erasure_ForgetsNotesOfTasksAndDecisions()
    {
        var customer = await CustomerAsync("Understand Risk");
        Assert.True((await AddAsync(customer: customer, note: "nhắc anh Tuấn chuyển khoản")).Succeeded);
        await using (var store = _console.Read())
        {
            var seen = (await _console.SendAsync(new Domain.UseCases.Reviews.GetReviewCase.Query(store.Reviews.Single(r => r.CustomerId == customer).Id))).Value;
            Assert.True((await _console.RejectAsync(seen, NextStep.AskCustomer, "other", "anh Tuấn nói đùa")).Succeeded);
        }
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), customer, "customer_request", ShortId.Of(customer)))).Succeeded);
        await using var after = _console.Read();
        Assert.DoesNotContain(after.WorkTasks.Where(t => t.CustomerId == customer), t => t.Note is not null);
        Assert.DoesNotContain(after.Decisions, d => d.Note is not null);
        var task = Assert.Single(await RowsAsync("all"), r => r.CustomerId == customer && r.Kind == TaskKind.FollowUp);
        Assert.Equal("erased", ErrorOf(await _console.SendAsync(new ReopenTasks.Command(Guid.NewGuid(), [task.Seen]), Ops)).Code);
        Assert.Equal("erased", ErrorOf(await AddAsync(customer: customer)).Code);
        _console.AssertSound();
    }

    private async Task<Result<AddTask.Answer>> AddAsync(Caller? by = null, Guid? customer = null, Guid? owner = null, string note = "call back") => await _console.SendAsync(
        new AddTask.Command(Guid.NewGuid(), customer ?? await CustomerAsync("Smoke User"), TaskKind.FollowUp, owner ?? (by ?? Ops).SalesUserId!.Value, Now.AddHours(4), note), by ?? Ops);

    private Task<Result<BulkAnswer>> FinishAsync(ListTasks.Row row) => _console.SendAsync(new FinishTasks.Command(Guid.NewGuid(), [row.Seen]), Ops);

    private async Task<ListTasks.Row> TaskOfAsync(TaskKind kind) => (await RowsAsync("open")).First(r => r.Kind == kind);

    private async Task<IReadOnlyList<ListTasks.Row>> RowsAsync(string rows, Caller? by = null) =>
        (await _console.SendAsync(new ListTasks.Query(new GridRequest(Take: 100, Filters: new Dictionary<string, string> { ["rows"] = rows })), by ?? Ops)).Value.Rows;

    private async Task<Guid> CustomerAsync(string name)
    {
        await using var store = _console.Read();
        return (await store.Customers.SingleAsync(c => c.Name.StartsWith(name), TestContext.Current.CancellationToken)).Id;
    }

    private static (ErrorKind, string?) Of<T>(Result<T> result) => (ErrorOf(result).Kind, ErrorOf(result).Code);
}
