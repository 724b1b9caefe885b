using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>A store with something in every table, in memory, in the hands of somebody who can change anything in it: every change is tried and taken back.</summary>
internal sealed class TamperedStore : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Foreign Keys=False");

    public TamperedStore(StoreFiles files)
    {
        _connection.Open();
        using (var from = new SqliteConnection(files.ReaderConnection))
        {
            from.Open();
            from.BackupDatabase(_connection);
        }
        _connection.LeaveTriggersAlone();
        Last = long.Parse(Column("SELECT MAX(Sequence) FROM AuditEntries")[0], System.Globalization.CultureInfo.InvariantCulture);
        ReadLastWrites();
    }

    public long Last { get; }

    /// <summary>The entry that wrote a cell last, by table, id and column; of the column "Id" the one that made the row.</summary>
    public Dictionary<(string Table, string Id, string Column), long> LastWrites { get; } = [];

    /// <summary>The entry that erased or resealed a customer, by the customer's id.</summary>
    public Dictionary<string, (long Sequence, bool IsErased)> Erasures { get; } = [];

    /// <summary>The store of the day that faults are tried on, which has rows in every table, customers who were erased by themselves and as part of another, and one whose past was resealed.</summary>
    /// <param name="before">Is given the store as it was before the last of them was erased.</param>
    public static async Task<TamperedStore> OfTheDayAsync(Action<TamperedStore>? before = null)
    {
        await using var console = new TestConsole(clock: new DayClock());
        foreach (var deed in Deeds.Day) Assert.NotNull(await deed.SendAsync(console));
        async Task<T> DoAsync<T>(IRequest<Result<T>> command)
        {
            var answer = await console.SendAsync(command);
            Assert.True(answer.Succeeded, string.Join(' ', answer.Errors.Select(e => e.Message)));
            return answer.Value;
        }
        foreach (var agent in console.Lane.Last.Directory.AiAgents.Values.Where(a => a.Status == AgentStatus.Active))
            await DoAsync(new EditAiAgent.Command(Guid.NewGuid(), agent.Id, agent.Version, agent.Name, agent.OwnerId, agent.Language, [Channel.Telegram, Channel.Zalo, Channel.Facebook], 100, AgentStatus.Active));
        async Task<Guid> HearAsync(Channel channel) => (await console.SendAsync(new ReceiveMessage.Command(channel, "mai", $"mai-{channel}", "Chào shop", "Mai", null,
            new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.574, [], "runtime-1", Gloss: new("你好", []))), Caller.Runtime)).Value.CustomerId;
        var (stays, goes) = (await HearAsync(Channel.Telegram), await HearAsync(Channel.Zalo));
        var agents = console.Read().Customers.Where(c => c.Id == stays || c.Id == goes).ToDictionary(c => c.Id, c => c.AiAgentId);
        await DoAsync(new MergeCustomers.Command(Guid.NewGuid(), stays, goes, agents[stays], agents[goes]));
        using (var earlier = new TamperedStore(console.Files)) before?.Invoke(earlier);
        await DoAsync(new EraseCustomer.Command(Guid.NewGuid(), stays, "customer_request", ShortId.Of(stays)));
        return new TamperedStore(console.Files);
    }

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
        {
            if (entry.Action is Erasure.Action or Erasure.ResealAction) Erasures[Hex(entry.CustomerId!.Value)] = (entry.Sequence, entry.Action == Erasure.Action);
            foreach (var part in (byte[]?[])[entry.Changes, entry.Sealed is null ? null : CustomerSeal.Open(entry.Sealed, keys[entry.CustomerId!.Value])])
                foreach (var row in part is null ? [] : JsonDocument.Parse(ChangeText.Of(part)).RootElement.EnumerateArray())
                {
                    var (table, id) = (row.GetProperty("table").GetString()!, row.GetProperty("id").GetString()!);
                    if (part == entry.Changes && !row.TryGetProperty("old", out _))
                    {
                        foreach (var cell in LastWrites.Keys.Where(k => k.Table == table && k.Id == id).ToList()) LastWrites.Remove(cell);
                        LastWrites[(table, id, "Id")] = entry.Sequence;
                    }
                    foreach (var side in (string[])["old", "new"])
                        if (row.TryGetProperty(side, out var cells))
                            foreach (var cell in cells.EnumerateObject()) LastWrites[(table, id, cell.Name)] = entry.Sequence;
                }
        }
    }

    /// <summary>
    /// The entry at which another value of a cell shows: the last that wrote it, or else the one that made the row. What is personal and was erased
    /// shows at the erasure, unless something was said later.
    /// </summary>
    public long EntryOf(string table, string id, string column)
    {
        var made = LastWrites[(table, id, "Id")];
        var written = LastWrites.GetValueOrDefault((table, id, column), made);
        if (!Personal.Contains((table, column)) || !Erasures.TryGetValue(OwnerOf(table, id), out var erasure)) return written;
        var saidFrom = erasure.IsErased ? erasure.Sequence + 1 : erasure.Sequence;
        return written >= saidFrom ? written : erasure.Sequence;
    }

    /// <summary>The personal columns.</summary>
    public static IReadOnlySet<(string Table, string Column)> Personal { get; } =
        Domain.Store.Audit.Tables.All.List.SelectMany(t => t.Columns.Where(c => c.IsPersonal).Select(c => (t.Name, c.Name))).ToHashSet();

    /// <summary>The customer whose row it is, as lower-case hex.</summary>
    private string OwnerOf(string table, string id) => table == "Customers" ? id : Column($"SELECT lower(hex(CustomerId)) FROM {table} WHERE Id = x'{id}'")[0];

    /// <summary>An id as the store's rows show it in hex.</summary>
    public static string Hex(Guid id) => id.ToString("N");

    /// <summary>Appends an entry with the right hash, as somebody who knows the format would.</summary>
    public static void Append(SqliteConnection connection, string action, Guid customer, byte[] changes, Guid operation)
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).Options);
        var last = store.AuditEntries.AsNoTracking().OrderByDescending(a => a.Sequence).First();
        var entry = new AuditEntry
        {
            Sequence = last.Sequence + 1, At = last.At, Action = action, ObjectType = "customer", ObjectId = customer, ActorKind = ActorKind.System, CustomerId = customer,
            OperationId = operation, Changes = changes, SealedHash = [],
        };
        store.AuditEntries.Add(entry with { Hash = new AuditHash().Of(entry, last.Hash) });
        store.SaveChanges();
    }

    public void Dispose() => _connection.Dispose();
}
