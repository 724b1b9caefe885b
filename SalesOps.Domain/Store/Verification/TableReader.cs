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
            var id = rows.Type(0) == CellType.Blob && rows.Bytes(0).Length == 16 ? SqliteRows.IdOf(rows.Bytes(0))
                // No id at all: a row that the journal cannot know.
                : new UInt128(hash.Of(table.Index, 0, Table.Exists, rows.Type(0), rows.Bytes(0)), 0);
            cells.Add(table.Index, id, Table.Exists, 0, hash.Of(table.Index, id, Table.Exists, 1));
            var isErased = IsErased(rows, table, id);
            foreach (var column in table.Columns)
            {
                var term = Term(rows, table, id, column);
                if (term == 0) continue;
                if (column.IsSecret || (column.IsPersonal && isErased)) singles.Set(table.Index, id, column.Index, 0, term);
                else cells.Add(table.Index, id, column.Index, 0, term);
            }
        }
    }

    private bool IsErased(SqliteRows rows, Table table, UInt128 id) => table.IsCustomers ? circumstances.ErasedBy(id) != 0
        : table.Customer >= 0 && rows.Type(table.Customer + 1) == CellType.Blob && rows.Bytes(table.Customer + 1) is { Length: 16 } customer
            && circumstances.ErasedBy(SqliteRows.IdOf(customer)) != 0;

    /// <summary>0 for NULL.</summary>
    private ulong Term(SqliteRows rows, Table table, UInt128 id, TableColumn column)
    {
        var at = column.Index + 1;
        switch (rows.Type(at))
        {
            case CellType.Null: return 0;
            case CellType.Integer: return hash.Of(table.Index, id, column.Index, rows.Integer(at));
            case CellType.Real: return hash.Of(table.Index, id, column.Index, rows.Real(at));
            case var type when column.IsHashed:
                Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
                SHA256.HashData(rows.Bytes(at), hashed);
                return hash.Of(table.Index, id, column.Index, type, hashed);
            case var type: return hash.Of(table.Index, id, column.Index, type, rows.Bytes(at));
        }
    }
}
