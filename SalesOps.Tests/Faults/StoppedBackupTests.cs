using SalesOps.Domain.Store;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A backup or a restore that is stopped leaves nothing; what a killed one left goes with the next.</summary>
public sealed class StoppedBackupTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("salesops-stopped-").FullName;

    private string Restored => Path.Combine(_place, "restored");
    private string Backup => Path.Combine(_place, "salesops.backup");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task BackupAndRestore_Stopped_LeaveNothing_AndTheNextSweepsWhatAKilledOneLeft()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => StoreBackup.Save(console.Files, Backup, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_place));

        string killed = Path.Combine(_place, ".salesops-killed"), running = Path.Combine(_place, ".salesops-running"), earlier = Path.Combine(_place, ".salesops-earlier");
        foreach (var folder in (string[])[killed, running, earlier])
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "salesops.db"), "x", Http.Token);
            if (folder != earlier) await File.WriteAllTextAsync(Path.Combine(folder, "held"), "", Http.Token);
        }
        await using (new FileStream(Path.Combine(running, "held"), FileMode.Open, FileAccess.Write, FileShare.None))
            Assert.True(StoreBackup.Save(console.Files, Backup, Http.Token).IsSound);
        Assert.Equal([earlier, running, Backup], Directory.GetFileSystemEntries(_place).Order(StringComparer.Ordinal));

        foreach (var path in (string[])[earlier, Path.Combine(earlier, "salesops.db")]) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        Directory.CreateDirectory(Restored);
        foreach (var left in (string[])[running, earlier]) Directory.Move(left, Path.Combine(Restored, Path.GetFileName(left)));
        Assert.ThrowsAny<OperationCanceledException>(() => StoreBackup.Restore(Backup, new StoreFiles(Restored), cancellationToken: stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(Restored));
        Assert.True(StoreBackup.Restore(Backup, new StoreFiles(Restored), cancellationToken: Http.Token).IsSound);
    }
}
