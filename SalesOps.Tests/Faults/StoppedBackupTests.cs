using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
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

        var names = Enumerable.Range(1, 3).Select(i => Path.Combine(_place, $".salesops-{new string((char)('0' + i), 32)}")).ToList();
        // The last bears no lock, and the store that somebody calls so bears another name.
        var (killed, running, unlocked, store) = (names[0], names[1], names[2], Path.Combine(_place, ".salesops-store"));
        foreach (var folder in (string[])[killed, running, unlocked, store])
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "salesops.db"), "x", Http.Token);
            File.SetLastWriteTimeUtc(Path.Combine(folder, "salesops.db"), DateTime.UtcNow.AddYears(-1));
            if (folder != unlocked) await File.WriteAllTextAsync(Path.Combine(folder, "held"), "", Http.Token);
        }
        await using (new FileStream(Path.Combine(running, "held"), FileMode.Open, FileAccess.Write, FileShare.None))
            Assert.True(StoreBackup.Save(console.Files, Backup, Http.Token).IsSound);
        Assert.Equal([running, unlocked, store, Backup], Directory.GetFileSystemEntries(_place).Order(StringComparer.Ordinal));

        Directory.CreateDirectory(Restored);
        Directory.Move(running, Path.Combine(Restored, Path.GetFileName(running)));
        Assert.ThrowsAny<OperationCanceledException>(() => StoreBackup.Restore(Backup, new StoreFiles(Restored), cancellationToken: stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(Restored));
        Assert.True(StoreBackup.Restore(Backup, new StoreFiles(Restored), cancellationToken: Http.Token).IsSound);
    }
}
