using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesOps.Domain.Store.Mapping;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Files;

/// <summary>The store cannot be used: the message is one clear line for the person who started the program.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The SQLite store in a folder: where it is, how its one writer and its readers connect, how it is brought up to date.</summary>
public sealed class StoreFiles(string folder)
{
    /// <summary>How many times the size at which it is checkpointed the write-ahead log may keep on the disk.</summary>
    private const long MostLogs = 4;
    /// <summary>What the one file of a store is called in its folder.</summary>
    public const string FileName = "salesops.db";
    /// <summary>What the list of the erasures is called, beside the store.</summary>
    internal const string ErasuresName = "erasures.ndjson";
    /// <summary>SQLITE_CANTOPEN.</summary>
    private const int CannotOpen = 14;
    // One for all: EF builds its services anew for every other one.
    private static readonly TrackRead Track = new();
    /// <summary>All that this version has, by their ids.</summary>
    internal static readonly FrozenSet<string> Migrations =
        typeof(StoreFiles).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToFrozenSet(StringComparer.Ordinal);

    public string Folder { get; } = folder;
    /// <summary>Where the checkpoints are kept, unless somebody names another folder.</summary>
    public string Checkpoints => Path.Combine(Folder, "checkpoints");
    /// <summary>The one file of the store; of a backup, which has a name of its own, that one.</summary>
    public string Database { get; init; } = Path.Combine(folder, FileName);
    /// <summary>Whether it is a backup, which is one file, and of which nothing beside it is.</summary>
    internal bool IsBackup => Database != Path.Combine(Folder, FileName);
    /// <summary>What a person calls it.</summary>
    internal string Name => IsBackup ? $"The backup {Database}" : $"The store in {Folder}";
    private string Lock => Path.Combine(Folder, "salesops.lock");

    /// <summary>How many pages gather in the write-ahead log before the lane takes them into the database.</summary>
    public int CheckpointPages { get; init; } = 16_000;

    /// <summary>How long the lane waits between two tries to open a store anew that failed.</summary>
    public TimeSpan ProbePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told a line for each migration of a store that is brought up to this version, which takes minutes where much is in it; nobody is told when left out.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Readers cannot write, and see the last commit.</summary>
    public string ReaderConnection => new SqliteConnectionStringBuilder
    {
        DataSource = Database,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = 5,
    }.ToString();

    /// <summary>Opens a connection of its own that can read only, and so neither writes nor checkpoints, even as the last one to close.</summary>
    /// <exception cref="SqliteException">The store cannot be read.</exception>
    internal SqliteConnection OpenReader() => OpenReader(Database);

    /// <summary>Reads a store on which no server of this process is. Where nothing can be written beside it and no log stands there, it is read as it is, without the files that readers share.</summary>
    /// <param name="read">Gets what opens a connection, as often as it likes.</param>
    /// <exception cref="StoreException">Its log lies where nothing can be written; or somebody who can write there did so meanwhile, and nothing can be said of it.</exception>
    /// <exception cref="SqliteException">The store cannot be read.</exception>
    internal T ReadApart<T>(Func<Func<SqliteConnection>, T> read)
    {
        var (before, isAsItIs) = (Look(), false);
        T found;
        try
        {
            found = read(Open);
        }
        catch (Exception problem) when (IsOther())
        {
            throw Refusal(problem);
        }
        return IsOther() ? throw Refusal() : found;

        bool IsOther() => isAsItIs && Look() != before;

        StoreException Refusal(Exception? problem = null) => new($"{Name} was written while it was read; try again, or copy it elsewhere.", problem);

        SqliteConnection Open()
        {
            try
            {
                if (!isAsItIs) return OpenReader();
            }
            catch (SqliteException problem) when (problem.SqliteErrorCode == CannotOpen && File.Exists(Database))
            {
                if (Look().Log > 0) throw new StoreException($"{Name} cannot be read where nothing can be written, because a log (-wal) is beside it: copy both elsewhere.", problem);
                isAsItIs = true;
            }
            return OpenReader($"{new Uri(Database).AbsoluteUri}?immutable=1");
        }
    }

