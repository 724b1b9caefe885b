using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
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
            var named = Assert.Throws<StoreException>(() => StoreBackup.Save(console.Files, Path.Combine(_place, StoreFiles.FileName), Http.Token));
            Assert.Contains("the name of a store", named.Message, StringComparison.Ordinal);
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

        // A store's file is none, nor is one that has a log.
        foreach (var other in (string[])[StoreFiles.FileName, "copied"])
        {
            File.Copy(file, Path.Combine(_place, other));
            if (other == "copied") await File.WriteAllTextAsync(Path.Combine(_place, "copied-wal"), "", Http.Token);
            (exit, output, errors) = await ConsoleCommand.RunAsync("verify", "--data", Path.Combine(_place, other));
            Assert.Equal((2, 0), (exit, output.Length));
            Assert.Contains($"give the folder (--data {_place})", Assert.Single(errors), StringComparison.Ordinal);
        }

        RawStore.Execute(new StoreFiles(_place) { Database = file }, "UPDATE CounterValues SET Value = 99 WHERE Code = 'handovers'");
        (exit, output, _) = await ConsoleCommand.RunAsync("verify", "--data", file);
        Assert.Equal(1, exit);
        Assert.StartsWith("counter handovers ", Assert.Single(output), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "no store", Http.Token);
        Assert.StartsWith($"The backup {file} cannot be read", Assert.Single((await ConsoleCommand.RunAsync("verify", "--data", file)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_BackupWithCheckpointsOfLater_IsNotAccused()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var kept = Path.Combine(_place, "kept");
        using var log = new CheckpointLog(kept, Path.Combine(_place, "key.pem"));
        var (early, proved, file) = (Path.Combine(_place, "early.backup"), console.Lane.Last.Counters.Sequence, Path.Combine(_place, "monday.backup"));
        Assert.True(StoreBackup.Save(console.Files, early, Http.Token).IsSound);
        log.Add(console.Files, DateTime.UnixEpoch);
        await console.Lane.AddPersonAsync("1@example.com");
        Assert.True(StoreBackup.Save(console.Files, file, Http.Token).IsSound);
        for (var i = 2; i <= 3; i++)
        {
            await console.Lane.AddPersonAsync($"{i}@example.com");
            log.Add(console.Files, DateTime.UnixEpoch);
        }

        var (exit, output, errors) = await ConsoleCommand.RunAsync("verify", "--data", file, "--checkpoints", kept);
        Assert.Equal((0, 0), (exit, errors.Length));
        Assert.EndsWith($", 1 checkpoints that prove it up to entry {proved}, 2 of later", Assert.Single(output), StringComparison.Ordinal);
        Assert.Equal(0, (await Python.VerifyAsync("--checkpoints", log.File, "--backups", file, early)).Exit);
        // A store ends where its last checkpoint says, or later.
        Assert.Equal(1, (await Python.VerifyAsync("--checkpoints", log.File, file)).Exit);

        // What they saw up to there counts.
        await using (var other = new TestConsole())
        {
            await other.Lane.AddPersonAsync("other@example.com");
            log.Add(other.Files, DateTime.UnixEpoch);
        }
        (exit, output, _) = await ConsoleCommand.RunAsync("verify", "--data", file, "--checkpoints", kept);
        Assert.Equal(1, exit);
        Assert.StartsWith("audit entry 1 or one after it, up to 1, is not what the checkpoint ", Assert.Single(output), StringComparison.Ordinal);
        Assert.Equal(1, (await Python.VerifyAsync("--checkpoints", log.File, "--backups", file)).Exit);
    }

    [Fact]
    public async Task ReadApart_WrittenMeanwhileWhereNothingCanBeWritten_IsRefused()
    {
        if (_missing is not null) SystemTools.Miss(_missing);
        var files = new StoreFiles(Path.Combine(_place, "store"));
        await using (var console = new TestConsole(files.Folder, keep: true)) await console.FileSampleAsync();
        File.Delete(files.Database + "-shm");
        Assert.Null(await SystemTools.RunAsync("mount", "-o", "remount,ro", _place));
        int Read(Action meanwhile) => files.ReadApart(open =>
        {
            open().Dispose();
            meanwhile();
            return 1;
        });
        Assert.Equal(1, Read(() => { }));
        Assert.Contains("was written while it was read", Assert.Throws<StoreException>(() => Read(Write)).Message, StringComparison.Ordinal);
        // Whatever came of it.
        Assert.Contains("was written while it was read", Assert.Throws<StoreException>(() => Read(() =>
        {
            Write();
            throw new SqliteException("damaged", 11);
        })).Message, StringComparison.Ordinal);
        // A server that serves does not read so.
        Assert.Throws<SqliteException>(() => files.OpenReader());

        // By somebody to whom the place is not closed.
        void Write()
        {
            Assert.Null(SystemTools.RunAsync("mount", "-o", "remount,rw", _place).GetAwaiter().GetResult());
            File.SetLastWriteTimeUtc(files.Database, File.GetLastWriteTimeUtc(files.Database).AddSeconds(1));
            Assert.Null(SystemTools.RunAsync("mount", "-o", "remount,ro", _place).GetAwaiter().GetResult());
        }
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
        else Assert.Contains("cannot be read where nothing can be written, because a log (-wal) is beside it: copy both elsewhere", Assert.Single(errors), StringComparison.Ordinal);
    }
}
