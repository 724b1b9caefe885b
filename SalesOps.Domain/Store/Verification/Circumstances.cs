using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What the journal's entries are read with: the customers' keys, and what was erased.</summary>
internal sealed class Circumstances
{
    // Who was resealed is like one who was erased and came back at once with what stands now.
    private const string Erased = "FROM AuditEntries WHERE Action IN ('customer.erased', 'customer.resealed') AND CustomerId IS NOT NULL GROUP BY CustomerId";
    private readonly Dictionary<UInt128, CustomerKeyUse> _keys = [];
    private readonly Dictionary<UInt128, long> _erasures = [];
    private readonly HashSet<UInt128> _forgotten = [];

    public Circumstances(SqliteConnection connection)
    {
        using (var rows = new SqliteRows(connection, "SELECT CustomerId, \"Key\" FROM CustomerKeys"))
            while (rows.Read())
                if (rows[0].Type == CellType.Blob && rows[0].Bytes.Length == 16) _keys[SqliteRows.IdOf(rows[0].Bytes)] = new CustomerKeyUse(rows[1].Type == CellType.Blob ? rows[1].Bytes.ToArray() : []);
                else HasForeignKey = true;
        using (var rows = new SqliteRows(connection, $"SELECT CustomerId, MAX(Sequence) {Erased}"))
            while (rows.Read())
                if (rows[0].Bytes.Length == 16) _erasures[SqliteRows.IdOf(rows[0].Bytes)] = rows[1].Integer;
        if (_erasures.Count == 0) return;
        using (var rows = new SqliteRows(connection,
            $"SELECT a.OperationId FROM AuditEntries a JOIN (SELECT CustomerId, MAX(Sequence) AS Last {Erased}) e ON a.CustomerId = e.CustomerId WHERE a.Sequence < e.Last"))
            while (rows.Read())
                if (rows[0].Bytes.Length == 16) _forgotten.Add(SqliteRows.IdOf(rows[0].Bytes));
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

    /// <summary>The entry that erased the customer; 0 when it was not.</summary>
    public long ErasedBy(UInt128 customer) => _erasures.GetValueOrDefault(customer);

    /// <summary>Whether an erasure emptied the operation's request hash.</summary>
    public bool IsForgotten(UInt128 operation) => _forgotten.Contains(operation);

    private sealed class CustomerKeyUse(byte[] key)
    {
        public byte[] Key { get; } = key;
        /// <summary>Set by whichever thread uses it first, to the same value.</summary>
        public volatile bool IsUsed;
    }
}
