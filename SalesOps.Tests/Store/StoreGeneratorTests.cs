using Microsoft.Data.Sqlite;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Generated;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Generated stores are stores like any other, only larger.</summary>
public sealed class StoreGeneratorTests : IDisposable
{
    private static readonly GeneratedSize Size = new(500, 600);
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-generated-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Generate_EmptyFolder_IsASoundStoreOfThatSize()
    {
        var said = new List<string>();
        var files = await GenerateAsync("new", Size, said);

        Assert.Equal([files.Database], Directory.GetFileSystemEntries(files.Folder));
        Assert.Contains(said, line => line.StartsWith("500 of 500 customers", StringComparison.Ordinal));
        var verdict = StoreVerifier.Verify(files);
        Assert.True(verdict.IsSound, verdict.Text);
        await using var console = new TestConsole(files.Folder, keep: true);
        await using var store = console.Read();
        Assert.All(Counters.All, c => Assert.Equal(
            Recount.Of(store, c).Where(r => r.Value != 0).OrderBy(r => r.Key),
            store.CounterValues.Where(v => v.Code == c.Code && v.Value != 0).AsEnumerable().Select(v => KeyValuePair.Create(v.Key, v.Value)).OrderBy(r => r.Key)));
        Assert.Equal((500, 600), (store.Customers.Count(), store.Assignments.Count()));
        Assert.Equal(store.Customers.Count(c => c.AiAgentId != null), store.Assignments.Count(a => a.Status == AssignmentStatus.Active));
        Assert.NotEqual(0, store.Customers.Count(c => c.AiAgentId == null));
        using var copy = new StoreCopy(files);
        Assert.Empty(copy.Column("SELECT \"table\" FROM pragma_foreign_key_check"));
    }

    [Fact]
    public async Task Generate_Indexes_AreThoseOfEveryStore()
    {
        using var generated = new StoreCopy(await GenerateAsync("new", new GeneratedSize(20, 24)));
        await using var console = new TestConsole();
        using var migrated = new StoreCopy(console.Files);
        const string Schema = "SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%EFMigrationsLock' ORDER BY 1";
        Assert.Equal(migrated.Column(Schema), generated.Column(Schema));
    }

    [Fact]
    public async Task Generate_SameSeed_IsTheSameStore()
    {
        const string Rows = """
            SELECT hex(c.Id) || c.Name || c.Identity || c.Status || c.LastSeenAt || hex(a.Id) || hex(a.AiAgentId) || a.Status || u.Name
            FROM Customers c JOIN Assignments a ON a.CustomerId = c.Id JOIN SalesUsers u ON u.Id = a.SalesUserId ORDER BY a.Id
            """;
        var stores = new List<List<string>>();
        foreach (var (name, seed) in ((string, int)[])[("a", 7), ("b", 7), ("c", 8)])
        {
            using var copy = new StoreCopy(await GenerateAsync(name, new GeneratedSize(50, 60, seed)));
            stores.Add(copy.Column(Rows));
        }
        Assert.Equal(60, stores[0].Count);
        Assert.Equal(stores[0], stores[1]);
        Assert.Empty(stores[0].Intersect(stores[2]));
    }

    [Fact]
    public async Task Generated_Customers_AreFoundAndGoOn()
    {
        await using var console = new TestConsole((await GenerateAsync("new", Size)).Folder, keep: true);
        var ops = console.As(Role.Ops);
        var all = (await console.SendAsync(new ListCustomers.Query(new GridRequest(Take: 100)), ops)).Value;
        Assert.Equal(500, all.Total);
        var known = all.Rows[0];
        var found = await console.SendAsync(new ListCustomers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["search"] = known.Identity })), ops);
        Assert.Equal(known.Id, Assert.Single(found.Value.Rows).Id);

        var (channel, account) = (known.Identity.Split(':')[0], known.Identity.Split(':')[1]);
        Assert.True(Codes.TryParse<Channel>(channel, out var on));
        var answer = await console.SendAsync(new Domain.UseCases.Conversations.ReceiveMessage.Command(on, account, "m-1", "Xin chào", null), Domain.Messaging.Caller.Runtime);
        Assert.Equal(known.Id, answer.Value.CustomerId);
        Assert.True(StoreVerifier.Verify(console.Files).IsSound);
    }

    [Fact]
    public async Task Generate_FolderHoldsSomething_IsRefusedAndLeftAsItIs()
    {
        var kept = Path.Combine(_folder, "kept");
        await File.WriteAllTextAsync(kept, "mine", Token);
        await Assert.ThrowsAsync<StoreException>(() => StoreGenerator.GenerateAsync(new StoreFiles(_folder), Size, _ => { }, Token));
        await Assert.ThrowsAsync<StoreException>(() => StoreGenerator.GenerateAsync(new StoreFiles(kept), Size, _ => { }, Token));
        Assert.Equal([kept], Directory.GetFileSystemEntries(_folder));
        Assert.Equal("mine", await File.ReadAllTextAsync(kept, Token));
    }

    [Fact]
    public async Task Generate_Cancelled_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() => StoreGenerator.GenerateAsync(new StoreFiles(_folder), new GeneratedSize(20_000, 24_000), _ => cancellation.Cancel(), cancellation.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private async Task<StoreFiles> GenerateAsync(string name, GeneratedSize size, List<string>? said = null)
    {
        var files = new StoreFiles(Path.Combine(_folder, name));
        await StoreGenerator.GenerateAsync(files, size, line => said?.Add(line), Token);
        return files;
    }
}
