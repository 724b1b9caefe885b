using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;

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

    public CellType Type(int column) => (CellType)SqliteValues.Type(_values, column);

    public bool IsNull(int column) => Type(column) == CellType.Null;

    /// <summary>A text's UTF-8 or a blob's bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => SqliteValues.Bytes(_values, column);

    public long Integer(int column) => SqliteValues.Integer(_values, column);

    public double Real(int column) => SqliteValues.Real(_values, column);

    /// <exception cref="FormatException">It holds something else.</exception>
    public long WholeNumber(int column) => Type(column) == CellType.Integer ? Integer(column) : throw Unreadable();

    /// <exception cref="FormatException">It holds something else.</exception>
    public ReadOnlySpan<byte> Text(int column) => Type(column) == CellType.Text ? Bytes(column) : throw Unreadable();

    /// <exception cref="FormatException">It holds something else.</exception>
    public ReadOnlySpan<byte> Blob(int column) => Type(column) == CellType.Blob ? Bytes(column) : throw Unreadable();

    /// <exception cref="FormatException">It holds neither an id nor, where it may, NULL.</exception>
    public ReadOnlySpan<byte> Id(int column, bool orNull = false)
    {
        if (orNull && IsNull(column)) return [];
        var id = Blob(column);
        return id.Length == 16 ? id : throw Unreadable();
    }

    public static UInt128 IdOf(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt128BigEndian(id);

    public void Dispose() => _statement.Dispose();

    private static FormatException Unreadable() => new("A value is none that this program writes.");
}
