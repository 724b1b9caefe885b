using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Counting;

/// <summary>Keeps counters and their minutes in the store, once a batch.</summary>
internal sealed class CounterRows : IDisposable
{
    /// <summary>Two days: tiles show the last hour, and how far a number moved since a day began.</summary>
    private const int KeptMinutes = 2 * 24 * 60;
    /// <summary>How many go for each that comes: also those of years go in the end, and no commit waits for them.</summary>
    private const int AtOnce = 20;

    private readonly Statement _value;
    private readonly Statement _minute;
    private readonly Statement _past;
    private readonly Dictionary<(string, Guid), long> _last = [];

    public CounterRows(SqliteConnection connection)
    {
        _value = new Statement(connection, "INSERT INTO CounterValues (Code, \"Key\", Value) VALUES (?1, ?2, ?3) "
            + "ON CONFLICT (Code, \"Key\") DO UPDATE SET Value = excluded.Value");
        _minute = new Statement(connection, "INSERT INTO CounterMinutes (Code, \"Key\", Minute, Value) VALUES (?1, ?2, ?4, ?3) "
            + "ON CONFLICT (Code, \"Key\", Minute) DO UPDATE SET Value = excluded.Value");
        // The last of them stays: it says what the number was when the two days began.
        _past = new Statement(connection, $"DELETE FROM CounterMinutes WHERE Code = ?1 AND \"Key\" = ?2 AND Minute IN (SELECT Minute FROM CounterMinutes WHERE Code = ?1 AND \"Key\" = ?2 "
            + $"AND Minute < (SELECT MAX(Minute) FROM CounterMinutes WHERE Code = ?1 AND \"Key\" = ?2 AND Minute <= ?3) ORDER BY Minute LIMIT {AtOnce})");
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
            if (_last.TryGetValue((code, key), out var last) && last == minute) continue;
            _last[(code, key)] = minute;
            _past.Bind(1, code);
            _past.Bind(2, key);
            _past.Bind(3, minute - KeptMinutes);
            _past.Run();
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
        _past.Dispose();
    }
}
