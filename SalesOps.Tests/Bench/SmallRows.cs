using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Tests.Bench;

/// <summary>Eight small rows a message, in eight tables with a unique index each: as fast as this machine commits at all.</summary>
internal sealed class SmallRows : IFloorRows
{
    private const int Tables = 8;
    private readonly Statement[] _inserts;

    public SmallRows(string folder)
    {
        Connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")};Pooling=False");
        Connection.Open();
        Connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;");
        for (var table = 0; table < Tables; table++)
            Connection.Execute($"CREATE TABLE t{table} (id INTEGER PRIMARY KEY, key TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL); CREATE UNIQUE INDEX u{table} ON t{table} (key)");
        _inserts = [.. Enumerable.Range(0, Tables).Select(table => new Statement(Connection, $"INSERT INTO t{table} (key, number, text) VALUES (?1, ?2, ?3)"))];
    }

    public SqliteConnection Connection { get; }

    public void Write(int message)
    {
        foreach (var insert in _inserts)
        {
            insert.Bind(1, $"m-{message}");
            insert.Bind(2, message);
            insert.Bind(3, "Tôi muốn nạp tiền vào tài khoản, làm thế nào ạ?");
            insert.Run();
        }
    }

    public void Dispose()
    {
        foreach (var insert in _inserts) insert.Dispose();
        Connection.Dispose();
    }
}
