using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Search;

/// <summary>What the two search indexes (<see cref="CustomerSearch"/>, <see cref="MessageSearch"/>) have in common as tables of SQLite's FTS5.</summary>
internal static class SearchIndex
{
    /// <summary>
    /// Writes the index anew without what was deleted from it. What is deleted is deleted at once, but segments remember the beginnings
    /// of their pages, which may have been somebody's; a segment more, of nobody, makes sure that there is something to merge.
    /// </summary>
    /// <param name="nobody">A text that the index takes and no row has.</param>
    public static void Rewrite(SqliteConnection connection, string index, string nobody)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute($"INSERT INTO {index} (rowid, Text) VALUES (0, '{nobody}')");
        connection.Execute($"INSERT INTO {index} ({index}) VALUES ('optimize')");
        connection.Execute($"INSERT INTO {index} ({index}, rowid, Text) VALUES ('delete', 0, '{nobody}')");
        transaction.Commit();
    }
}
