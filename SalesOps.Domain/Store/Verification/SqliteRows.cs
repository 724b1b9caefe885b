using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>The rows of a query as SQLite holds them: values as spans of its own memory, good until the next row.</summary>
internal sealed class SqliteRows : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly nint _values;

    public SqliteRows(SqliteConnection connection, string sql)
    {
        _connection = connection;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out _statement), connection.Handle);
        _values = _statement.DangerousGetHandle();
    }

    /// <exception cref="SqliteException">The store cannot be read.</exception>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        return false;
    }

    public SqliteValue this[int column] => new(_values, column);

    /// <exception cref="FormatException">It holds something else.</exception>
    public long WholeNumber(int column) => this[column] is { Type: CellType.Integer } value ? value.Integer : throw Unreadable();

    /// <exception cref="FormatException">It holds something else.</exception>
    public ReadOnlySpan<byte> Text(int column) => this[column] is { Type: CellType.Text } value ? value.Bytes : throw Unreadable();

    /// <exception cref="FormatException">It holds something else.</exception>
    public ReadOnlySpan<byte> Blob(int column) => this[column] is { Type: CellType.Blob } value ? value.Bytes : throw Unreadable();

    /// <exception cref="FormatException">It holds neither an id nor, where it may, NULL.</exception>
    public ReadOnlySpan<byte> Id(int column, bool orNull = false)
    {
        var value = this[column];
        if (orNull && value.Type == CellType.Null) return [];
        return value is { Type: CellType.Blob, Bytes.Length: 16 } ? value.Bytes : throw Unreadable();
    }

    public static UInt128 IdOf(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt128BigEndian(id);

    public void Dispose() => _statement.Dispose();

    private static FormatException Unreadable() => new("A value is none that this program writes.");
}
