using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>Customers are found by name and channel account, wherever their rows stand.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        foreach (var (id, name) in ((string, string)[])[("6712345001", "Đặng Thị Hương"), ("z-2", "Lê Văn An"), ("z-3", "李敏"), ("z-4", "Trojan \"X\" O'Neil"),
            ("+84912345678", "Ngọc"), ("z-5", "Hoa 090 123 45 67")])
            Assert.True((await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, id, id, "chào shop", name), Caller.Runtime)).Succeeded);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("dang", "Đặng Thị Hương")]
    [InlineData("HƯƠNG đặng", "Đặng Thị Hương")]
    [InlineData("ương", "Đặng Thị Hương")]
    [InlineData("5001", "Đặng Thị Hương")]
    [InlineData("zalo:6712345001", "Đặng Thị Hương")]
    [InlineData("an", "Lê Văn An")]
    [InlineData("l", "Lê Văn An")]
    [InlineData("李", "李敏")]
    [InlineData("敏", "李敏")]
    [InlineData("李敏", "李敏")]
    [InlineData("\"x\"", "Trojan \"X\" O'Neil")]
    [InlineData("o'n", "Trojan \"X\" O'Neil")]
    [InlineData("roja", "Trojan \"X\" O'Neil")]
    [InlineData("nobody", null)]
    [InlineData("HU\u031bO\u031bNG \u0110A\u0323\u0306ng", "Đặng Thị Hương")]
    [InlineData("912345678", "Ngọc")]
    [InlineData("0912345678", "Ngọc")]
    [InlineData("091 234 5678", "Ngọc")]
    [InlineData("0912.345.678", "Ngọc")]
    [InlineData("+84 91-234-5678", "Ngọc")]
    [InlineData("(+84) 912 345 678", "Ngọc")]
    [InlineData("84912345678", "Ngọc")]
    [InlineData("0084 912 345 678", "Ngọc")]
    [InlineData("zalo:+84912345678", "Ngọc")]
    [InlineData("ngoc 0912 345 678", "Ngọc")]
    [InlineData("0912 345 679", null)]
    [InlineData("0901234567", "Hoa 090 123 45 67")]
    [InlineData("+84901234567", "Hoa 090 123 45 67")]
    [InlineData("090 123", "Hoa 090 123 45 67")]
    [InlineData("* OR an", null)]
    [InlineData("Text:an", null)]
    public async Task Customers_WordsOfNameAndAccount_AreFound(string text, string? name) =>
        Assert.Equal(name is null ? [] : [name], (await _console.SendAsync(new ListCustomers.Query(By(text)), _console.As(Role.Ops))).Value.Rows.Select(r => r.Name));

    [Theory]
    [InlineData("demo", "Demo Sales")]
    [InlineData("nguyen DAO", "Nguyễn Thị Đào")]
    [InlineData("Dao@Example", "Nguyễn Thị Đào")]
    [InlineData("nobody", null)]
    [InlineData(":", null)]
    public async Task PeopleAndAgents_WordsOfNameAndAddress_AreFound(string text, string? name)
    {
        await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "Nguyễn Thị Đào", "dao@example.com", Role.Ops, new byte[32]), _console.Admin());
        await _console.EditAsync("AI Sales A", a => a with { Name = "Nguyễn AI" });
        Assert.Equal(name is null ? [] : [name], (await _console.SendAsync(new ListSalesUsers.Query(By(text)), _console.As(Role.Ops))).Value.Rows.Select(r => r.Name));
        Assert.Equal(["Nguyễn AI"], (await _console.SendAsync(new ListAiAgents.Query(By("ai NGUYEN")), _console.As(Role.Ops))).Value.Rows.Select(r => r.Name));
    }

    [Theory]
    [InlineData(":")]
    [InlineData("\0")]
    public async Task Search_WithoutAWord_IsRefusedByField(string text) =>
        Assert.Equal("search", Assert.Single((await _console.SendAsync(new ListCustomers.Query(By(text)), _console.As(Role.Ops))).Errors).Field);

    [Fact]
    public async Task RowsOfCustomers_AreFoundByTheCustomer_AndOnlyOnes()
    {
        var ops = _console.As(Role.Ops);
        Assert.Equal(["Đặng Thị Hương"], (await _console.SendAsync(new ListAssignments.Query(By("huong")), ops)).Value.Rows.Select(r => r.Customer));
        Assert.Equal(["Đặng Thị Hương"], (await _console.SendAsync(new ListTasks.Query(By("huong")), ops)).Value.Rows.Select(r => r.Customer));
        Assert.Equal(["Handover User", "Handover User"], (await _console.SendAsync(new ListHandovers.Query(By("handover-user-001")), ops)).Value.Rows.Select(r => r.Customer));
        var entries = (await _console.SendAsync(new ListAudit.Query(By("handover-user")), ops)).Value.Rows;
        Assert.Equal(3, entries.Count);
        Assert.All(entries, e => Assert.Equal("32f28999", ShortId.Of(e.CustomerId!.Value)));
        Assert.Empty((await _console.SendAsync(new ListAudit.Query(By("huong")), _console.As(Role.RealSalesUser))).Value.Rows.ExceptBy(
            (await _console.SendAsync(new ListAudit.Query(new GridRequest(Take: 100)), _console.As(Role.RealSalesUser))).Value.Rows.Select(r => r.Sequence), r => r.Sequence));
    }

    [Fact]
    public async Task LongWord_IsFoundWhereItStandsWhole()
    {
        foreach (var (id, name) in ((string, string)[])[("abc-efg-jkl", "Mảnh"), ("xabcdefghijklx", "Cả"), ("abcdefghijk", "Ngắn")])
            Assert.True((await _console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, id, id, "chào shop", name), Caller.Runtime)).Succeeded);
        // The index is asked for the pieces abc, efg and jkl alone.
        Assert.Equal(["Cả"], (await _console.SendAsync(new ListCustomers.Query(By("abcdefghijkl")), _console.As(Role.Ops))).Value.Rows.Select(r => r.Name));
        Assert.Equal(["Cả"], (await _console.SendAsync(new ListAssignments.Query(By("abcdefghijkl")), _console.As(Role.Ops))).Value.Rows.Select(r => r.Customer));
    }

    [Fact]
    public async Task Renamed_OldWordsAreGone()
    {
        await _console.Lane.RunAsync(change =>
        {
            var customer = change.Store.Customers.Single(c => c.Name == "李敏");
            change.Store.Entry(customer).Property(c => c.SearchText).CurrentValue = "somebody else";
            change.Record("customer.renamed", customer);
        });
        Assert.Empty((await _console.SendAsync(new ListCustomers.Query(By("李")), _console.As(Role.Ops))).Value.Rows);
        Assert.Single((await _console.SendAsync(new ListCustomers.Query(By("somebo")), _console.As(Role.Ops))).Value.Rows);
    }

    [Fact]
    public async Task ManyCustomers_SearchAndSortStayBounded()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-many-").FullName;
        await using (var made = new TestConsole(folder, keep: true)) await made.FileSampleAsync();
        using (var writer = new StoreFiles(folder).OpenWriter())
        {
            using var fill = writer.CreateCommand();
            fill.CommandText = """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100)
                INSERT INTO Customers (Id, Name, SearchText, Identity, Channel, Status, Stage, Confidence, OpenTasks, FirstSeenAt, LastSeenAt, Version)
                SELECT randomblob(16), 'Khách ' || i, 'khach ' || i, 'zalo:' || i, 'zalo', 'new_lead', '-', 0, 0, i, i, 1 FROM n
                """;
            fill.ExecuteNonQuery();
        }
        await using var console = new TestConsole(folder);
        var ops = console.As(Role.Ops);

        // More than are looked up: met one by one in the list's order, and counted as far as two pages.
        var many = (await console.SendAsync(new ListCustomers.Query(By("khach")), ops)).Value;
        Assert.Equal((true, 200, "Khách 10100", "Khách 10001"), (many.IsMore, many.Total, many.Rows[0].Name, many.Rows[^1].Name));
        Assert.Equal("Khách 9900", (await console.SendAsync(new ListCustomers.Query(By("khach") with { Skip = 200 }), ops)).Value.Rows[0].Name);
        var end = (await console.SendAsync(new ListCustomers.Query(By("khach") with { Skip = 10_000 }), ops)).Value;
        Assert.Equal((false, 10_100, 100, "Khách 1"), (end.IsMore, end.Total, end.Rows.Count, end.Rows[^1].Name));
        var byName = (await console.SendAsync(new ListCustomers.Query(By("khach") with { Sort = "name" }), ops)).Value;
        Assert.Equal((true, 200, "Khách 10000"), (byName.IsMore, byName.Total, byName.Rows[0].Name));
        Assert.Empty((await console.SendAsync(new ListTasks.Query(By("khach")), ops)).Value.Rows);
        // One word that few have, and one that many have.
        Assert.Equal(["Khách 7070"], (await console.SendAsync(new ListCustomers.Query(By("khach 7070")), ops)).Value.Rows.Select(r => r.Name));
        var begin = (await console.SendAsync(new ListCustomers.Query(By("khach 71")), ops)).Value;
        Assert.Equal((false, 111, "Khách 7199"), (begin.IsMore, begin.Total, begin.Rows[0].Name));
        Assert.Equal(["Khách 10099"], (await console.SendAsync(new ListCustomers.Query(By("khach 10099")), ops)).Value.Rows.Select(r => r.Name));
        var sorted = (await console.SendAsync(new ListCustomers.Query(new GridRequest(Sort: "name", Filters: new Dictionary<string, string> { ["bound"] = "no" })), ops)).Value;
        // Of the 3,000 last seen; the very first, seen longest ago, are not among them.
        Assert.Equal((true, 3_000, "Khách 10000"), (sorted.IsMore, sorted.Total, sorted.Rows[0].Name));
        // What can be met in the order of names is put into it whole.
        var unsure = new GridRequest(Sort: "name", Filters: new Dictionary<string, string> { ["confidence"] = "0~0.01" });
        var whole = (await console.SendAsync(new ListCustomers.Query(unsure), ops)).Value;
        Assert.Equal((true, 10_000, "Khách 1"), (whole.IsMore, whole.Total, whole.Rows[0].Name));
        Assert.Equal("Khách 9999", (await console.SendAsync(new ListCustomers.Query(unsure with { Descending = true }), ops)).Value.Rows[0].Name);
        var all = (await console.SendAsync(new ListCustomers.Query(new GridRequest(Skip: 10_090, Sort: "name")), ops)).Value;
        Assert.False(all.IsMore);
    }

    private static GridRequest By(string text) => new(Take: 100, Filters: new Dictionary<string, string> { ["search"] = text });
}
