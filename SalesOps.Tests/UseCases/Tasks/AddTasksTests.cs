using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Tasks;

/// <summary>The same is to be done for several customers.</summary>
public sealed class AddTasksTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid();
    private Guid[] _customers = [];

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _customers = [(await _console.WriteAsync("lan")).CustomerId, (await _console.WriteAsync("hoang")).CustomerId];
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Added_EachIsTheSalespersonsWhoseCustomerItIs_AndTheUndoLeavesNoRow()
    {
        var tasks = _console[Counters.OpenTasks];
        Assert.Equal(2, (await AddAsync(null, _console.As(Role.Ops))).Value.Done);
        await using (var store = _console.Read())
            Assert.All(store.WorkTasks.Where(t => t.Note == "Hỏi thăm"), t => Assert.Equal(store.Customers.Single(c => c.Id == t.CustomerId).SalesUserId, t.SalesUserId));
        Assert.Equal(tasks + 2, _console[Counters.OpenTasks]);

        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(_console.Admin())).Kind);
        Assert.Equal(2, (await UndoAsync(_console.As(Role.Ops))).Value.Done);
        Assert.Equal(tasks, _console[Counters.OpenTasks]);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_TooLate_IsRefused()
    {
        await AddAsync(null, _console.As(Role.Ops));
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync(_console.As(Role.Ops))).Code);
    }

    [Fact]
    public async Task WhomNobodyHas_OrThePersonMayNotOpen_IsLeftOut()
    {
        await _console.Lane.AddCustomersAsync(1, "Waits");
        Guid waits;
        await using (var store = _console.Read()) waits = store.Customers.Single(c => c.AiAgentId == null).Id;
        _customers = [waits, _customers[0]];
        Assert.Equal(["customer_unbound", null], (await AddAsync(null, _console.As(Role.Ops))).Value.Lines.Select(l => l.Refused?.Code));
        var other = Caller.Nobody;
        await _console.Lane.RunAsync(change => other = Caller.Person(LaneCommands.AddPerson(change, "other@example.com")));
        Assert.Equal("not_their_customer", ErrorOf(await AddAsync(other.SalesUserId, _console.As(Role.Ops), Guid.NewGuid())).Code);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AddAsync(null, other, Guid.NewGuid())).Kind);
        Assert.Equal("choose", ErrorOf(await AddAsync(_console.Admin().SalesUserId, other, Guid.NewGuid())).Code);
    }

    private Task<Result<BulkAnswer>> AddAsync(Guid? owner, Caller by, Guid? deed = null) =>
        _console.SendAsync(new AddTasks.Command(deed ?? _deed, _customers, TaskKind.FollowUp, owner, _console.Now().AddDays(1), "Hỏi thăm"), by);

    private Task<Result<BulkAnswer>> UndoAsync(Caller by) => _console.SendAsync(new UndoTasks.Command(Guid.NewGuid(), _deed), by);
}
