using System.Net.Http.Headers;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesOps.Console;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.ApiKeys;

namespace SalesOps.Tests.Support;

/// <summary>The whole console on a free loopback port, over a store of its own, with a clock that stands still until told.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    public const string Password = "a password of the tests";

    // Made to be slow: once for all people of all hosts.
    private static readonly Lazy<string> PasswordHash = new(() => new PasswordHasher<Account>().HashPassword(new Account(), Password));

    private ConsoleHost(bool standingClock, string? folder, Action<IServiceCollection>? services)
    {
        Files = new StoreFiles(folder ?? MigratedStore.NewFolder("salesops-host-"));
        App = Composition.Build("http://127.0.0.1:0", Files, Files.OpenWriter(), builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
            if (standingClock) builder.Services.AddSingleton<TimeProvider>(Clock);
            services?.Invoke(builder.Services);
        });
    }

    public StoreFiles Files { get; }
    public WebApplication App { get; }
    public LogCapture Log { get; } = new();
    /// <summary>Stands at the present, because browsers forget cookies by a clock of their own.</summary>
    public TestClock Clock { get; } = new(DateTimeOffset.UtcNow);
    public Uri Address { get; private set; } = null!;
    public string Key { get; } = Tokens.New();
    public WriteLane Lane => App.Services.GetRequiredService<WriteLane>();
    public long Sequence => Lane.Last.Counters.Sequence;

    /// <summary>Carries the API key; follows no redirect.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>Carries nothing; follows no redirect.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    /// <param name="sample">Whether the sample data is there, with a password for each of its people.</param>
    /// <param name="folder">Where the store shall be; it goes with the host.</param>
    /// <param name="services">More services, or others.</param>
    public static async Task<ConsoleHost> StartAsync(bool sample = true, bool standingClock = false, string? folder = null, Action<IServiceCollection>? services = null)
    {
        var host = new ConsoleHost(standingClock, folder, services);
        await host.App.StartAsync();
        host.Address = new Uri(host.App.Urls.First());
        host.Anonymous = Client(host.Address);
        host.Api = Client(host.Address);
        host.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Key);
        if (!sample) return host;
        await host.App.Services.GetRequiredService<SampleData>().FileAsync();
        await host.SendAsync(new CreateApiKey.Command(Guid.CreateVersion7(), "tests", Tokens.Hash(host.Key), host.Key[..6], Enum.GetValues<ApiScope>()));
        await using var scope = host.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var person in host.Lane.Last.Directory.SalesUsers.Values)
            Assert.True((await users.CreateAsync(new Account { Id = person.Id, Email = person.Email, PasswordHash = PasswordHash.Value })).Succeeded);
        return host;
    }

    /// <summary>A browser that keeps its cookies and follows no redirect.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };

    public Task<Result<T>> SendAsync<T>(IRequest<Result<T>> request, Caller? caller = null) =>
        App.Services.SendAsync(caller ?? Caller.System, request, TestContext.Current.CancellationToken);

    public SalesOpsDb Read() => App.Services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContext();

    public SalesUser Person(string email) => Lane.Last.Directory.SalesUsers.Values.Single(u => u.Email == email);

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        Anonymous?.Dispose();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new Microsoft.Data.Sqlite.SqliteConnection(Files.ReaderConnection));
        Directory.Delete(Files.Folder, recursive: true);
    }

    private static HttpClient Client(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
}

/// <summary>One console with the sample data for all tests of a class.</summary>
public sealed class SampleHost : IAsyncLifetime
{
    internal ConsoleHost Console { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Console = await ConsoleHost.StartAsync();

    public ValueTask DisposeAsync() => Console.DisposeAsync();
}
