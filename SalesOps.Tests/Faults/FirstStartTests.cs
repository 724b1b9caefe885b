using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store;

namespace SalesOps.Tests.Faults;

/// <summary>The very first start, which makes the tables, dies on the way; the next one finishes it.</summary>
public sealed class FirstStartTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("salesops-first-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task FirstStart_KilledAnywhere_IsFinishedByTheNext()
    {
        var (nothing, first) = (NewFolder(), NewFolder());
        using var disk = new FaultyDisk(first);
        await using (new StoreFiles(first).OpenWriter())
        {
            // Closing writes as well.
        }
        DiskCall[] calls = [.. disk.Calls];
        var step = FaultDay.Points > 2000 ? 1 : Math.Max(1, calls.Length / 100);
        await FaultDay.ForEachAsync(Enumerable.Range(0, calls.Length / step + 1).Select(i => i * step), output, async count =>
        {
            var folder = NewFolder();
            CrashImage.Make(nothing, folder, calls, count, Crash.Kill, 0);
            await Task.Run(() =>
            {
                var files = new StoreFiles(folder);
                files.OpenWriter().Dispose();
                Assert.True(StoreVerifier.Verify(files).IsSound);
                using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(files.ReaderConnection).Options);
                Assert.Empty(store.Database.GetPendingMigrations());
            }).WaitAsync(Patience);
        });
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;
}
