using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Format;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What the journal's entries are read with: the customers' keys, and what was erased.</summary>
internal sealed class Circumstances
{
    private readonly Dictionary<UInt128, CustomerKeyUse> _keys = [];
    private readonly Dictionary<UInt128, Erased> _erasures = [];
    private readonly HashSet<long> _marks = [];
    private readonly HashSet<UInt128> _forgotten = [];

    public Circumstances(SqliteConnection connection)
    {
        using (var rows = new SqliteRows(connection, "SELECT CustomerId, \"Key\" FROM CustomerKeys"))
            while (rows.Read())
                if (rows[0].Type == CellType.Blob && rows[0].Bytes.Length == 16) _keys[SqliteRows.IdOf(rows[0].Bytes)] = new CustomerKeyUse(rows[1].Type == CellType.Blob ? rows[1].Bytes.ToArray() : []);
                else HasForeignKey = true;
        ReadErasures(connection);
        if (_erasures.Count > 0) ReadForgotten(connection);
    }

    /// <summary>The key that opens the customer's sealed parts; null when there is none.</summary>
    public byte[]? UseKey(UInt128 customer)
    {
        if (!_keys.TryGetValue(customer, out var key)) return null;
        key.IsUsed = true;
        return key.Key;
    }

    private bool HasForeignKey { get; }

    /// <summary>Whether a key was found that opened nothing, after everything was read: it is of no customer, or outlived an erasure.</summary>
    public bool HasIdleKey => HasForeignKey || _keys.Values.Any(k => !k.IsUsed);

    public bool HasErasures => _erasures.Count > 0;

    /// <summary>What was erased of the customer.</summary>
    public Erased ErasedOf(UInt128 customer) => _erasures.GetValueOrDefault(customer);

    /// <summary>Whether the entry, which is called an erasure or a resealing, is one.</summary>
    public bool IsMark(long sequence) => _marks.Contains(sequence);

    /// <summary>Whether an erasure emptied the operation's request hash.</summary>
    public bool IsForgotten(UInt128 operation) => _forgotten.Contains(operation);

    /// <summary>An entry's name alone says nothing: an erasure sets the customer's time of it, and a resealing comes with an erasure.</summary>
    private void ReadErasures(SqliteConnection connection)
    {
        var (operations, resealed) = (new HashSet<UInt128>(), new List<(long Sequence, UInt128 Customer, UInt128 Operation)>());
        using var rows = new SqliteRows(connection, $"SELECT Sequence, Action, CustomerId, OperationId, Changes FROM AuditEntries WHERE Action IN ('{Erasure.Action}', '{Erasure.ResealAction}') ORDER BY Action, Sequence");
        while (rows.Read())
        {
            if (rows[2] is not { Type: CellType.Blob, Bytes.Length: 16 } customer || rows[3] is not { Type: CellType.Blob, Bytes.Length: 16 } operation) continue;
            var (sequence, id) = (rows[0].Integer, SqliteRows.IdOf(customer.Bytes));
            if (rows[1].Bytes.SequenceEqual(Erasure.ResealActionBytes)) resealed.Add((sequence, id, SqliteRows.IdOf(operation.Bytes)));
            else if (rows[1].Bytes.SequenceEqual(Erasure.ActionBytes) && SetsErasedAt(connection, sequence, rows[4].Bytes, customer.Bytes))
            {
                _erasures[id] = new Erased(sequence, false);
                _marks.Add(sequence);
                operations.Add(SqliteRows.IdOf(operation.Bytes));
            }
        }
        foreach (var (sequence, customer, operation) in resealed.Where(r => operations.Contains(r.Operation)))
        {
            _marks.Add(sequence);
            if (ErasedOf(customer) is { Sequence: 0 } or { IsResealed: true }) _erasures[customer] = new Erased(sequence, true);
        }
    }

    private static bool SetsErasedAt(SqliteConnection connection, long sequence, ReadOnlySpan<byte> changes, ReadOnlySpan<byte> customer)
    {
        try
        {
            var reader = new ChangeReader(FirstFormat.Raise(changes));
            while (reader.NextRow())
            {
                var table = Tables.All.Find(reader.Table);
                var id = reader.Id;
                var (was, isNow) = (false, false);
                while (reader.HasOld && reader.NextCell()) was |= IsErasedAt(table, reader, CellKind.Null);
                while (reader.HasNew && reader.NextCell()) isNow |= IsErasedAt(table, reader, CellKind.Integer);
                if (was && isNow && (table.IsCustomers ? id.SequenceEqual(customer) : IsMadeAbout(connection, table, id, customer, sequence))) return true;
            }
            return false;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsErasedAt(Table table, in ChangeReader cell, CellKind kind) => cell.Kind == kind && table.Find(cell.Column).Index == table.ErasedAt;

    /// <summary>Whether an entry about the customer made the row: the table's word for it would not do.</summary>
    private static bool IsMadeAbout(SqliteConnection connection, Table table, ReadOnlySpan<byte> row, ReadOnlySpan<byte> customer, long before)
    {
        using var rows = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT Changes FROM AuditEntries WHERE CustomerId = x'{Convert.ToHexString(customer)}' AND Sequence < {before}"));
        while (rows.Read())
            for (var reader = new ChangeReader(FirstFormat.Raise(rows[0].Bytes)); reader.NextRow(); reader.SkipRow())
                if (!reader.HasOld && reader.Id.SequenceEqual(row) && Tables.All.Find(reader.Table) == table) return true;
        return false;
    }

    private void ReadForgotten(SqliteConnection connection)
    {
        using var entries = new Statement(connection, "SELECT OperationId FROM AuditEntries WHERE CustomerId = ?1 AND Sequence < ?2 AND typeof(OperationId) = 'blob' AND length(OperationId) = 16");
        Span<byte> id = stackalloc byte[16];
        foreach (var (customer, erased) in _erasures)
        {
            BinaryPrimitives.WriteUInt128BigEndian(id, customer);
            entries.Bind(1, id);
            entries.Bind(2, erased.Sequence);
            while (entries.Step()) _forgotten.Add(SqliteRows.IdOf(entries.Blob(0)));
        }
    }

    private sealed class CustomerKeyUse(byte[] key)
    {
        public byte[] Key { get; } = key;
        /// <summary>Set by whichever thread uses it first, to the same value.</summary>
        public volatile bool IsUsed;
    }
}

/// <summary>What was erased of a customer.</summary>
/// <param name="Sequence">The entry that erased it; 0 when nothing was.</param>
/// <param name="IsResealed">Only the past was: the entry says anew what stood there then.</param>
internal readonly record struct Erased(long Sequence, bool IsResealed)
{
    public bool IsNothing => Sequence == 0;

    /// <summary>From which entry on the journal says personal columns: what came before is destroyed, and an erasure itself may put nothing but placeholders there.</summary>
    public long SaidFrom => IsResealed ? Sequence : Sequence + 1;

    /// <summary>
    /// What a personal cell is compared by: 0 when it holds what stands there though no entry says so. That is NULL, but of an erased customer the
    /// <paramref name="placeholder"/>.
    /// </summary>
    /// <param name="term">0 for NULL.</param>
    public ulong Normal(ulong term, ulong placeholder) => IsResealed ? term : term == placeholder ? 0 : term == 0 ? 1 : term;
}
