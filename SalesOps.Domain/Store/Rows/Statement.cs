using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesOps.Domain.Store.Rows;

/// <summary>
/// One of the lane's own statements: compiled once, run with new values again and again, straight on SQLite's interface.
/// The lane runs a dozen of them for a message, and a command object costs as much as the statement.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The store does not know what <paramref name="sql"/> speaks of.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Binds by place, from 1.</summary>
    public void Bind(int place, long value) => Check(raw.sqlite3_bind_int64(_statement, place, value));

    /// <inheritdoc cref="Bind(int, long)"/>
    public void Bind(int place, double value) => Check(raw.sqlite3_bind_double(_statement, place, value));

    /// <inheritdoc cref="Bind(int, long)"/>
    public void Bind(int place, string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > 1024)
        {
            Check(raw.sqlite3_bind_text(_statement, place, value));
            return;
        }
        Span<byte> utf8 = stackalloc byte[most];
        Check(raw.sqlite3_bind_text(_statement, place, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public void Bind(int place, ReadOnlySpan<byte> value) =>
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, value));

    /// <summary>An id as its 16 bytes, most significant first.</summary>
    public void Bind(int place, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, true, out _);
        Bind(place, bytes);
    }

    public void BindNull(int place) => Check(raw.sqlite3_bind_null(_statement, place));

    /// <summary>The next row; false after the last, when the statement is ready for its next run.</summary>
    public bool Step()
    {
        var outcome = raw.sqlite3_step(_statement);
        if (outcome == raw.SQLITE_ROW) return true;
        // The reset gives the step's error once more, in full.
        Check(raw.sqlite3_reset(_statement));
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it wrote.</returns>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Leaves the rows that were not read.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>Columns of the present row count from 0.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool Flag(int column) => Long(column) != 0;

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public Guid Id(int column) => new(raw.sqlite3_column_blob(_statement, column), true);

    private void Check(int outcome)
    {
        if (outcome is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW)) SqliteException.ThrowExceptionForRC(outcome, _database);
    }

    public void Dispose() => _statement.Dispose();
}

internal static class Statements
{
    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.</summary>
    private const int NoCheckpointOnClose = 1006;
    /// <summary>Steps of SQLite's machine, some tenths of a millisecond.</summary>
    private const int StepsBetweenLooks = 10_000;

    /// <summary>Closing will not take the write-ahead log into the database, which SQLite does for the last to leave: after a failure nobody would hear of another.</summary>
    public static void LeaveLogAtClose(this SqliteConnection connection) => raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);

    /// <summary>From here on what the connection does ends with SQLITE_INTERRUPT once it is to be cancelled. Not for a pooled connection, which would keep it.</summary>
    public static void Heed(this SqliteConnection connection, CancellationToken cancellationToken) =>
        raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);

    /// <summary>Runs <paramref name="sql"/> once.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Does something that copies or sorts much: not in memory, as the little that the lane's own statements need, but in files.</summary>
    public static void InFiles(this SqliteConnection connection, Action work)
    {
        connection.Execute("PRAGMA temp_store = FILE");
        try
        {
            work();
        }
        finally
        {
            connection.Execute("PRAGMA temp_store = MEMORY");
        }
    }

    /// <summary>The one number that <paramref name="sql"/> asks for.</summary>
    public static long Number(this SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Step();
        return statement.Long(0);
    }
}
