using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>What is chosen of a list: the keys of all that its filters find, or of the first.</summary>
public sealed class FirstKeysTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData(Role.Admin, null, 2)]
    [InlineData(Role.Admin, "new_lead", 100)]
    [InlineData(Role.RealSalesUser, null, 3)]
    public async Task Keys_OfTheFirst_AreThoseThatTheListShowsFirst(Role role, string? status, int first)
    {
        var asked = new GridRequest(0, 100, Filters: status is null ? null : new Dictionary<string, string> { ["status"] = status });
        var shown = (await _console.SendAsync(new ListCustomers.Query(asked), _console.As(role))).Value.Rows.Select(r => (object)r.Id).ToList();
        var keys = (await _console.SendAsync(new ListCustomers.Query(asked with { OnlyKeys = true, First = first }), _console.As(role))).Value.Keys!;
        Assert.Equal(shown.Take(first), keys);
        Assert.NotEmpty(keys);
    }

    [Fact]
    public async Task Keys_OfTheFirstNone_AreNotAsked() =>
        Assert.Equal(ErrorKind.Invalid, (await _console.SendAsync(new ListCustomers.Query(new GridRequest { OnlyKeys = true, First = 0 }), _console.Admin())).Errors[0].Kind);
}
