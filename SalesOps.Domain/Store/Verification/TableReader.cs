using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Reads what the tables hold, and hands it on cell by cell like the journal's reader.</summary>
internal sealed class TableReader(CellHash hash, Circumstances circumstances, ICells cells, SingleCells singles, long firstOperation)
{
    /// <summary>What is wrong with a row by itself; null when nothing is.</summary>
    public Finding? Found { get; private set; }

    public void Read(SqliteConnection connection, Table table)
    {
        using var operation = table.IsOperations ? new Statement(connection, "SELECT OperationId FROM AuditEntries WHERE Sequence = ?1") : null;
        using var rows = new SqliteRows(connection, $"SELECT \"{table.Key}\", {string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))} FROM \"{table.Name}\"");
        while (rows.Read())
        {
            var key = rows[0];
            var id = key is { Type: CellType.Blob, Bytes.Length: 16 } ? SqliteRows.IdOf(key.Bytes)
                // No id at all: a row that the journal cannot know.
                : new UInt128(hash.Row(table.Index, 0).Of(Table.Exists, key.Type, key.Bytes), 0);
            if (operation is not null && rows[table.Sequence + 1] is { Type: CellType.Integer } sequence && sequence.Integer < firstOperation)
            {
                if (!IsOf(operation, sequence.Integer, key)) Found ??= Finding.Foreign(table.Index, id);
                continue;
            }
            Row(rows, table, id);
        }
    }

    private void Row(SqliteRows rows, Table table, UInt128 id)
    {
        var row = hash.Row(table.Index, id);
        cells.Add(table.Index, id, Table.Exists, 0, row.Of(Table.Exists, 1));
        var erased = ErasedOf(rows, table, id);
        foreach (var column in table.Columns)
        {
            var term = Term(rows[column.Index + 1], column, in row);
            if (column.IsPersonal && !erased.IsNothing) term = erased.Normal(term, table.Placeholder(column, in row));
            if (term == 0) continue;
            if (column.IsPersonal && !erased.IsNothing) singles.Set(table.Index, id, column.Index, erased.Sequence, term);
            else if (column.IsSecret) singles.Set(table.Index, id, column.Index, 0, term);
            else cells.Add(table.Index, id, column.Index, 0, term);
        }
    }

    /// <summary>Entries of early versions do not note their operations; but the operation is theirs.</summary>
    private static bool IsOf(Statement operation, long sequence, SqliteValue key)
    {
        operation.Bind(1, sequence);
        var isOf = operation.Step() && key.Type == CellType.Blob && operation.Blob(0).AsSpan().SequenceEqual(key.Bytes);
        operation.Reset();
        return isOf;
    }

    private Erased ErasedOf(SqliteRows rows, Table table, UInt128 id) => !circumstances.HasErasures ? default : table.IsCustomers ? circumstances.ErasedOf(id)
        : table.Customer >= 0 && rows[table.Customer + 1] is { Type: CellType.Blob, Bytes.Length: 16 } customer ? circumstances.ErasedOf(SqliteRows.IdOf(customer.Bytes)) : default;

    /// <summary>0 for NULL.</summary>
    private static ulong Term(SqliteValue value, TableColumn column, in RowHash row)
    {
        switch (value.Type)
        {
            case CellType.Null: return 0;
            case CellType.Integer: return row.Of(column.Index, value.Integer);
            case CellType.Real: return row.Of(column.Index, value.Real);
            case var type when column.IsHashed:
                Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
                SHA256.HashData(value.Bytes, hashed);
                return row.Of(column.Index, type, hashed);
            case var type: return row.Of(column.Index, type, value.Bytes);
        }
    }
}
