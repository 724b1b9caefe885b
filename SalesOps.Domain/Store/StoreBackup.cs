using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;

namespace SalesOps.Domain.Store;

/// <summary>
/// A store as one file: copied out while a server goes on writing, and brought back into an empty folder.
/// A copy gets its name only after it was verified and lies on the disk.
/// </summary>
public static class StoreBackup
{
    /// <summary>Copies the store as of its last commit into <paramref name="file"/>. It reads only: the server's writer stays the one that checkpoints.</summary>
    /// <returns>What the copy is; when it is not sound, nothing is kept.</returns>
    /// <exception cref="StoreException">There is no store, the file exists already, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, and left nothing.</exception>
    public static Verdict Save(StoreFiles files, string file, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(files.Database)) throw new StoreException($"There is no store in {files.Folder}.");
        // `verify` could not tell it from a store, of which it asks more.
        if (Path.GetFileName(file) == StoreFiles.FileName) throw new StoreException($"{file} has the name of a store; give the backup another.");
        if (Path.Exists(file)) throw new StoreException($"{file} exists already; a backup overwrites nothing.");
        return Explained(file, () =>
        {
            using var place = new Workplace(Path.GetDirectoryName(file)!);
            PrivateFiles.Make(place.Files.Database);
            files.ReadApart(open =>
            {
                using var reader = open();
                StoreFiles.RefuseOtherVersions(reader, "no backup was made; the next start of the server brings it up, and then it can be backed up.");
                reader.Heed(cancellationToken);
                // One read transaction: a snapshot, while commits go on. The copy is no WAL store, so it is whole in its one file.
                using var copy = new Statement(reader, "VACUUM INTO ?1");
                copy.Bind(1, place.Files.Database);
                return copy.Run();
            });
            return place.HandOver(file, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Brings a backup back as the store of a folder that is empty or not there yet.</summary>
    /// <param name="amend">Changes the store before it is verified and gets its name; nobody else knows of it yet.</param>
    /// <returns>What the store is; when it is not sound, nothing is kept.</returns>
    /// <exception cref="StoreException">The backup cannot be read, was written by a newer version, or the folder holds something.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, and left nothing.</exception>
    public static Verdict Restore(string file, StoreFiles files, Action<StoreFiles>? amend = null, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(file)) throw new StoreException($"There is no backup {file}.");
        if (Directory.Exists(files.Folder)) Workplace.Sweep(files.Folder);
        if (Path.Exists(files.Folder) && (File.Exists(files.Folder) || Directory.EnumerateFileSystemEntries(files.Folder).Any()))
            throw new StoreException($"{files.Folder} is not an empty folder; a restore overwrites nothing.");
        return Explained(file, () =>
        {
            PrivateFiles.MakeFolder(files.Folder);
            using var place = new Workplace(files.Folder);
            File.Copy(file, place.Files.Database);
            // A copy takes the backup's mode, which may have been copied about.
            PrivateFiles.Close([place.Files.Database]);
            cancellationToken.ThrowIfCancellationRequested();
            place.Admit(file);
            cancellationToken.ThrowIfCancellationRequested();
            if (amend is not null) place.Amend(amend);
            return place.HandOver(files.Database, cancellationToken);
        }, cancellationToken);
    }

    private static Verdict Explained(string file, Func<Verdict> work, CancellationToken cancellationToken)
    {
        try
        {
            return work();
        }
        catch (SqliteException problem) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(problem.Message, problem, cancellationToken);
        }
        catch (SqliteException problem) when (StoreFiles.IsDamage(problem))
        {
            throw new StoreException($"The store cannot be copied, because it is damaged: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{file} cannot be copied: {problem.Message}", problem);
        }
    }

    /// <summary>A folder beside the copy's final place, where it is made; gone afterwards, with whatever is left in it.</summary>
    private sealed class Workplace : IDisposable
    {
        private const string Prefix = ".salesops-";
        private const string Lock = "held";

        private readonly string _beside;
        private readonly FileStream _held;

        public Workplace(string beside)
        {
            if (!Directory.Exists(beside)) throw new StoreException($"There is no folder {beside}.");
            _beside = beside;
            Sweep(beside);
            Files = new StoreFiles(Path.Combine(beside, $"{Prefix}{Guid.NewGuid():N}"));
            PrivateFiles.MakeFolder(Files.Folder);
            _held = new FileStream(Path.Combine(Files.Folder, Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        public StoreFiles Files { get; }

        /// <summary>Makes sure that the copy is a store, and brings one of an earlier version up to this one.</summary>
        public void Admit(string file)
        {
            try
            {
                using (var reader = Files.OpenReader()) reader.Execute("SELECT COUNT(*) FROM AuditEntries");
                Files.OpenWriter().Dispose();
            }
            catch (Exception problem) when (problem is SqliteException or StoreException)
            {
                throw new StoreException($"{file} cannot be restored: {problem.Message.Replace(Files.Folder, file, StringComparison.Ordinal)}", problem);
            }
        }

        /// <summary>Lets the store be changed, and brings everything from its log into its one file.</summary>
        public void Amend(Action<StoreFiles> amend)
        {
            amend(Files);
            // A pooled reader that stays open would leave the log behind.
            SqliteConnection.ClearPool(new SqliteConnection(Files.ReaderConnection));
            Files.OpenWriter().Dispose();
        }

        /// <summary>Verifies the copy, then gives it its name; both the file and the name are on the disk before this returns.</summary>
        public Verdict HandOver(string file, CancellationToken cancellationToken)
        {
            DiskSync.Of(Files.Database);
            // It cannot be ended, and need not be waited for: what it still reads is thrown away.
            var verdict = Task.Run(() => StoreVerifier.Verify(Files), CancellationToken.None).WaitAsync(cancellationToken).GetAwaiter().GetResult();
            if (!verdict.IsSound) return verdict;
            if (Damage(cancellationToken) is { } damage) return new Verdict(false, damage);
            cancellationToken.ThrowIfCancellationRequested();
            // Before the store: who finds a store finds its list, and the key that signed it.
            var keys = Path.GetDirectoryName(SigningKey.FileOf(Files.Folder))!;
            if (Directory.Exists(keys)) Directory.Move(keys, Path.Combine(_beside, Path.GetFileName(keys)));
            if (File.Exists(Files.Erasures.Path)) File.Move(Files.Erasures.Path, Path.Combine(_beside, ErasureList.FileName), overwrite: false);
            File.Move(Files.Database, file, overwrite: false);
            DiskSync.Of(_beside);
            return verdict;
        }

        /// <summary>What SQLite finds wrong with the file's pages and indexes, which hold no more than the tables but are what is asked; null for nothing.</summary>
        private string? Damage(CancellationToken cancellationToken)
        {
            using var reader = Files.OpenReader();
            reader.Heed(cancellationToken);
            using var check = new Statement(reader, "PRAGMA integrity_check(1)");
            return check.Step() && check.Text(0) is var said && said != "ok" ? $"damaged: {said}" : null;
        }

        /// <summary>Removes what a copy left behind that was killed: a folder of a name that only we give, with a lock that nobody holds. Whatever else stands there is somebody's.</summary>
        public static void Sweep(string beside)
        {
            foreach (var left in Directory.GetDirectories(beside, Prefix + "*"))
            {
                try
                {
                    if (!IsOurs(left)) continue;
                    // Throws while somebody has it.
                    new FileStream(Path.Combine(left, Lock), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                    Directory.Delete(left, recursive: true);
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    // It is somebody's after all, and no reason not to make this copy.
                }
            }
        }

        private static bool IsOurs(string folder) => Guid.TryParseExact(Path.GetFileName(folder)[Prefix.Length..], "N", out _) && File.Exists(Path.Combine(folder, Lock));

        public void Dispose()
        {
            _held.Dispose();
            try
            {
                Directory.Delete(Files.Folder, recursive: true);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Who still reads it may be about to end; the next copy sweeps it.
            }
        }
    }
}
