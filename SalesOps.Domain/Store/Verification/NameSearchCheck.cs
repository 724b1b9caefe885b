using System.Globalization;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <summary>The search index of names and accounts, by their trigrams.</summary>
internal static class NameSearchCheck
{
    private const int Trigram = 3;

    public static SearchCheck New() => new("CustomerSearch", Said, "the search index", "the customers' names");

    private static ulong? Said(SqliteConnection connection, CellHash hash, RowRange range)
    {
        var sum = 0UL;
        if (range.First == long.MinValue && !IsWhole(connection)) return null;
        using var rows = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT Row, Text FROM CustomerSearch_words WHERE Row BETWEEN {range.First} AND {range.Last}"));
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

    /// <summary>Each customer stands in it, once.</summary>
    private static bool IsWhole(SqliteConnection connection) => connection.Number("SELECT COUNT(*) FROM Customers") is var customers
        && connection.Number("SELECT COUNT(*) FROM CustomerSearch_rows") == customers && connection.Number("SELECT COUNT(*) FROM CustomerSearch_words") == customers;
}
