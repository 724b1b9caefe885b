using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Holds the search index against the names it was made from: both are sums over their trigrams, each with its customer and its place.
/// No entry speaks of the index, so a finding is on none.
/// </summary>
internal static class SearchCheck
{
    private const int Trigram = 3;

    /// <summary>What is wrong; null when nothing is.</summary>
    public static Verdict? Check(SqliteConnection connection)
    {
        try
        {
            var hash = new CellHash();
            var isWhole = connection.Number("SELECT COUNT(*) FROM Customers") is var customers
                && connection.Number("SELECT COUNT(*) FROM CustomerSearch_rows") == customers && connection.Number("SELECT COUNT(*) FROM CustomerSearch_words") == customers;
            return isWhole && OfNames(connection, hash) == IndexSum.Of(connection, "CustomerSearch", hash) ? null : new Verdict(false, "the search index is not what the customers' names say");
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 1 or 11)
        {
            return new Verdict(false, "the search index cannot be read");
        }
    }

    private static ulong OfNames(SqliteConnection connection, CellHash hash)
    {
        var sum = 0UL;
        using var rows = new SqliteRows(connection, "SELECT Row, Text FROM CustomerSearch_words");
        Span<int> starts = stackalloc int[Trigram];
        while (rows.Read())
        {
            var row = hash.Row(0, (UInt128)rows[0].Integer);
            var text = rows[1].Bytes;
            var characters = 0;
            for (var at = 0; at <= text.Length; at++)
            {
                if (at < text.Length && (text[at] & 0xC0) == 0x80) continue;
                if (characters >= Trigram) sum += row.Of(characters - Trigram, CellType.Text, text[starts[characters % Trigram]..at]);
                starts[characters++ % Trigram] = at;
            }
        }
        return sum;
    }
}
