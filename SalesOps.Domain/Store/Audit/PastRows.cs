using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// Rows as they were, made from nothing but the journal's entries: each entry that is taken in changes them as it once changed the tables.
/// What was erased since is empty; of secrets the journal knows nothing.
/// </summary>
internal sealed class PastRows
{
    private readonly Dictionary<int, PastTable> _tables;

    /// <param name="only">The rows wanted; none for all that carry an id, but for the operations, of whose answers the journal knows the hash alone.</param>
    public PastRows(IModel model, params IReadOnlyCollection<Type> only) =>
        _tables = model.GetEntityTypes().Where(t => t.FindPrimaryKey()!.Properties is [var key] && key.ClrType == typeof(Guid) && (only.Count == 0 ? t.ClrType != typeof(Operation) : only.Contains(t.ClrType)))
            .ToDictionary(t => JournalNumbers.OfTable(t.GetTableName()!), t => new PastTable(t));

    /// <summary>Takes an entry in. Entries come in their order.</summary>
    /// <param name="key">The customer's key, which opens the sealed part; null leaves personal columns empty.</param>
    /// <returns>The rows it added or changed.</returns>
    public IReadOnlyCollection<object> Apply(byte[] changes, byte[]? box = null, byte[]? key = null)
    {
        var touched = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Apply(changes, touched);
        if (box is not null && key is not null) Apply(CustomerSeal.Open(box, key), touched);
        return touched;
    }

    /// <summary>Makes a row what the entry found, in the columns that it changed; but its version grows once more, or who saw the row in between would write over it. Of secrets nothing is known: they stay.</summary>
    /// <returns>False when the entry did not change the row, or when it is not as the entry left it; it stays as it is then.</returns>
    public bool Revert(Guid id, object row, byte[] changes) => Revert(id, row, changes, isAsked: false);

    /// <summary>Whether the entry changed the row, and left it as it is: <see cref="Revert(Guid, object, byte[])"/> would make it what the entry found.</summary>
    public bool CanRevert(Guid id, object row, byte[] changes) => Revert(id, row, changes, isAsked: true);

    private bool Revert(Guid id, object row, byte[] changes, bool isAsked)
    {
        var reader = new ChangeReader(FirstFormat.Raise(changes));
        while (reader.NextRow())
            if (_tables.TryGetValue(reader.Table, out var table) && table.Type == row.GetType() && new Guid(reader.Id, true) == id) return table.Revert(row, ref reader, isAsked);
            else reader.SkipRow();
        return false;
    }

    public IEnumerable<T> Of<T>() where T : class => Of(typeof(T)).Cast<T>();

    public IEnumerable<object> Of(Type type) => TableOf(type).Rows.Values;

    /// <summary>The row, changed in place by later entries; null when it is not there.</summary>
    public T? Find<T>(Guid? id) where T : class => id is { } known ? (T?)TableOf(typeof(T)).Rows.GetValueOrDefault(known) : null;

    private PastTable TableOf(Type type) => _tables.Values.First(t => t.Type == type);

    private void Apply(ReadOnlySpan<byte> changes, HashSet<object> touched)
    {
        var reader = new ChangeReader(FirstFormat.Raise(changes));
        while (reader.NextRow())
            if (!_tables.TryGetValue(reader.Table, out var table)) reader.SkipRow();
            else if (table.Apply(ref reader) is { } row) touched.Add(row);
    }

    private sealed class PastTable(IEntityType type)
    {
        private readonly Dictionary<int, PastColumn> _columns = type.GetProperties().Where(p => !p.IsPrimaryKey())
            .ToDictionary(p => JournalNumbers.OfColumn(type.GetTableName()!, p.GetColumnName()), p => new PastColumn(p));
        private readonly PropertyInfo _key = type.FindPrimaryKey()!.Properties[0].PropertyInfo!;
        private readonly List<(PropertyInfo Property, object? Value)> _defaults =
            [.. type.GetProperties().Where(p => p.TryGetDefaultValue(out _)).Select(p => (p.PropertyInfo!, p.GetDefaultValue()))];

        public Type Type { get; } = type.ClrType;
        public Dictionary<Guid, object> Rows { get; } = [];

        /// <summary>The row as it is now; null when it is gone.</summary>
        public object? Apply(ref ChangeReader reader)
        {
            var id = new Guid(reader.Id, true);
            if (!reader.HasNew)
            {
                reader.SkipRow();
                Rows.Remove(id);
                return null;
            }
            if (!Rows.TryGetValue(id, out var row))
            {
                _key.SetValue(Rows[id] = row = Activator.CreateInstance(Type, nonPublic: true)!, id);
                foreach (var (property, value) in _defaults) property.SetValue(row, value);
            }
            if (reader.HasOld)
                while (reader.NextCell()) { }
            while (reader.NextCell())
                if (_columns.TryGetValue(reader.Column, out var column)) column.Set(row, in reader);
            return row;
        }

        /// <param name="isAsked">Whether it could is all that is asked.</param>
        public bool Revert(object row, ref ChangeReader reader, bool isAsked)
        {
            if (!reader.HasOld || !reader.HasNew) return false;
            var found = reader;
            var ahead = reader;
            while (ahead.NextCell()) { }
            while (ahead.NextCell())
                if (!_columns.TryGetValue(ahead.Column, out var column) || !column.Is(row, in ahead)) return false;
            if (isAsked) return true;
            while (found.NextCell()) _columns[found.Column].Return(row, in found);
            return true;
        }
    }

    private sealed class PastColumn(IProperty property)
    {
        private readonly Type _stored = property.GetTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        private readonly Func<object?, object?> _fromStored = property.GetTypeMapping().Converter?.ConvertFromProvider ?? (value => value);
        private readonly bool _isSecret = property.PropertyInfo!.IsDefined(typeof(SecretAttribute), false);

        public void Set(object row, in ChangeReader cell)
        {
            // A hash says nothing of what it is the hash of.
            if (!_isSecret && cell.Kind != CellKind.Hash) property.PropertyInfo!.SetValue(row, cell.Kind == CellKind.Null ? null : _fromStored(Read(cell)));
        }

        public void Return(object row, in ChangeReader cell)
        {
            if (property.Name is nameof(SalesUser.Version) or nameof(Conversation.HolderVersion)) property.PropertyInfo!.SetValue(row, (int)property.PropertyInfo.GetValue(row)! + 1);
            else Set(row, in cell);
        }

        // Who holds a conversation, its holder says; its version only grows.
        public bool Is(object row, in ChangeReader cell) => _isSecret || property.Name == nameof(Conversation.HolderVersion)
            || (cell.Kind != CellKind.Hash && Equals(property.PropertyInfo!.GetValue(row), cell.Kind == CellKind.Null ? null : _fromStored(Read(cell))));

        private object Read(in ChangeReader cell) => cell.Kind switch
        {
            CellKind.Integer => Convert.ChangeType(cell.Integer, _stored, CultureInfo.InvariantCulture),
            CellKind.Real => cell.Real,
            CellKind.Text => Encoding.UTF8.GetString(cell.Bytes),
            CellKind.Blob => cell.Bytes.ToArray(),
            _ => throw new FormatException("A cell says nothing."),
        };
    }
}
