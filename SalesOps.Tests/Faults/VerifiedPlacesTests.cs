using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>A store is verified wherever it lies: in its folder, as a backup of any name, and where nothing can be written.</summary>
public sealed class VerifiedPlacesTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("salesops-place-").FullName;
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        // A folder's mode says nothing to root, as whom tests may run.
        if (await SystemTools.RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", _place) is { } problem) _missing = $"A disk that can be made read-only cannot be mounted: {problem}";
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        if (_missing is null) await SystemTools.RunAsync("umount", "--lazy", _place);
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task Verify_BackupFile_IsReadByItsNameAlone()
    {
        var file = Path.Combine(_place, "monday?100%.backup");
        await using (var console = new TestConsole())
        {
            await console.FileSampleAsync();
            Assert.True(StoreBackup.Save(console.Files, file, Http.Token).IsSound);
        }
        var checkpoints = Path.Combine(_place, "checkpoints");
        // What lies beside a backup is another store's.
        Directory.CreateDirectory(checkpoints);
        await File.WriteAllTextAsync(Path.Combine(checkpoints, "nonsense"), "key none\n", Http.Token);
        await File.WriteAllTextAsync(Path.Combine(_place, ErasureList.FileName), "nobody\n", Http.Token);

        var (exit, output, errors) = await ConsoleCommand.RunAsync("verify", "--data", file);
        Assert.True(exit == 0, string.Join(' ', [.. output, .. errors]));
        Assert.StartsWith("sound: ", Assert.Single(output), StringComparison.Ordinal);
        Assert.StartsWith("No checkpoints were given ", Assert.Single(errors), StringComparison.Ordinal);

        RawStore.Execute(new StoreFiles(_place) { Database = file }, "UPDATE CounterValues SET Value = 99 WHERE Code = 'handovers'");
        (exit, output, _) = await ConsoleCommand.RunAsync("verify", "--data", file);
        Assert.Equal(1, exit);
        Assert.StartsWith("counter handovers ", Assert.Single(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_WhereNothingCanBeWritten_ReadsTheStoreAsItIs(bool hasLog)
    {
        if (_missing is not null) SystemTools.Miss(_missing);
        var files = new StoreFiles(Path.Combine(_place, "store #1"));
        // One that was closed is all in its one file, which says that it has a log; of one that is open a part is in there.
        await using (var console = new TestConsole(hasLog ? null : files.Folder, keep: !hasLog))
        {
            await console.FileSampleAsync();
            Directory.CreateDirectory(files.Folder);
            if (hasLog)
                foreach (var end in (string[])["", "-wal"]) File.Copy(console.Files.Database + end, files.Database + end);
        }
        File.Delete(files.Database + "-shm");
        Assert.Equal(hasLog, new FileInfo(files.Database + "-wal") is { Exists: true, Length: > 0 });
        var read = await SystemTools.RunAsync("mount", "-o", "remount,ro", _place);
        Assert.True(read is null, read);

        var (exit, output, errors) = await ConsoleCommand.RunAsync("verify", "--data", files.Folder);
        // With a log, what the file says alone is not the store.
        Assert.Equal(hasLog ? 2 : 0, exit);
        if (!hasLog) Assert.StartsWith("sound: ", Assert.Single(output), StringComparison.Ordinal);
        else Assert.Contains("cannot be read", Assert.Single(errors), StringComparison.Ordinal);
    }
}
