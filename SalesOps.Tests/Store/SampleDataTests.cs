using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

public sealed class SampleDataTests
{
    [Fact]
    public async Task File_FreshStore_GivesThePageItsFigures()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();

        Assert.Equal([2, 3, 6, 6, 7, 1, 0, 2], Counters.Tiles.Select(tile => console[tile]));
        await using var store = console.Read();
        var operations = await store.AuditEntries.Where(a => a.CustomerId != null).OrderByDescending(a => a.Sequence)
            .Select(a => new { a.Action, a.ObjectType, a.ObjectId, a.ActorKind }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["state_machine.applied conversation:63e34550 system", "customer.created_and_assigned customer:457060a7 system",
             "customer.created_and_assigned customer:6e832b3b system", "customer.created_and_assigned customer:864589ed system",
             "customer.returned_to_assignment customer:18a6d584 system", "customer.created_and_assigned customer:18a6d584 system",
             "customer.transfer_assignment customer:32f28999 human", "customer.human_takeover customer:32f28999 human",
             "customer.created_and_assigned customer:32f28999 system", "customer.returned_to_assignment customer:2ba81267 system",
             "customer.created_and_assigned customer:2ba81267 system"],
            operations.Select(a => $"{a.Action} {a.ObjectType}:{a.ObjectId.ToString("N")[^8..]} {a.ActorKind.Code()}"));
    }

    [Fact]
    public async Task File_Twice_ChangesNothing()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var sequence = console.Lane.Last.Counters.Sequence;
        await console.FileSampleAsync();
        Assert.Equal(sequence, console.Lane.Last.Counters.Sequence);
    }
}
