using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store;

/// <summary>Keeps counters and their minutes in the store, once a batch.</summary>
internal sealed class CounterRows : IDisposable
{
    private readonly Statement _value;
    private readonly Statement _minute;

    public CounterRows(SqliteConnection connection)
    {
        _value = new Statement(connection, "INSERT INTO CounterValues (Code, \"Key\", Value) VALUES (?1, ?2, ?3) "
            + "ON CONFLICT (Code, \"Key\") DO UPDATE SET Value = excluded.Value");
        _minute = new Statement(connection, "INSERT INTO CounterMinutes (Code, \"Key\", Minute, Value) VALUES (?1, ?2, ?4, ?3) "
            + "ON CONFLICT (Code, \"Key\", Minute) DO UPDATE SET Value = excluded.Value");
    }

    public void Write(IReadOnlyDictionary<(string Code, Guid Key), long> values, DateTime now)
    {
        var minute = new DateTimeOffset(now).ToUnixTimeSeconds() / 60;
        foreach (var ((code, key), value) in values)
        {
            Bind(_value, code, key, value);
            Bind(_minute, code, key, value);
            _minute.Bind(4, minute);
            _value.Run();
            _minute.Run();
        }
    }

    private static void Bind(Statement statement, string code, Guid key, long value)
    {
        statement.Bind(1, code);
        statement.Bind(2, key);
        statement.Bind(3, value);
    }

    public void Dispose()
    {
        _value.Dispose();
        _minute.Dispose();
    }
}
