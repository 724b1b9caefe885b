using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Other users of the machine read nothing of a store, whatever the umask says.</summary>
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Anybody = OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode AnybodysFolder = OwnFolder | Anybody | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _place = Directory.CreateTempSubdirectory("salesops-private-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void NewStore_ItsFoldersAndFiles_AreItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var files = new StoreFiles(Path.Combine(_place, "new"));

        using var writer = Fill(files);

        Assert.Equal(["checkpoints", "keys"], Directory.EnumerateDirectories(files.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All([files.Folder, Path.Combine(files.Folder, "keys")], folder => Assert.Equal((folder, OwnFolder), (folder, Mode(folder))));
        Assert.All(All(files), file => Assert.Equal((file, OwnFile), (file, Mode(file))));
    }

    [Fact]
    public void StoreOfAnEarlierVersion_ItsFiles_AreClosedByTheNextStart_AndTheFolderStays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var files = new StoreFiles(Path.Combine(_place, "old"));
        using (var first = Fill(files))
        {
            // As a crash leaves it, with its log.
            first.LeaveLogAtClose();
        }
        string[] left = [.. All(files)];
        Assert.Contains(files.Database + "-wal", left);
        Open(files);

        // Who only reads, of whomever it is, changes nothing.
        Assert.True(StoreVerifier.Verify(files).IsSound);
        Assert.All(left, file => Assert.Equal((file, Anybody), (file, Mode(file))));

        using var writer = files.OpenWriter();

        Assert.All(All(files).Where(f => !f.EndsWith(".pem", StringComparison.Ordinal)), file => Assert.Equal((file, OwnFile), (file, Mode(file))));
        Assert.Equal(AnybodysFolder, Mode(files.Folder));
    }

    [Fact]
    public void Restore_OfABackupThatEverybodyReads_MakesAStoreThatNobodyElseDoes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var (live, restored, backup) = (new StoreFiles(MigratedStore.NewFolder("salesops-live-")), new StoreFiles(Path.Combine(_place, "restored")), Path.Combine(_place, "backup"));
        live.OpenWriter().Dispose();
        Assert.True(StoreBackup.Save(live, backup, Http.Token).IsSound);
        Assert.Equal(OwnFile, Mode(backup));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(backup, Anybody);

        Assert.True(StoreBackup.Restore(backup, restored, files => files.Erasures.Replace([]), Http.Token).IsSound);

        Assert.Equal(OwnFolder, Mode(restored.Folder));
        Assert.All(All(restored), file => Assert.Equal((file, OwnFile), (file, Mode(file))));
        Directory.Delete(live.Folder, recursive: true);
    }

    /// <summary>Makes a store with everything that lies beside it.</summary>
    private static SqliteConnection Fill(StoreFiles files)
    {
        var writer = files.OpenWriter();
        files.Erasures.Replace([]);
        using var checkpoints = new CheckpointLog(files.Checkpoints, SigningKey.FileOf(files.Folder));
        writer.Execute("CREATE TABLE Probe (Id INTEGER)");
        writer.Execute("DROP TABLE Probe");
        return writer;
    }

    /// <summary>But for checkpoints, which are no secret and for others to read.</summary>
    private static IEnumerable<string> All(StoreFiles files) =>
        Directory.EnumerateFiles(files.Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetDirectoryName(f) != files.Checkpoints);

    private static void Open(StoreFiles files)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in All(files)) File.SetUnixFileMode(file, Anybody);
        File.SetUnixFileMode(files.Folder, AnybodysFolder);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
