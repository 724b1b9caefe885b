using System.Net;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Verbs;

/// <summary>A demo on a store that is there already: it gives nobody of it a password that everybody knows, and leaves no key in it.</summary>
public sealed class DemoStoreTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private static readonly byte[] Hash = new byte[32];
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-demo-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StoreThatSomebodySetUp_IsUsedAsItIs()
    {
        Guid own;
        await using (var store = new TestConsole(_folder, keep: true))
        {
            await store.SendAsync(new OpenSetup.Command(Guid.NewGuid(), Hash));
            Assert.True((await store.SendAsync(new CreateFirstAdmin.Command(Guid.NewGuid(), Hash, "First", "first@example.com", "hash"))).Succeeded);
            // A person as a store of an earlier version may have one: without an account.
            await store.Lane.AddPersonAsync("invited@example.com");
            own = (await store.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "demo", Hash, "abc", [ApiScope.Counters]), store.Admin())).Value.ApiKeyId;
        }
        await using (var demo = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder))
        {
            Assert.Equal(["url", "api key", "ready"], (await demo.ReadyAsync()).Select(l => l.Split(':')[0]));
            Assert.Equal(0, await demo.StopAsync());
        }
        await using var after = new TestConsole(_folder, keep: true);
        await using var rows = after.Read();
        Assert.Equal(["first@example.com"], rows.Accounts.Select(a => a.Email));
        Assert.Equal((2, 0), (rows.SalesUsers.Count(), rows.Customers.Count()));
        Assert.Equal(own, Assert.Single(after.Lane.Last.Directory.ApiKeys, k => k.RevokedAt is null).Id);
    }

    [Fact]
    public async Task StoreThatWaitsForItsFirstAdmin_GetsNoSampleData()
    {
        await using (var store = new TestConsole(_folder, keep: true)) await store.SendAsync(new OpenSetup.Command(Guid.NewGuid(), Hash));
        await using (var demo = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder))
        {
            Assert.Equal(["url", "api key", "ready"], (await demo.ReadyAsync()).Select(l => l.Split(':')[0]));
            Assert.Equal(0, await demo.StopAsync());
        }
        await using var after = new TestConsole(_folder, keep: true);
        Assert.Empty(after.Lane.Last.Directory.SalesUsers);
    }

    [Fact]
    public async Task KeyOfADemo_OpensNothingOnceItEnded_AlsoKilled()
    {
        string killed;
        await using (var demo = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder))
        {
            killed = KeyOf(await demo.ReadyAsync());
            await demo.KillAsync();
        }
        await using (var serve = ConsoleCommand.Start("serve", "--urls", AnyPort, "--data", _folder))
        {
            using var api = new HttpClient { BaseAddress = new Uri((await serve.ReadyAsync())[0]["url: ".Length..]) };
            api.DefaultRequestHeaders.Authorization = new("Bearer", killed);
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.FetchAsync("/api/v1/counters")).StatusCode);
            Assert.Equal(0, await serve.StopAsync());
        }
        await using (var again = ConsoleCommand.Start("demo", "--urls", AnyPort, "--data", _folder))
        {
            Assert.Equal(4, (await again.ReadyAsync()).Count(l => l.StartsWith("sign in: ", StringComparison.Ordinal)));
            Assert.Equal(0, await again.StopAsync());
        }
        await using var after = new TestConsole(_folder, keep: true);
        Assert.Equal(2, after.Lane.Last.Directory.ApiKeys.Count);
        Assert.All(after.Lane.Last.Directory.ApiKeys, key => Assert.NotNull(key.RevokedAt));
    }

    private static string KeyOf(IEnumerable<string> lines) => lines.Single(l => l.StartsWith("api key: ", StringComparison.Ordinal))["api key: ".Length..];
}
