using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SalesOps.Domain.Store;

/// <summary>The store cannot be used: the message is one clear line for the person who started the program.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The SQLite store in a folder: where it is, how its one writer and its readers connect, how it is brought up to date.</summary>
public sealed class StoreFiles(string folder)
{
    /// <summary>How many times the size at which it is checkpointed the write-ahead log may keep on the disk.</summary>
    private const long MostLogs = 4;
    /// <summary>SQLITE_CANTOPEN.</summary>
    private const int CannotOpen = 14;
    // One for all: EF builds its services anew for every other one.
    private static readonly TrackRead Track = new();
    /// <summary>All that this version has, by their ids.</summary>
    internal static readonly FrozenSet<string> Migrations =
        typeof(StoreFiles).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToFrozenSet(StringComparer.Ordinal);

    public string Folder { get; } = folder;
    /// <summary>The erasures, beside the store.</summary>
    public ErasureList Erasures => new(Path.Combine(Folder, ErasureList.FileName));
    /// <summary>Where the checkpoints are kept, unless somebody names another folder.</summary>
    public string Checkpoints => Path.Combine(Folder, "checkpoints");
    /// <summary>The one file of the store; of a backup, which has a name of its own, that one.</summary>
    public string Database { get; init; } = Path.Combine(folder, "salesops.db");
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

    /// <inheritdoc cref="OpenReader()"/>
    /// <remarks>Where nothing can be written beside the store and no log stands there, nobody else writes it either: it is read as it is, without the files that readers share.</remarks>
    private SqliteConnection OpenReader(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ReaderConnection) { DataSource = source, Pooling = false }.ToString());
        try
        {
            connection.Open();
            connection.Number("SELECT COUNT(*) FROM sqlite_schema");
            return connection;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            if (problem.SqliteErrorCode != CannotOpen || source != Database || !File.Exists(Database) || new FileInfo(Database + "-wal") is { Exists: true, Length: > 0 }) throw;
            return OpenReader($"{new Uri(Database).AbsoluteUri}?immutable=1");
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
                PrivateFiles.Close([Database, Database + "-wal", Database + "-shm", Lock, Erasures.Path]);
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
    internal static void RefuseOtherVersions(SqliteConnection connection)
    {
        // Migrations are applied in their order: a list with a gap in it is nobody's store of before.
        if (Applied(connection) is { Count: > 0 } applied && applied.Count < Migrations.Count && applied.SetEquals(Migrations.Order(StringComparer.Ordinal).Take(applied.Count)))
            throw new StoreException("The store is of an earlier version of this program: the next start of the server brings it up, and then it can be verified.");
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
