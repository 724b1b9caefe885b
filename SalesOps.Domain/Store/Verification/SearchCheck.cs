using System.Text;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// Holds a search index against the texts it was made from: both are sums over their terms, each with its row and its place, taken in pieces on all cores.
/// No entry speaks of an index, so a finding is on none.
/// </summary>
/// <param name="index">The index's name; its rows' numbers stand in a table of this name and <c>_rows</c>.</param>
/// <param name="said">The sum over the texts of a range of rows; null when one is not what the index was made from.</param>
/// <param name="subject">What the index is to a person.</param>
/// <param name="source">What it is not, when it is wrong.</param>
internal sealed class SearchCheck(string index, Func<SqliteConnection, CellHash, RowRange, ulong?> said, string subject, string source)
{
    private const int Ranges = 8;
    /// <summary>Where the terms are parted: any places are right, and these give pieces of like length.</summary>
    private static readonly string[] Begins = ["", "  h", "  t", " b", "1", "4", "7", "b", "g", "i", "n", "t"];

    private readonly CellHash _hash = new();
    private ulong _said;
    private ulong _held;
    private volatile bool _isOther;
    private volatile bool _isUnreadable;

    /// <summary>What is wrong; null when nothing is. To be asked after all pieces were done.</summary>
    public Verdict? Found => _isUnreadable ? new Verdict(false, $"{subject} cannot be read") : _isOther || _said != _held ? new Verdict(false, $"{subject} is not what {source} say") : null;

    /// <summary>Work that can be done in any order, each on a connection that nobody else uses meanwhile.</summary>
    public IEnumerable<Action<SqliteConnection>> Pieces()
    {
        for (var i = 0; i < Begins.Length; i++)
        {
            var (from, below) = (Begins[i], i + 1 < Begins.Length ? Encoding.UTF8.GetBytes(Begins[i + 1]) : null);
            yield return connection => Try(() => Interlocked.Add(ref _held, Held(connection, from, below)));
        }
        for (var i = 0; i < Ranges; i++)
        {
            var part = i;
            yield return connection => Try(() =>
            {
                if (said(connection, _hash, RowRange.Of(connection, $"{index}_rows", part, Ranges)) is { } sum) Interlocked.Add(ref _said, sum);
                else _isOther = true;
            });
        }
    }

    private void Try(Action piece)
    {
        try
        {
            piece();
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 1 or 11)
        {
            _isUnreadable = true;
        }
    }

    private ulong Held(SqliteConnection connection, string from, byte[]? below)
    {
        var sum = 0UL;
        connection.Execute($"CREATE VIRTUAL TABLE temp.IndexTerms USING fts5vocab('main', '{index}', 'instance')");
        try
        {
            // Each limit in the query would make SQLite copy the term once more for every place of it.
            using var rows = new SqliteRows(connection, $"SELECT doc, offset, term FROM temp.IndexTerms{(from.Length == 0 ? "" : $" WHERE term >= '{from}'")}");
            while (rows.Read())
            {
                var term = rows[2].Bytes;
                if (below is not null && term.SequenceCompareTo(below) >= 0) break;
                sum += _hash.Row(0, (UInt128)rows[0].Integer).Of((int)rows[1].Integer, CellType.Text, term);
            }
        }
        finally
        {
            connection.Execute("DROP TABLE temp.IndexTerms");
        }
        return sum;
    }
}

/// <summary>Some of the rows of an index, by their numbers.</summary>
internal readonly record struct RowRange(long First, long Last)
{
    /// <summary>One part of all rows of a table; the first and the last part have what stands outside.</summary>
    public static RowRange Of(SqliteConnection connection, string table, int part, int parts)
    {
        var last = connection.Number($"SELECT MAX(Row) FROM {table}");
        var each = Math.Max(1, last / parts);
        return new(part == 0 ? long.MinValue : part * each + 1, part == parts - 1 ? long.MaxValue : (part + 1) * each);
    }
}
