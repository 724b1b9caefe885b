using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store;

/// <summary>Keeps counters and their minutes in the store, once a batch.</summary>
internal sealed class CounterRows : IDisposable
{
    private readonly SqliteCommand _value;
    private readonly SqliteCommand _minute;

    public CounterRows(SqliteConnection connection)
    {
        _value = connection.Statement("INSERT INTO CounterValues (Code, \"Key\", Value) VALUES ($code, $key, $value) "
            + "ON CONFLICT (Code, \"Key\") DO UPDATE SET Value = excluded.Value", "$code", "$key", "$value");
        _minute = connection.Statement("INSERT INTO CounterMinutes (Code, \"Key\", Minute, Value) VALUES ($code, $key, $minute, $value) "
            + "ON CONFLICT (Code, \"Key\", Minute) DO UPDATE SET Value = excluded.Value", "$code", "$key", "$value", "$minute");
    }

    public void Write(IReadOnlyDictionary<(string Code, Guid Key), long> values, DateTime now)
    {
        var minute = new DateTimeOffset(now).ToUnixTimeSeconds() / 60;
        foreach (var ((code, key), value) in values)
        {
            var id = key.ToByteArray(true);
            Fill(_value, code, id, value);
            Fill(_minute, code, id, value);
            _minute.Parameters[3].Value = minute;
            _value.ExecuteNonQuery();
            _minute.ExecuteNonQuery();
        }
    }

    private static void Fill(SqliteCommand command, string code, byte[] key, long value)
    {
        command.Parameters[0].Value = code;
        command.Parameters[1].Value = key;
        command.Parameters[2].Value = value;
    }

    public void Dispose()
    {
        _value.Dispose();
        _minute.Dispose();
    }
}
