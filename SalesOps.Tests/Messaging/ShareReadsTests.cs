using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Messaging;

public sealed class ShareReadsTests
{
    private static ListCustomers.Query Ask(string? status = null) =>
        new(new GridRequest(Filters: status is null ? null : new Dictionary<string, string> { ["status"] = status }));

    [Fact]
    public async Task Query_SameRowsBetweenTwoCommits_IsReadOnce()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var ops = (await console.SendAsync(Ask("new_lead"), console.As(Role.Ops))).Value;
        var supervisor = (await console.SendAsync(Ask("new_lead"), console.As(Role.Supervisor))).Value;
        var other = (await console.SendAsync(Ask("discovery"), console.As(Role.Ops))).Value;

        Assert.Same(ops, supervisor);
        Assert.NotSame(ops, other);
        Assert.Single(other.Rows);
    }

    [Fact]
    public async Task Query_OfASalesperson_IsNeverSharedWithOthers()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        Assert.Equal(6, (await console.SendAsync(Ask(), console.As(Role.Admin))).Value.Rows.Count);
        Assert.Equal(4, (await console.SendAsync(Ask(), console.As(Role.RealSalesUser))).Value.Rows.Count);
    }

    [Fact]
    public async Task Query_AfterACommit_IsReadAnew()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        Assert.Equal(6, (await console.SendAsync(Ask(), console.As(Role.Ops))).Value.Total);
        await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "new", "m-1", "Chào shop"), Caller.Runtime);
        Assert.Equal(7, (await console.SendAsync(Ask(), console.As(Role.Ops))).Value.Total);
    }

    [Fact]
    public async Task Query_Refused_IsAskedAgain()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var wrong = new ListCustomers.Query(new GridRequest(Sort: "nothing"));
        Assert.Equal("sort", Assert.Single((await console.SendAsync(wrong, console.As(Role.Ops))).Errors).Field);
        Assert.Equal("sort", Assert.Single((await console.SendAsync(wrong, console.As(Role.Ops))).Errors).Field);
    }

    [Fact]
    public async Task CaseOfOneCustomer_AfterACommitOfAnother_IsNotReadAgain_UntilItIsTheirs()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var supervisor = console.As(Role.Supervisor);
        await using var store = console.Read();
        var review = store.Reviews.First(r => r.Status == ReviewStatus.Pending);
        var theirs = store.Customers.Single(c => c.Id == review.CustomerId);
        var query = new GetReviewCase.Query(review.Id);
        var first = (await console.SendAsync(query, supervisor)).Value;

        Assert.True((await console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, "somebody-else", "m-1", "Chào shop"), Caller.Runtime)).Succeeded);
        Assert.Same(first, (await console.SendAsync(query, supervisor)).Value);

        var identity = store.ChannelIdentities.First(i => i.CustomerId == theirs.Id);
        Assert.True((await console.SendAsync(new ReceiveMessage.Command(identity.Channel, identity.ExternalId, "m-2", "Shop ơi"), Caller.Runtime)).Succeeded);
        var second = (await console.SendAsync(query, supervisor)).Value;
        Assert.NotSame(first, second);
        Assert.Contains(second.After, line => line.Text == "Shop ơi");
    }

    [Fact]
    public async Task CaseOfOneCustomer_AfterAChangeThatIsNoCustomers_IsReadAgain()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        await using var store = console.Read();
        var query = new GetReviewCase.Query(store.Reviews.First(r => r.Status == ReviewStatus.Pending).Id);
        var first = (await console.SendAsync(query, console.As(Role.Supervisor))).Value;
        Assert.True((await console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", new byte[32], "abcdef", [ApiScope.Messages]))).Succeeded);
        Assert.NotSame(first, (await console.SendAsync(query, console.As(Role.Supervisor))).Value);
    }

    [Fact]
    public async Task Drawer_OfOneCustomer_StandsUntilSomethingOfTheirsIsWritten()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var ops = console.As(Role.Ops);
        await using var store = console.Read();
        var (theirs, other) = (store.Customers.OrderBy(c => c.Id).First().Id, store.Customers.OrderBy(c => c.Id).Last().Id);
        var first = (await console.SendAsync(new GetTimeline.Query(theirs), ops)).Value;
        var head = (await console.SendAsync(new GetCustomer.Query(theirs), ops)).Value;
        await NoteAsync(other, "Không phải khách này");
        Assert.Same(head, (await console.SendAsync(new GetCustomer.Query(theirs), ops)).Value);
        Assert.Same(first, (await console.SendAsync(new GetTimeline.Query(theirs), ops)).Value);

        await NoteAsync(theirs, "Gọi lại sau");
        var second = (await console.SendAsync(new GetTimeline.Query(theirs), ops)).Value;
        Assert.Contains(second.Events, e => e.Changes?.Any(c => c.After == "Gọi lại sau") == true);
        Assert.Equal("Gọi lại sau", (await console.SendAsync(new GetCustomer.Query(theirs), ops)).Value.Note);

        async Task NoteAsync(Guid customer, string note)
        {
            var seen = (await console.SendAsync(new GetCustomer.Query(customer), ops)).Value;
            Assert.True((await console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), customer, seen.Traits, seen.Name, note), ops)).Succeeded);
        }
    }
}
