using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A start that changes the store dies on the way; the next one finishes it.</summary>
public sealed class FirstStartTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("salesops-first-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>It makes the tables.</summary>
    [Fact]
    public Task FirstStart_KilledAnywhere_IsFinishedByTheNext() => KillAsync(NewFolder(), 100);

    /// <summary>It brings the store up, a migration after the other.</summary>
    [Fact]
    public Task Upgrade_KilledAnywhere_IsFinishedByTheNext()
    {
        var before = NewFolder();
        FirstVersion.UnpackTo(new StoreFiles(before).Database);
        return KillAsync(before, 12);
    }

    /// <summary>It takes what the log holds into the store.</summary>
    [Fact]
    public async Task StartAfterACrash_KilledAnywhere_IsFinishedByTheNext()
    {
        var (before, working) = (NewFolder(), NewFolder());
        await using (var console = new TestConsole(working, keep: true))
        {
            await console.FileSampleAsync();
            foreach (var end in (string[])["", "-wal"]) File.Copy(console.Files.Database + end, new StoreFiles(before).Database + end);
        }
        Assert.True(new FileInfo(new StoreFiles(before).Database + "-wal").Length > 100_000);
        await KillAsync(before, 20);
    }

    /// <summary>Kills the start of a store as it lies in <paramref name="before"/> at about so many of its calls, the last among them; every one in a long run.</summary>
    private async Task KillAsync(string before, int points)
    {
        var first = NewFolder();
        foreach (var file in Directory.GetFiles(before)) File.Copy(file, Path.Combine(first, Path.GetFileName(file)));
        using var disk = new FaultyDisk(first);
        await using (new StoreFiles(first).OpenWriter())
        {
            // Closing writes as well.
        }
        DiskCall[] calls = [.. disk.Calls];
        var step = FaultDay.Points > 2000 ? 1 : Math.Max(1, calls.Length / points);
        var tried = await FaultDay.ForEachAsync(Enumerable.Range(0, calls.Length / step + 1).Select(i => i * step).Append(calls.Length).Distinct(), output, async count =>
        {
            var folder = NewFolder();
            CrashImage.Make(before, folder, calls, count, Crash.Kill, 0);
            await Task.Run(() =>
            {
                var files = new StoreFiles(folder);
                files.OpenWriter().Dispose();
                Assert.True(StoreVerifier.Verify(files).IsSound);
                using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(files.ReaderConnection).Options);
                Assert.Empty(store.Database.GetPendingMigrations());
            }).WaitAsync(Patience);
            Directory.Delete(folder, recursive: true);
        });
        Assert.True(tried >= points, $"{tried} of {calls.Length}");
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;
}
