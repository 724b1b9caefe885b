using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>Reads what the tables hold, and hands it on cell by cell like the journal's reader.</summary>
internal sealed class TableReader(CellHash hash, Circumstances circumstances, ICells cells, SingleCells singles, long firstOperation)
{
    public void Read(SqliteConnection connection, Table table)
    {
        var where = table.IsOperations ? string.Create(CultureInfo.InvariantCulture, $" WHERE typeof(Sequence) <> 'integer' OR Sequence >= {firstOperation}") : "";
        using var rows = new SqliteRows(connection, $"SELECT \"{table.Key}\", {string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))} FROM \"{table.Name}\"{where}");
        while (rows.Read())
        {
            var key = rows[0];
            var id = key is { Type: CellType.Blob, Bytes.Length: 16 } ? SqliteRows.IdOf(key.Bytes)
                // No id at all: a row that the journal cannot know.
                : new UInt128(hash.Row(table.Index, 0).Of(Table.Exists, key.Type, key.Bytes), 0);
            var row = hash.Row(table.Index, id);
            cells.Add(table.Index, id, Table.Exists, 0, row.Of(Table.Exists, 1));
            var isErased = IsErased(rows, table, id);
            foreach (var column in table.Columns)
            {
                var term = Term(rows[column.Index + 1], column, in row);
                if (term == 0) continue;
                if (column.IsSecret || (column.IsPersonal && isErased)) singles.Set(table.Index, id, column.Index, 0, term);
                else cells.Add(table.Index, id, column.Index, 0, term);
            }
        }
    }

    private bool IsErased(SqliteRows rows, Table table, UInt128 id) => circumstances.HasErasures && (table.IsCustomers ? circumstances.ErasedBy(id) != 0
        : table.Customer >= 0 && rows[table.Customer + 1] is { Type: CellType.Blob, Bytes.Length: 16 } customer && circumstances.ErasedBy(SqliteRows.IdOf(customer.Bytes)) != 0);

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
