using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A store of whose customers an admin erased some, one after the other, with a checkpoint kept elsewhere after each.</summary>
internal sealed class ErasedStore : IAsyncDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("salesops-erased-").FullName;
    private readonly List<Guid> _customers = [];

    private ErasedStore() { }

    public TestConsole Console { get; } = new();

    /// <summary>Where checkpoints are kept.</summary>
    public string Kept => Path.Combine(_place, "kept");
    public Caller Admin => Console.As(Role.Admin);
    public IReadOnlyList<Guid> Customers => _customers;
    public ErasureList List => Console.Files.Erasures;
    public string KeyFile => SigningKey.FileOf(Console.Files.Folder);

    /// <summary>The file of checkpoints of the store's key.</summary>
    public string Checkpoints => Assert.Single(Directory.GetFiles(Kept));

    /// <param name="customers">How many there are, called <c>zxq-gone-0</c> and so on.</param>
    public static async Task<ErasedStore> OfAsync(int customers)
    {
        var store = new ErasedStore();
        await store.Console.FileSampleAsync();
        for (var i = 0; i < customers; i++)
        {
            var who = $"zxq-gone-{i}";
            store._customers.Add((await store.Console.SendAsync(new ReceiveMessage.Command(Channel.Zalo, who, who + ":1", $"Tôi là {who}", who), Caller.Runtime)).Value.CustomerId);
        }
        return store;
    }

    public string NewPath(string name) => Path.Combine(_place, name);

    public async Task EraseAsync(params int[] which)
    {
        foreach (var i in which)
        {
            Console.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True((await Console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _customers[i], "legal_order", ShortId.Of(_customers[i])), Admin)).Succeeded);
            Note();
        }
    }

    public void Note()
    {
        using var log = new CheckpointLog(Kept, KeyFile);
        log.Add(Console.Files, Console.Clock.GetUtcNow().UtcDateTime);
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }
}