    /// <summary>How large the file is, when it was written (UTC), and how large its log is.</summary>
    private (long Size, DateTime Written, long Log) Look()
    {
        var (file, log) = (new FileInfo(Database), new FileInfo(Database + "-wal"));
        return (file.Exists ? file.Length : 0, file.LastWriteTimeUtc, log.Exists ? log.Length : 0);
    }

    private SqliteConnection OpenReader(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ReaderConnection) { DataSource = source, Pooling = false }.ToString());
        try
        {
            connection.Open();
            connection.Number("SELECT COUNT(*) FROM sqlite_schema");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the store's only writing connection, creating and migrating the store. It is also the only one that checkpoints:
    /// SQLite before 3.51.3 can lose committed pages when one connection commits while another checkpoints, and the lane alone can tell of one that fails.
    /// </summary>
    /// <exception cref="StoreException">The folder or the store cannot be used.</exception>
    public SqliteConnection OpenWriter() => OpenWriter(isMade: true);

    /// <summary>Opens it again after a failure: a store that is gone is not made anew, and empty.</summary>
    /// <inheritdoc cref="OpenWriter()"/>
    internal SqliteConnection ReopenWriter() => OpenWriter(isMade: false);

    /// <param name="isMade">What is not there is made.</param>
    private SqliteConnection OpenWriter(bool isMade)
    {
        SqliteConnection? connection = null;
        try
        {
            if (isMade)
            {
                PrivateFiles.MakeFolder(Folder);
                PrivateFiles.Make(Database);
                PrivateFiles.Close([Database, Database + "-wal", Database + "-shm", Lock, Path.Combine(Folder, ErasuresName)]);
            }
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Database,
                Mode = isMade ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
            connection.Open();
            connection.Execute("PRAGMA locking_mode = NORMAL");
            ClaimForThisProcess(connection);
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute("PRAGMA foreign_keys = ON");
            connection.Execute("PRAGMA recursive_triggers = ON");
            connection.Execute("PRAGMA secure_delete = ON");
            connection.Execute("PRAGMA cache_size = -16384");
            connection.Execute("PRAGMA temp_store = MEMORY");
            connection.Execute("PRAGMA wal_autocheckpoint = 0");
            // A reader that stayed for long let it grow; it is cut the next time that it begins anew.
            connection.Execute($"PRAGMA journal_size_limit = {MostLogs * CheckpointPages * connection.Number("PRAGMA page_size")}");
            // The last process may have ended between an erasure and the emptying of the log.
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            if (isMade) Migrate(connection);
            else if (!IsOfToday(connection)) throw new StoreException($"{Database} is empty.");
            return connection;
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException or StoreException)
        {
            if (connection?.State == System.Data.ConnectionState.Open) connection.LeaveLogAtClose();
            connection?.Dispose();
            throw problem as StoreException ?? new StoreException(Explain(problem), problem);
        }
    }

    /// <summary>Writes a file of 1 MiB beside the store, waits until the disk has it, and deletes it: proof that there is room to go on.</summary>
    internal void ProveRoom()
    {
        using var file = new FileStream(Path.Combine(Folder, "salesops.probe"), FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        file.Write(new byte[1024 * 1024]);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The store failed, not the statement: no memory, locked, read-only, I/O error, damaged, disk full, cannot be opened …</summary>
    internal static bool IsFailure(SqliteException problem) => problem.SqliteErrorCode is not (1 or 18 or 19 or 20 or 21 or 25);

    /// <summary>What the file holds is no database, or no longer a whole one (SQLITE_CORRUPT, SQLITE_NOTADB).</summary>
    internal static bool IsDamage(SqliteException problem) => problem.SqliteErrorCode is 11 or 26;

    /// <summary>The disk did not confirm what was written to a file or folder (SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC).</summary>
    internal static bool IsFailedSync(SqliteException problem) => problem.SqliteExtendedErrorCode is 1034 or 1290;

    internal static DbContextOptions<SalesOpsDb> WriterOptions(SqliteConnection connection) =>
        new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(Track).ReplaceService<IMigrationsSqlGenerator, SqliteTables>().Options;

    /// <summary>Refuses what another version of the program made: only a newer one can read what is newer, and what is older is not as this one makes it.</summary>
    /// <exception cref="StoreException">Another version or another program wrote the store.</exception>
    /// <param name="then">What follows for who asked, as the end of a sentence.</param>
    internal static void RefuseOtherVersions(SqliteConnection connection, string then = "the next start of the server brings it up, and then it can be verified.")
    {
        // Migrations are applied in their order: a list with a gap in it is nobody's store of before.
        if (Applied(connection) is { Count: > 0 } applied && applied.Count < Migrations.Count && applied.SetEquals(Migrations.Order(StringComparer.Ordinal).Take(applied.Count)))
            throw new StoreException($"The store is of an earlier version of this program: {then}");
    }

    /// <summary>Whether every migration was applied.</summary>
    /// <exception cref="StoreException">A newer version or another program wrote the store.</exception>
    private static bool IsOfToday(SqliteConnection connection) => Applied(connection).SetEquals(Migrations);

    /// <summary>The migrations that were applied. Asked by hand at every start and every verification: EF builds a model of its history table first.</summary>
    /// <exception cref="StoreException">A newer version or another program wrote the store.</exception>
    private static HashSet<string> Applied(SqliteConnection connection)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        if (connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = '__EFMigrationsHistory'") == 0)
            return connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name NOT GLOB '__EFMigrations*' AND name NOT GLOB 'sqlite_*'") == 0 ? applied
                : throw new StoreException($"{connection.DataSource} is a database of another program.");
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory";
        using (var rows = select.ExecuteReader())
            while (rows.Read()) applied.Add(rows.GetString(0));
        return applied.IsSubsetOf(Migrations) ? applied : throw new StoreException("The store was written by a newer version of this program.");
    }

    private void Migrate(SqliteConnection connection)
    {
        if (IsOfToday(connection)) return;
        using var store = new SalesOpsDb(WriterOptions(connection));
        // Nobody else is here (the lock file says so): what stands there was left by a process that died while it migrated, and EF would wait for it forever.
        connection.Execute("DROP TABLE IF EXISTS __EFMigrationsLock");
        connection.InFiles(() =>
        {
            var pending = store.Database.GetPendingMigrations().ToList();
            // All at once: up to one of them would take back what came later and is there already.
            if (pending.Count < Migrations.Count) Progress?.Invoke($"The store is brought up to this version: {string.Join(", ", pending)}");
            store.Database.Migrate();
        });
    }

    /// <summary>A second process on the same store would be a second writer; the lock file says so before any harm is done.</summary>
    private void ClaimForThisProcess(SqliteConnection connection)
    {
        try
        {
            var claim = PrivateFiles.Open(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            connection.Disposed += (_, _) => claim.Dispose();
        }
        catch (IOException problem)
        {
            throw new StoreException($"The store in {Folder} is in use by another process.", problem);
        }
    }

    /// <summary>Why the store cannot be used, in one line.</summary>
    public string Explain(Exception problem) => problem switch
    {
        SqliteException { SqliteErrorCode: 26 or 11 } => $"{Database} is not a store of this program, or it is damaged.",
        SqliteException { SqliteErrorCode: 5 or 6 } => $"The store {Database} is locked by another process.",
        SqliteException { SqliteErrorCode: CannotOpen } or UnauthorizedAccessException => $"The folder {Folder} cannot be written.",
        SqliteException { SqliteErrorCode: 13 } => $"There is no space left for the store in {Folder}.",
        _ => $"The store in {Folder} cannot be opened: {problem.Message}",
    };
}
