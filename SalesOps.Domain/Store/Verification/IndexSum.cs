using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What a search index holds, as one sum over its terms, each with its row and its place.</summary>
internal static class IndexSum
{
    public static ulong Of(SqliteConnection connection, string index, CellHash hash)
    {
        var sum = 0UL;
        connection.Execute($"CREATE VIRTUAL TABLE temp.IndexTerms USING fts5vocab('main', '{index}', 'instance')");
        try
        {
            using var rows = new SqliteRows(connection, "SELECT doc, offset, term FROM temp.IndexTerms");
            while (rows.Read()) sum += hash.Row(0, (UInt128)rows[0].Integer).Of((int)rows[1].Integer, CellType.Text, rows[2].Bytes);
        }
        finally
        {
            connection.Execute("DROP TABLE temp.IndexTerms");
        }
        return sum;
    }
}
