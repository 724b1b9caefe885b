using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>
/// Appends audit entries to the hash chain, inside the lane's transaction. Nothing changes without an entry, and no entry stands without a change.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly IReadOnlyDictionary<Type, RowShape> _shapes;
    private readonly ChangeJson _json = new();
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _readKey;
    private readonly SqliteCommand _insertKey;

    public Journal(SqliteConnection connection, IReadOnlyDictionary<Type, RowShape> shapes)
    {
        _connection = connection;
        _shapes = shapes;
        var columns = shapes[typeof(AuditEntry)].Columns;
        _insert = _connection.Statement($"INSERT INTO AuditEntries ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => "$" + i))})",
            [.. columns.Select((_, i) => "$" + i)]);
        _readKey = _connection.Statement("SELECT \"Key\" FROM CustomerKeys WHERE CustomerId = $id", "$id");
        _insertKey = _connection.Statement("INSERT INTO CustomerKeys (CustomerId, \"Key\") VALUES ($id, $key)", "$id", "$key");
        ReadHead();
    }

    /// <summary>The last sequence number, including the running batch.</summary>
    public long Sequence { get; private set; }

    private byte[] Hash { get; set; } = AuditHash.Genesis;

    /// <summary>Takes the head from the store: at start, and after a batch was rolled back.</summary>
    public void ReadHead()
    {
        using var command = _connection.Statement("SELECT Sequence, Hash FROM AuditEntries ORDER BY Sequence DESC LIMIT 1");
        using var row = command.ExecuteReader();
        (Sequence, Hash) = row.Read() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : (0, AuditHash.Genesis);
    }

    /// <summary>Writes one entry for each action the handler named.</summary>
    /// <exception cref="InvalidOperationException">Rows changed without a named action, or an action was named and nothing changed.</exception>
    public void Append(Change change, List<RowChange> rows)
    {
        if (change.Actions.Count == 0 || rows.Count == 0)
            throw new InvalidOperationException(rows.Count == 0
                ? "A command that succeeds must change something: name no action and answer with an error instead."
                : "A command changed rows without naming an action for the audit log.");
        if (change.Actions.Count == 1)
        {
            Append(change, change.Actions[0], rows);
            return;
        }
        var groups = rows.ToLookup(row => Math.Max(0, change.Actions.FindIndex(action => action.Covers(row.Row))));
        for (var i = 0; i < change.Actions.Count; i++)
        {
            if (!groups.Contains(i)) throw new InvalidOperationException($"A command named {change.Actions[i].Action}, but changed nothing that stands under it.");
            Append(change, change.Actions[i], groups[i]);
        }
    }

    private void Append(Change change, RecordedAction action, IEnumerable<RowChange> rows)
    {
        var shape = _shapes[action.Subject.GetType()];
        var customerId = shape.CustomerOf(action.Subject);
        var changes = _json.Write(rows, out var personal);
        var box = personal.IsEmpty ? null : CustomerSeal.Seal(personal, KeyOf(customerId
            ?? throw new InvalidOperationException($"{action.Action} changes personal data but is not about a customer.")));
        var entry = new AuditEntry
        {
            Sequence = Sequence + 1,
            At = change.Now,
            Action = action.Action,
            ObjectType = shape.ObjectType,
            ObjectId = ObjectId(shape, action.Subject),
            ActorKind = change.Actor.Kind,
            ActorId = change.Actor.Id,
            CustomerId = customerId,
            SalesUserId = shape.SalesUserOf(action.Subject) ?? SalesUserOf(change, customerId),
            OperationId = change.OperationId,
            Changes = changes,
            Sealed = box,
            SealedHash = box is null ? [] : SHA256.HashData(box),
        };
        entry = entry with { Hash = AuditHash.Of(entry, Hash) };
        var columns = _shapes[typeof(AuditEntry)].Columns;
        for (var i = 0; i < columns.Length; i++) _insert.Parameters[i].Value = columns[i].Read(entry) ?? DBNull.Value;
        _insert.ExecuteNonQuery();
        Sequence = entry.Sequence;
        Hash = entry.Hash;
    }

    private byte[] KeyOf(Guid customerId)
    {
        var id = customerId.ToByteArray(true);
        _readKey.Parameters[0].Value = id;
        if (_readKey.ExecuteScalar() is byte[] key) return key;
        key = CustomerSeal.NewKey();
        _insertKey.Parameters[0].Value = id;
        _insertKey.Parameters[1].Value = key;
        _insertKey.ExecuteNonQuery();
        return key;
    }

    private static Guid? SalesUserOf(Change change, Guid? customerId) => customerId is null ? null
        : change.Store.ChangeTracker.Entries<Customer>().FirstOrDefault(e => e.Entity.Id == customerId)?.Entity.SalesUserId;

    private static Guid ObjectId(RowShape shape, object subject) =>
        Array.Find(shape.Columns, c => c.IsKey)!.Read(subject) is byte[] { Length: 16 } id ? new Guid(id, true) : Guid.Empty;

    public void Dispose()
    {
        _json.Dispose();
        _insert.Dispose();
        _readKey.Dispose();
        _insertKey.Dispose();
    }
}
