using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Tests.Support;

/// <summary>The real store in a folder of its own, with the real pipeline and a clock that stands still until told.</summary>
internal sealed class TestConsole : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _keep;

    /// <param name="keep">The folder outlives the console.</param>
    /// <param name="asServed">The real clock and no captured log: for benches, whose ids must sort by time as they do in service.</param>
    /// <param name="checkpointPages">See <see cref="StoreFiles.CheckpointPages"/>.</param>
    /// <param name="clock">Another clock than either.</param>
    /// <param name="probePause">See <see cref="StoreFiles.ProbePause"/>; what it is in service when left out.</param>
    public TestConsole(string? folder = null, bool keep = false, bool asServed = false, int checkpointPages = 4000, TimeProvider? clock = null, TimeSpan? probePause = null)
    {
        _keep = keep;
        Files = new StoreFiles(folder ?? MigratedStore.NewFolder("salesops-test-")) { CheckpointPages = checkpointPages, ProbePause = probePause ?? TimeSpan.FromSeconds(1) };
        _services = new ServiceCollection()
            .AddLogging(l =>
            {
                if (!asServed) l.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
            })
            .AddSingleton(clock ?? (asServed ? TimeProvider.System : Clock))
            .AddDomain(Files, Files.OpenWriter())
            .AddSingleton<SampleData>()
            .BuildServiceProvider(validateScopes: true);
    }

    public StoreFiles Files { get; }
    public TestClock Clock { get; } = new();
    public LogCapture Log { get; } = new();
    public WriteLane Lane => _services.GetRequiredService<WriteLane>();
    public IServiceProvider Services => _services;
    public long this[Counter counter] => Lane.Last.Counters[counter, Counter.Everyone];

    public Task FileSampleAsync() => _services.GetRequiredService<SampleData>().FileAsync();

    public Task<Result<T>> SendAsync<T>(IRequest<Result<T>> request, Caller? caller = null) =>
        _services.SendAsync(caller ?? Caller.System, request, TestContext.Current.CancellationToken);

    /// <summary>A caller with the role of somebody in the sample data.</summary>
    public Caller As(Role role) => Caller.Person(Lane.Last.Directory.SalesUsers.Values.First(u => u.Role == role));

    public SalesOpsDb Read() => _services.GetRequiredService<IDbContextFactory<SalesOpsDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keep) Directory.Delete(Files.Folder, recursive: true);
    }
}

/// <summary>A clock that tests move.</summary>
internal sealed class TestClock(DateTimeOffset? now = null) : TimeProvider
{
    private DateTimeOffset _now = now ?? new(2026, 6, 3, 4, 30, 0, TimeSpan.Zero);
    private long _passed;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Sets the clock forward, or back.</summary>
    public void Advance(TimeSpan by) => _now += by;

    /// <summary>So much time passes, also by the clock that nobody can set.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));
        Advance(time);
    }

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _passed);
}
