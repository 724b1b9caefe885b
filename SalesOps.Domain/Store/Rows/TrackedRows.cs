using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.Store.Rows;

/// <summary>
/// The rows that one command read, made or removed. A row that was read is kept beside a copy of itself, and the difference is the change:
/// EF's own tracker does this for any model and any graph, and costs several times as much a row.
/// </summary>
internal sealed class TrackedRows(IReadOnlyDictionary<Type, RowShape> shapes)
{
    private static readonly Func<object, object> Copy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<(Type, Guid), Entry> _read = [];

    /// <summary>A row as read just now; the one tracked already when it was read before.</summary>
    public object Read(object row)
    {
        if (!shapes.TryGetValue(row.GetType(), out var shape) || shape.IdOf(row) is not { } id) return row;
        if (_read.TryGetValue((shape.Type, id), out var earlier)) return earlier.Row;
        var entry = new Entry(shape, row, Copy(row));
        _entries.Add(entry);
        _read.Add((shape.Type, id), entry);
        return row;
    }

    public void Add(object row) => _entries.Add(new Entry(shapes[row.GetType()], row, null));

    /// <exception cref="InvalidOperationException">The row was not read in this command.</exception>
    public void Remove(object row) =>
        (_entries.Find(e => ReferenceEquals(e.Row, row)) ?? throw new InvalidOperationException("Only a row that was read can be removed.")).IsRemoved = true;

    /// <summary>Counts a row's personal columns as changed, whether they are or not.</summary>
    public void Restate(object row) => _entries.Find(e => ReferenceEquals(e.Row, row))!.IsRestated = true;

    /// <summary>Whether the row was added, removed or differs from what was read.</summary>
    public bool IsChanged(object row) => _entries.Find(e => ReferenceEquals(e.Row, row))?.Change() is not null;

    /// <summary>The added or read row with this id; null when the command has none.</summary>
    public T? Find<T>(Guid id) where T : class =>
        _read.TryGetValue((typeof(T), id), out var read) ? (T)read.Row : (T?)_entries.Find(e => e.Row is T && e.Shape.IdOf(e.Row) == id)?.Row;

    public void Clear()
    {
        _entries.Clear();
        _read.Clear();
    }

    /// <summary>What the command's rows amount to, in the order in which it met them.</summary>
    public List<RowChange> Changes()
    {
        var changes = new List<RowChange>(_entries.Count);
        foreach (var entry in _entries)
            if (entry.Change() is { } change) changes.Add(change);
        return changes;
    }

    private sealed class Entry(RowShape shape, object row, object? before)
    {
        public RowShape Shape => shape;
        public object Row => row;
        public bool IsRemoved { get; set; }
        public bool IsRestated { get; set; }

        public RowChange? Change()
        {
            if (before is null) return IsRemoved ? null : new RowChange(shape, row, null, EntityState.Added, ulong.MaxValue);
            if (IsRemoved) return new RowChange(shape, row, before, EntityState.Deleted, ulong.MaxValue);
            var columns = 0UL;
            for (var i = 0; i < shape.Columns.Length; i++)
                if (!shape.Columns[i].Equal(row, before) || (IsRestated && shape.Columns[i].IsPersonal)) columns |= 1UL << i;
            return columns == 0 ? null : new RowChange(shape, row, before, EntityState.Modified, columns);
        }
    }
}

/// <summary>One row that a command added, changed or removed.</summary>
/// <param name="Before">The row as it was read; null for an added one.</param>
/// <param name="Columns">Which columns changed, one bit each; all for an added or removed row.</param>
internal sealed record RowChange(RowShape Shape, object Row, object? Before, EntityState State, ulong Columns)
{
    public bool Has(int column) => (Columns & (1UL << column)) != 0;

    /// <summary>Whether an update makes the row refer to another.</summary>
    public bool ChangesReference() => State == EntityState.Modified && (Columns & Shape.References) != 0;
}

/// <summary>Brings what a handler asks of <see cref="Change.Store"/> into the command's tracked rows.</summary>
internal sealed class TrackRead : IMaterializationInterceptor
{
    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity) =>
        materializationData.Context is SalesOpsDb { Tracked: { } tracked } ? tracked.Read(entity) : entity;
}
