using System.Text;
using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Holds the index of what was said against the messages it was made from: both are sums over their words, each with its message and its place.
/// Messages that are not in it yet are not missed; no entry speaks of it, so a finding is on none.
/// </summary>
internal static class MessageSearchCheck
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static Verdict? Check(SqliteConnection connection)
    {
        try
        {
            var hash = new CellHash();
            return OfMessages(connection, hash) is { } said && said == IndexSum.Of(connection, "MessageSearch", hash) ? null : new Verdict(false, "the search for what was said is not what the messages say");
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 1 or 11)
        {
            return new Verdict(false, "the search for what was said cannot be read");
        }
    }

    /// <summary>Null when words are kept that no message holds.</summary>
    private static ulong? OfMessages(SqliteConnection connection, CellHash hash)
    {
        var sum = 0UL;
        using var rows = new SqliteRows(connection, "SELECT r.Row, r.Text, m.Text FROM MessageSearch_rows r LEFT JOIN Messages m ON m.Id = r.MessageId");
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
