using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;

namespace SalesOps.Tests.Support;

/// <summary>A copy of a store that a test may harm, as somebody with the file in hand would.</summary>
internal sealed class StoreCopy : IDisposable
{
    public StoreCopy(StoreFiles files)
    {
        using var from = new SqliteConnection(files.ReaderConnection);
        using var to = Open();
        from.Open();
        from.BackupDatabase(to);
    }

    public StoreFiles Files { get; } = new(Directory.CreateTempSubdirectory("salesops-copy-").FullName);

    /// <summary>Changes rows past every trigger and key.</summary>
    public void Tamper(params string[] sql)
    {
        using var connection = Open();
        connection.LeaveTriggersAlone();
        foreach (var statement in sql) Execute(connection, statement);
    }

    /// <summary>Holds that a sound store is found unsound after each of the statements, on no entry, with a verdict that begins with <paramref name="finding"/>.</summary>
    public static void AssertFound(StoreFiles files, string finding, params string[] statements)
    {
        foreach (var sql in statements)
        {
            using var copy = new StoreCopy(files);
            Assert.True(StoreVerifier.Verify(copy.Files).IsSound);
            copy.Tamper(sql);
            var verdict = StoreVerifier.Verify(copy.Files);
            Assert.True(verdict is { IsSound: false, Sequence: null } && verdict.Text.StartsWith(finding, StringComparison.Ordinal), $"{sql}: {verdict.Text}");
        }
    }

    public List<string> Column(string sql)
    {
        using var connection = Open();
        return Column(connection, sql);
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(Files.ReaderConnection));
        Directory.Delete(Files.Folder, recursive: true);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Files.Database};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read()) values.Add(rows.GetString(0));
        return values;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

internal static class Triggers
{
    private const int Enabled = 1003;

    /// <summary>Triggers run no more on this connection (SQLITE_DBCONFIG_ENABLE_TRIGGER): gone they would be missed.</summary>
    public static void LeaveTriggersAlone(this SqliteConnection connection) => SQLitePCL.raw.sqlite3_db_config(connection.Handle, Enabled, 0, out _);
}
