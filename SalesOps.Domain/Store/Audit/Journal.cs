using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// Appends audit entries to the hash chain, inside the lane's transaction. Nothing changes without an entry, and no entry stands without a change.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly IReadOnlyDictionary<Type, RowShape> _shapes;
    private readonly EntryParts _parts = new();
    private readonly AuditHash _link = new();
    private readonly RowStatement _insert;
    private readonly Statement _head;
    private readonly Statement _readKey;
    private readonly Statement _insertKey;
    private readonly Statement _dropKey;
    private readonly Statement _dropSealed;

    public Journal(SqliteConnection connection, IReadOnlyDictionary<Type, RowShape> shapes)
    {
        _shapes = shapes;
        _insert = new RowStatement(connection, shapes[typeof(AuditEntry)], EntityState.Added);
        _head = new Statement(connection, "SELECT Sequence, Hash FROM AuditEntries ORDER BY Sequence DESC LIMIT 1");
        _readKey = new Statement(connection, "SELECT \"Key\" FROM CustomerKeys WHERE CustomerId = ?1");
        _insertKey = new Statement(connection, "INSERT INTO CustomerKeys (CustomerId, \"Key\") VALUES (?1, ?2)");
        _dropKey = new Statement(connection, "DELETE FROM CustomerKeys WHERE CustomerId = ?1");
        _dropSealed = new Statement(connection, "UPDATE AuditEntries SET Sealed = NULL WHERE CustomerId = ?1 AND Sealed IS NOT NULL");
        ReadHead();
    }

    /// <summary>The last sequence number, including the running batch.</summary>
    public long Sequence { get; private set; }

    private byte[] Hash { get; set; } = AuditHash.Genesis;

    /// <summary>Takes the head from the store: at start, and after a batch was rolled back.</summary>
    public void ReadHead()
    {
        (Sequence, Hash) = _head.Step() ? (_head.Long(0), _head.Blob(1)) : (0, AuditHash.Genesis);
        _head.Reset();
    }

    /// <summary>Writes one entry for each action the handler named.</summary>
    /// <param name="answer">What the caller is answered, as it is stored.</param>
    /// <exception cref="InvalidOperationException">Rows changed without a named action, or an action was named and nothing changed.</exception>
    public void Append(Change change, List<RowChange> rows, LaneRequest request, byte[] answer)
    {
        if (change.Actions.Count == 0 || rows.Count == 0)
            throw new InvalidOperationException(rows.Count == 0
                ? "A command that succeeds must change something: name no action and answer with an error instead."
                : "A command changed rows without naming an action for the audit log.");
        var operation = new Operation
        {
            Id = request.OperationId,
            Name = request.Name,
            RequestHash = request.RequestHash,
            Answer = answer,
            Sequence = Sequence + change.Actions.Count,
            At = change.Now,
        };
        if (change.Actions.Count == 1)
        {
            Append(change, change.Actions[0], rows, operation);
            return;
        }
        var groups = Place(change, rows).ToLookup(placed => placed.Action, placed => placed.Row);
        for (var i = 0; i < change.Actions.Count; i++)
        {
            if (!groups.Contains(i)) throw new InvalidOperationException($"A command named {change.Actions[i].Action}, but changed nothing that stands under it.");
            Append(change, change.Actions[i], groups[i], i == change.Actions.Count - 1 ? operation : null);
        }
    }

    /// <summary>
    /// Each row with the action it stands under. One that goes from a customer to another leaves the one under an action about that one, and comes
    /// to the other under an action about the other: what an entry says is all about its customer, and sealed with that customer's key.
    /// </summary>
    private IEnumerable<(int Action, RowChange Row)> Place(Change change, List<RowChange> rows)
    {
        foreach (var row in rows)
        {
            var customer = row.Shape.CustomerOf(row.Row);
            if (row is { State: EntityState.Modified, Before: { } before } && row.Shape.CustomerOf(before) is { } former && former != customer)
            {
                yield return (About(change, former), row with { Row = before, State = EntityState.Deleted, Columns = ulong.MaxValue });
                yield return (About(change, customer), row with { Before = null, State = EntityState.Added, Columns = ulong.MaxValue });
            }
            else yield return (change.Actions.FindIndex(action => action.Covers(row.Row)) is >= 0 and var named ? named : About(change, customer), row);
        }
    }

    /// <summary>The first action about the customer, or simply the first.</summary>
    private int About(Change change, Guid? customer) =>
        customer is null ? 0 : Math.Max(0, change.Actions.FindIndex(action => _shapes[action.Subject.GetType()].CustomerOf(action.Subject) == customer));

    private void Append(Change change, RecordedAction action, IEnumerable<RowChange> rows, Operation? operation)
    {
        var shape = _shapes[action.Subject.GetType()];
        var customerId = shape.CustomerOf(action.Subject);
        foreach (var row in rows)
            if (row.Shape.CustomerOf(row.Row) is { } other && other != customerId)
                throw new InvalidOperationException($"{action.Action} changes {row.Shape.Table} of a customer it is not about: name an action for each customer.");
        var erasure = action.Action == Erasure.Action ? change.Erasures.FindIndex(e => e.CustomerId == customerId) : -1;
        if (erasure >= 0 || (customerId is { } resealed && action.Action == Erasure.ResealAction && change.Resealed.Contains(resealed))) Erase(customerId!.Value);
        var changes = _parts.Write(rows, erasure >= 0, operation, out var personal);
        var box = personal.IsEmpty ? null : CustomerSeal.Seal(personal, KeyOf(customerId
            ?? throw new InvalidOperationException($"{action.Action} changes personal data but is not about a customer.")));
        var entry = new AuditEntry
        {
            Sequence = Sequence + 1,
            At = change.Now,
            Action = action.Action,
            ObjectType = shape.ObjectType,
            ObjectId = shape.IdOf(action.Subject) ?? Guid.Empty,
            ActorKind = change.Actor.Kind,
            ActorId = change.Actor.Id,
            CustomerId = customerId,
            SalesUserId = shape.SalesUserOf(action.Subject) ?? SalesUserOf(change, customerId),
            OperationId = change.OperationId,
            Changes = changes,
            Sealed = box,
            SealedHash = box is null ? [] : SHA256.HashData(box),
        };
        entry = entry with { Hash = _link.Of(entry, Hash) };
        _insert.Run(entry);
        Sequence = entry.Sequence;
        Hash = entry.Hash;
        if (erasure >= 0) change.Erasures[erasure] = change.Erasures[erasure] with { Sequence = Sequence, Hash = Convert.ToHexStringLower(Hash) };
    }

    /// <summary>Destroys the customer's key, and what it sealed.</summary>
    private void Erase(Guid customerId)
    {
        foreach (var drop in (Statement[])[_dropKey, _dropSealed])
        {
            drop.Bind(1, customerId);
            drop.Run();
        }
    }

    private byte[] KeyOf(Guid customerId)
    {
        _readKey.Bind(1, customerId);
        var key = _readKey.Step() ? _readKey.Blob(0) : null;
        _readKey.Reset();
        if (key is not null) return key;
        key = CustomerSeal.NewKey();
        _insertKey.Bind(1, customerId);
        _insertKey.Bind(2, key);
        _insertKey.Run();
        return key;
    }

    private static Guid? SalesUserOf(Change change, Guid? customerId) => customerId is { } id ? change.Tracked.Find<Customer>(id)?.SalesUserId : null;

    public void Dispose()
    {
        _insert.Dispose();
        _head.Dispose();
        _readKey.Dispose();
        _insertKey.Dispose();
        _dropKey.Dispose();
        _dropSealed.Dispose();
    }
}
