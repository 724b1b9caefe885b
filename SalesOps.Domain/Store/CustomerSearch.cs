using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>
/// Finds customers by name and channel account on the store's trigram index, which triggers keep beside Customers. Three characters and more
/// are found anywhere in a word, one or two at its beginning; a Chinese character is a word.
/// </summary>
internal static class CustomerSearch
{
    private const int MostWords = 16;
    private const int Trigram = 3;

    /// <summary>The customers who have every word of the text; null when it holds none.</summary>
    public static IQueryable<Guid>? Find(SalesOpsDb store, string text)
    {
        var words = Fold.Words(text).Take(MostWords).ToList();
        if (words.Count == 0) return null;
        var match = string.Join(" AND ", words.Select(Phrase));
        return store.Database.SqlQuery<Guid>(
            $"SELECT CustomerId AS Value FROM CustomerSearch_rows WHERE Row IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {match})");
    }

    /// <summary>Makes the index of customers who came while it did not follow them.</summary>
    public static void Fill(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO CustomerSearch_rows (CustomerId) SELECT Id FROM Customers ORDER BY Id");
        connection.Execute("INSERT INTO CustomerSearch (CustomerSearch) VALUES ('rebuild')");
        transaction.Commit();
    }

    /// <summary>
    /// Writes the index anew, from the names as they are. What is deleted from it is deleted at once, but its segments remember the beginnings
    /// of their pages, which may have been somebody's; a segment more, of nobody, makes sure that there is something to merge.
    /// </summary>
    public static void Rewrite(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO CustomerSearch (rowid, Text) VALUES (0, '   ')");
        connection.Execute("INSERT INTO CustomerSearch (CustomerSearch) VALUES ('optimize')");
        connection.Execute("INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) VALUES ('delete', 0, '   ')");
        transaction.Commit();
    }

    private static string Phrase(string word) =>
        $"\"{(word.EnumerateRunes().Count() < Trigram ? "  " : "")}{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
