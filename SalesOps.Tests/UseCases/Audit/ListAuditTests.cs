using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Exports;
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

    [Theory]
    [InlineData("person", "nobody")]
    [InlineData("time", "yesterday")]
    [InlineData("time", "~9999-12-31T23:30Z")]
    public async Task Filter_ThatMeansNothing_IsNamed(string filter, string value)
    {
        var error = Assert.Single((await AskAsync(_console.Admin(), (filter, value))).Errors);
        Assert.Equal((ErrorKind.Invalid, filter), (error.Kind, error.Field));
    }

    [Fact]
    public async Task Time_FindsItsEntriesAlone_WithOtherFilters_AndInExports()
    {
        var (admin, sales) = (_console.Admin(), _console.As(Role.RealSalesUser));
        var all = await RowsAsync(admin);
        foreach (var (from, until) in ((int?, int?)[])[(0, 24), (24, 48), (null, 24), (24, null), (13, 14), (-48, -24), (240, null)])
        {
            var (begin, end) = (At(from), At(until));
            var span = GridRanges.Span(begin, end);
            var expected = all.Where(r => (begin is null || r.At >= begin) && (end is null || r.At < end)).ToList();
            Assert.Equal(expected, await RowsAsync(admin, ("time", span)));
            Assert.Equal(expected.Where(r => r.Action == "customer.edited"), await RowsAsync(admin, ("time", span), ("action", "customer.edited")));
            Assert.Equal(expected.Where(r => r.CustomerId is not null), await RowsAsync(admin, ("rows", "operations"), ("time", span)));
            var own = (await RowsAsync(sales)).Select(r => r.Sequence).ToHashSet();
            Assert.Equal(expected.Where(r => own.Contains(r.Sequence)), await RowsAsync(sales, ("time", span)));
            var keys = (await _console.SendAsync(new ListAudit.Query(new GridRequest(Filters: new Dictionary<string, string> { ["time"] = span }) { OnlyKeys = true }), admin)).Value.Keys!;
            Assert.Equal(expected.Select(r => r.Sequence), keys.Cast<long>());
        }

        static DateTime? At(int? hours) => hours is { } after ? new DateTime(2026, 6, 1, 17, 0, 0, DateTimeKind.Utc).AddHours(after) : null;
    }

    [Fact]
    public async Task Time_ClockWasSetBack_FindsWhatCameMeanwhile()
    {
        var began = _console.Clock.GetUtcNow().UtcDateTime.AddHours(24);
        var count = _console.Lane.Last.Counters.Sequence;
        // Sixty entries, each a minute behind the one before, and forty minutes back after each twenty.
        _console.Clock.Advance(TimeSpan.FromHours(24));
        var customer = _console.Read().Customers.First();
        for (var i = 0; i < 60; i++)
        {
            var traits = _console.Read().Customers.Single(c => c.Id == customer.Id).Traits;
            Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer.Id, traits, $"Again {i}", null), _console.As(Role.Ops))).Succeeded);
            _console.Clock.Advance(TimeSpan.FromMinutes(i % 20 == 19 ? -40 : 1));
        }
        var made = _console.Read().AuditEntries.Where(a => a.Sequence > count).ToList();
        for (var minute = -60; minute < 30; minute += 7)
        {
            var (from, until) = (began.AddMinutes(minute), began.AddMinutes(minute + 14));
            Assert.Equal(made.Where(a => a.At >= from && a.At < until).Select(a => a.Sequence).OrderDescending(),
                (await RowsAsync(_console.Admin(), ("time", GridRanges.Span(from, until)))).Select(r => r.Sequence));
        }
    }

    [Theory]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("2026-06-01T17:00Z")]
    [InlineData("2026-06-02T17:00Z~2026-06-01T17:00Z")]
    [InlineData("2026-06-01~")]
    public async Task Time_ThatIsNone_IsNamed(string time) => Assert.Equal("time", Assert.Single((await AskAsync(_console.Admin(), ("time", time))).Errors).Field);

    [Fact]
    public void Asked_OfAnExport_NamesTheTime_AndNoWords() =>
        Assert.Equal("search=▢&time=2026-06-01T17:00Z~", ExportList.AskedOf(new GridRequest(Filters: new Dictionary<string, string> { ["time"] = "2026-06-01T17:00Z~", ["search"] = "2026-06-01T17:00Z~" })));

    private async Task<IReadOnlyList<ListAudit.Row>> RowsAsync(Caller caller, params (string Name, string Value)[] filters) => (await AskAsync(caller, filters)).Value.Rows;

    private Task<Result<Page<ListAudit.Row>>> AskAsync(Caller caller, params (string Name, string Value)[] filters) =>
        _console.SendAsync(new ListAudit.Query(new GridRequest(Take: 100, Filters: filters.ToDictionary(f => f.Name, f => f.Value))), caller);
}
