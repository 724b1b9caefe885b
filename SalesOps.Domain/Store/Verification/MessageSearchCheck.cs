using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.Store.Verification;

/// <summary>The index of what was said, by its words. Messages that are not in it yet are not missed.</summary>
internal static class MessageSearchCheck
{
    public static SearchCheck New() => new("MessageSearch", Said, "the search for what was said", "the messages");

    private static ulong? Said(SqliteConnection connection, CellHash hash, RowRange range)
    {
        var sum = 0UL;
        using var rows = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture,
            $"SELECT r.Row, r.Text, m.Text FROM MessageSearch_rows r LEFT JOIN Messages m ON m.Id = r.MessageId WHERE r.Row BETWEEN {range.First} AND {range.Last}"));
        while (rows.Read())
        {
            var words = Encoding.UTF8.GetString(rows[1].Bytes);
            if (rows[2].Type == CellType.Null || words != MessageSearch.Words(Encoding.UTF8.GetString(rows[2].Bytes))) return null;
            var place = 0;
            foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) sum += hash.Row(0, (UInt128)rows[0].Integer).Of(place++, CellType.Text, Encoding.UTF8.GetBytes(word));
        }
        return sum;
    }
}
