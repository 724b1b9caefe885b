using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

public sealed class GridTests
{
    [Theory]
    [InlineData(0, 0, "grid.take")]
    [InlineData(0, 101, "grid.take")]
    [InlineData(-1, 20, "grid.skip")]
    public async Task List_PageOutOfBounds_IsRefusedByField(int skip, int take, string field)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var customers = await console.SendAsync(new ListCustomers.Query(new GridRequest(skip, take)), console.As(Role.Ops));
        var reviews = await console.SendAsync(new ListReviews.Query(new GridRequest(skip, take)), console.As(Role.Ops));

        Assert.Equal((ErrorKind.Invalid, field), (Assert.Single(customers.Errors).Kind, customers.Errors[0].Field));
        Assert.Equal(field, Assert.Single(reviews.Errors).Field);
    }

    [Fact]
    public async Task List_LargestPage_IsRead()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        Assert.Equal(6, (await console.SendAsync(new ListCustomers.Query(new GridRequest(Take: 100)), console.As(Role.Ops))).Value.Rows.Count);
    }
}
