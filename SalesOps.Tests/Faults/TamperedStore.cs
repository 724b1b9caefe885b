using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A store with something in every table, in memory, in the hands of somebody who can change anything in it: every change is tried and taken back.</summary>
internal sealed class TamperedStore : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Foreign Keys=False");

    private TamperedStore(StoreFiles files)
    {
        _connection.Open();
        using (var from = new SqliteConnection(files.ReaderConnection))
        {
            from.Open();
            from.BackupDatabase(_connection);
        }
        foreach (var trigger in Column("SELECT name FROM sqlite_master WHERE type = 'trigger'")) _connection.Execute($"DROP TRIGGER {trigger}");
        Last = long.Parse(Column("SELECT MAX(Sequence) FROM AuditEntries")[0], System.Globalization.CultureInfo.InvariantCulture);
        ReadLastWrites();
    }

    public long Last { get; }

    /// <summary>The entry that wrote a cell last, by table, id and column; of the column "Id" the one that made the row.</summary>
    public Dictionary<(string Table, string Id, string Column), long> LastWrites { get; } = [];

    public static async Task<TamperedStore> MakeAsync()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        foreach (var (who, text) in ((string, string)[])[("lan", "Tôi muốn nạp tiền"), ("lan", "Bên mình có đáng tin không? 0901234567"), ("huy", "我想充值")])
            await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, $"{who}-{text.Length}", text, who, null,
                new ReceiveMessage.Reported("recharge_intent", "discovery_capital", 0.574, [], "runtime-1")), Caller.Runtime);
        await console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "key", RandomNumberGenerator.GetBytes(32), "abcdef", [ApiScope.Messages, ApiScope.Counters]));
        await console.SendAsync(new OpenSetup.Command(Guid.NewGuid(), RandomNumberGenerator.GetBytes(32)));
        await console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), new Account { Id = console.As(Role.Admin).SalesUserId!.Value, Email = "a@b", NormalizedEmail = "A@B", PasswordHash = "x", SecurityStamp = "y" }, null, "account.created"));
        return new TamperedStore(console.Files);
    }

    /// <summary>The verdict after <paramref name="tamper"/>, which is then taken back; null when a constraint of SQLite's refused it.</summary>
    public Verdict? After(Action<SqliteConnection> tamper, IReadOnlyCollection<Checkpoint>? checkpoints = null, string? saveAs = null)
    {
        _connection.Execute("SAVEPOINT before");
        try
        {
            tamper(_connection);
            if (saveAs is not null) Save(saveAs);
            return StoreVerifier.Verify([_connection], checkpoints ?? []);
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is 19 or 20)
        {
            return null;
        }
        finally
        {
            _connection.Execute("ROLLBACK TO before");
            _connection.Execute("RELEASE before");
        }
    }

    public Verdict? After(params string[] sql) => After(connection =>
    {
        foreach (var statement in sql) connection.Execute(statement);
    });

    public List<string> Column(string sql)
    {
        using var rows = new Statement(_connection, sql);
        var values = new List<string>();
        while (rows.Step()) values.Add(rows.Text(0));
        return values;
    }

    /// <summary>Checkpoints of these entries, as they honestly are.</summary>
    public Checkpoint[] CheckpointsAt(params long[] sequences) =>
        [.. sequences.Select(s => new Checkpoint(s, Convert.FromHexString(Column($"SELECT hex(Hash) FROM AuditEntries WHERE Sequence = {s}")[0]), DateTime.UnixEpoch))];

    /// <summary>Makes the chain whole again from an entry on, as somebody who knows the format would.</summary>
    public static void Relink(SqliteConnection connection, long from)
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).Options);
        var entries = store.AuditEntries.AsNoTracking().OrderBy(a => a.Sequence).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence < from) continue;
            entries[i] = entries[i] with { Hash = new AuditHash().Of(entries[i], i == 0 ? AuditHash.Genesis : entries[i - 1].Hash) };
            using var update = new Statement(connection, "UPDATE AuditEntries SET Hash = ?1 WHERE Sequence = ?2");
            update.Bind(1, entries[i].Hash);
            update.Bind(2, entries[i].Sequence);
            update.Run();
        }
    }

    private void Save(string file)
    {
        var bytes = SQLitePCL.raw.sqlite3_serialize(_connection.Handle!, "main", out var size, 0);
        try
        {
            var content = new byte[size];
            System.Runtime.InteropServices.Marshal.Copy(bytes, content, 0, content.Length);
            File.WriteAllBytes(file, content);
        }
        finally
        {
            SQLitePCL.raw.sqlite3_free(bytes);
        }
    }

    private void ReadLastWrites()
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(_connection).Options);
        var keys = store.CustomerKeys.AsNoTracking().ToDictionary(k => k.CustomerId, k => k.Key);
        foreach (var entry in store.AuditEntries.AsNoTracking().OrderBy(a => a.Sequence))
            foreach (var part in (byte[]?[])[entry.Changes, entry.Sealed is null ? null : CustomerSeal.Open(entry.Sealed, keys[entry.CustomerId!.Value])])
                foreach (var row in part is null ? [] : JsonDocument.Parse(ChangeText.Of(part)).RootElement.EnumerateArray())
                {
                    var (table, id) = (row.GetProperty("table").GetString()!, row.GetProperty("id").GetString()!);
                    LastWrites.TryAdd((table, id, "Id"), entry.Sequence);
                    foreach (var side in (string[])["old", "new"])
                        if (row.TryGetProperty(side, out var cells))
                            foreach (var cell in cells.EnumerateObject()) LastWrites[(table, id, cell.Name)] = entry.Sequence;
                }
    }

    public void Dispose() => _connection.Dispose();
}
