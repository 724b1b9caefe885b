using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>
/// Rows as they were, made from nothing but the journal's entries: each entry that is taken in changes them as it once changed the tables.
/// What was erased since is empty; of secrets the journal knows nothing.
/// </summary>
internal sealed class PastRows
{
    private readonly Dictionary<string, PastTable> _tables;

    /// <param name="only">The rows wanted; none for all that carry an id, but for the operations, of whose answers the journal knows the hash alone.</param>
    public PastRows(IModel model, params IReadOnlyCollection<Type> only) =>
        _tables = model.GetEntityTypes().Where(t => t.FindPrimaryKey()!.Properties is [var key] && key.ClrType == typeof(Guid) && (only.Count == 0 ? t.ClrType != typeof(Operation) : only.Contains(t.ClrType)))
            .ToDictionary(t => t.GetTableName()!, t => new PastTable(t), StringComparer.Ordinal);

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

    public IEnumerable<T> Of<T>() where T : class => Of(typeof(T)).Cast<T>();

    public IEnumerable<object> Of(Type type) => TableOf(type).Rows.Values;

    /// <summary>The row, changed in place by later entries; null when it is not there.</summary>
    public T? Find<T>(Guid? id) where T : class => id is { } known ? (T?)TableOf(typeof(T)).Rows.GetValueOrDefault(known) : null;

    private PastTable TableOf(Type type) => _tables.Values.First(t => t.Type == type);

    private void Apply(ReadOnlyMemory<byte> json, HashSet<object> touched)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var change in document.RootElement.EnumerateArray())
            if (_tables.TryGetValue(change.GetProperty("table"u8).GetString()!, out var table) && table.Apply(change) is { } row) touched.Add(row);
    }

    private sealed class PastTable(IEntityType type)
    {
        private readonly Dictionary<string, PastColumn> _columns = type.GetProperties().ToDictionary(p => p.GetColumnName(), p => new PastColumn(p), StringComparer.Ordinal);
        private readonly PastColumn _key = new(type.FindPrimaryKey()!.Properties[0]);
        private readonly List<(PropertyInfo Property, object? Value)> _defaults =
            [.. type.GetProperties().Where(p => p.TryGetDefaultValue(out _)).Select(p => (p.PropertyInfo!, p.GetDefaultValue()))];

        public Type Type { get; } = type.ClrType;
        public Dictionary<Guid, object> Rows { get; } = [];

        /// <summary>The row as it is now; null when it is gone.</summary>
        public object? Apply(JsonElement change)
        {
            var key = change.GetProperty("id"u8);
            var id = new Guid(Convert.FromHexString(key.GetString()!), true);
            if (!change.TryGetProperty("new"u8, out var values))
            {
                Rows.Remove(id);
                return null;
            }
            if (!Rows.TryGetValue(id, out var row))
            {
                _key.Set(Rows[id] = row = Activator.CreateInstance(Type, nonPublic: true)!, key);
                foreach (var (property, value) in _defaults) property.SetValue(row, value);
            }
            foreach (var value in values.EnumerateObject())
                if (_columns.TryGetValue(value.Name, out var column)) column.Set(row, value.Value);
            return row;
        }
    }

    private sealed class PastColumn(IProperty property)
    {
        private readonly Type _stored = property.GetTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        private readonly Func<object?, object?> _fromStored = property.GetTypeMapping().Converter?.ConvertFromProvider ?? (value => value);
        private readonly bool _isSecret = property.PropertyInfo!.IsDefined(typeof(SecretAttribute), false);

        public void Set(object row, JsonElement value)
        {
            if (!_isSecret) property.PropertyInfo!.SetValue(row, value.ValueKind == JsonValueKind.Null ? null : _fromStored(Read(value)));
        }

        private object Read(JsonElement value) =>
            _stored == typeof(string) ? value.GetString()!
            : _stored == typeof(byte[]) ? Convert.FromHexString(value.GetString()!)
            : _stored == typeof(double) ? value.GetDouble()
            : Convert.ChangeType(value.GetInt64(), _stored, CultureInfo.InvariantCulture);
    }
}
