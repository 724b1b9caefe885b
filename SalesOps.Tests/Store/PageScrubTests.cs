using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Erasing;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Tests.Store;

/// <summary>Clearing the unused part of pages takes nothing that SQLite reads, and leaves nothing that it does not.</summary>
public sealed class PageScrubTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_AnyTables_KeepsEveryRowAndNoDeletedByte()
    {
        var (cleared, kept) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var folder = Directory.CreateTempSubdirectory("salesops-pages-").FullName;
            try
            {
                var file = Path.Combine(folder, "x.db");
                using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
                connection.Open();
                foreach (var pragma in (string[])["journal_mode = WAL", "secure_delete = ON", "wal_autocheckpoint = 0", "temp_store = MEMORY"]) connection.Execute($"PRAGMA {pragma}");
                Fill(connection, new Random(seed));
                connection.Execute("DELETE FROM a WHERE t LIKE 'gone%'");
                connection.Execute("DELETE FROM b WHERE t LIKE 'gone%'");
                connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                var before = Content(connection);
                cleared += Gone(file);

                PageScrub.Run(connection);

                Assert.Equal(before, Content(connection));
                Assert.Equal(0, Gone(file));
                connection.Execute("UPDATE a SET t = t || 'x' WHERE k % 3 = 0");
                connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                Assert.Equal(0, Gone(file));
                using var check = connection.CreateCommand();
                check.CommandText = "PRAGMA integrity_check";
                Assert.Equal("ok", check.ExecuteScalar());
                kept += before.Count;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        output.WriteLine($"{cleared} copies cleared, {kept} rows kept");
        Assert.True(cleared > 0, "No deleted row left a copy: there was nothing to clear.");
    }

    /// <summary>Rows of every length in both kinds of tables, with an index: rewritten, so that they move, and large ones on pages of their own.</summary>
    private static void Fill(SqliteConnection connection, Random random)
    {
        connection.Execute("CREATE TABLE a (k INTEGER PRIMARY KEY, t TEXT)");
        connection.Execute("CREATE TABLE b (k BLOB PRIMARY KEY, t TEXT) WITHOUT ROWID");
        connection.Execute("CREATE INDEX i ON a (t, k)");
        connection.Execute("BEGIN");
        for (var i = 0; i < 600; i++)
        {
            var text = $"{(random.Next(4) == 0 ? "gone" : "kept")}-{i:000} {new string('y', random.Next(random.Next(20) == 0 ? 9000 : 300))}";
            connection.Execute($"INSERT INTO a VALUES ({i}, '{text}')");
            connection.Execute($"INSERT INTO b VALUES (randomblob(16), '{text}')");
            if (i % 5 == 0) connection.Execute($"UPDATE a SET t = t || '{new string('z', random.Next(400))}' WHERE k = {random.Next(i + 1)}");
            if (i % 7 == 0) connection.Execute($"UPDATE b SET t = substr(t, 1, {random.Next(30, 200)}) WHERE CAST(substr(t, 6, 3) AS INTEGER) = {random.Next(i + 1)}");
        }
        connection.Execute("COMMIT");
    }

    private static List<string> Content(SqliteConnection connection)
    {
        var rows = new List<string>();
        foreach (var table in (string[])["a", "b"])
        {
            using var statement = new Statement(connection, $"SELECT t FROM {table} ORDER BY k");
            while (statement.Step()) rows.Add(statement.Text(0));
        }
        return rows;
    }

    private static int Gone(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var (count, at) = (0, 0);
        for (var rest = content.AsSpan(); rest[at..].IndexOf("gone-"u8) is >= 0 and var found; at += found + 1) count++;
        return count;
    }
}
