using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Audit;

/// <summary>Who did what: the log asked by person and by action.</summary>
public sealed class ListAuditTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        using var store = _console.Read();
        var customers = store.Customers.OrderBy(c => c.Id).ToList();
        foreach (var (customer, i) in customers.Select((c, i) => (c, i)))
            Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, customer.Traits, $"Name {i}", null), _console.As(i < customers.Count - 1 ? Role.Ops : Role.Supervisor))).Succeeded);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Person_FindsWhatThatPersonDid_ByTheirName()
    {
        var ops = _console.As(Role.Ops).SalesUserId!.Value;
        var rows = await RowsAsync(_console.Admin(), ("person", ops.ToString()));
        Assert.Equal(5, rows.Count(r => r.Action == "customer.edited"));
        Assert.All(rows, r => Assert.Equal((ActorKind.Human, _console.Lane.Last.Directory.NameOfUser(ops)), (r.ActorKind, r.Actor)));
        Assert.Equal(rows.Select(r => r.Sequence).OrderDescending(), rows.Select(r => r.Sequence));
        Assert.Empty(await RowsAsync(_console.Admin(), ("person", Guid.NewGuid().ToString())));
        Assert.Equal(rows.Where(r => r.Action == "customer.edited"), await RowsAsync(_console.Admin(), ("person", ops.ToString()), ("action", "customer.edited")));
    }

    [Fact]
    public async Task Person_AskedByASalesperson_FindsAmongOwnRowsAlone()
    {
        var (sales, ops) = (_console.As(Role.RealSalesUser), _console.As(Role.Ops).SalesUserId!.Value);
        var rows = await RowsAsync(sales, ("person", ops.ToString()));
        using var store = _console.Read();
        var own = store.AuditEntries.Where(a => a.ActorId == ops && a.SalesUserId == sales.SalesUserId).Select(a => a.Sequence).ToList();
        Assert.NotEmpty(own);
        Assert.True(own.Count < (await RowsAsync(_console.Admin(), ("person", ops.ToString()))).Count);
        Assert.Equal(own.OrderDescending(), rows.Select(r => r.Sequence));
    }

    [Fact]
    public async Task Person_ThatIsNoId_IsNamed()
    {
        var error = Assert.Single((await AskAsync(_console.Admin(), ("person", "nobody"))).Errors);
        Assert.Equal((ErrorKind.Invalid, "person"), (error.Kind, error.Field));
    }

    private async Task<IReadOnlyList<ListAudit.Row>> RowsAsync(Caller caller, params (string Name, string Value)[] filters) => (await AskAsync(caller, filters)).Value.Rows;

    private Task<Result<Page<ListAudit.Row>>> AskAsync(Caller caller, params (string Name, string Value)[] filters) =>
        _console.SendAsync(new ListAudit.Query(new GridRequest(Filters: filters.ToDictionary(f => f.Name, f => f.Value))), caller);
}
