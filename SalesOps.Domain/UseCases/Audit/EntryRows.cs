using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.UseCases.Audit;

/// <summary>What became of a row.</summary>
public enum RowFate
{
    Added,
    Changed,
    Removed,
}

/// <summary>What an audit entry did to one row.</summary>
/// <param name="Table">As the store calls it.</param>
public sealed record EntryRow(string Table, Guid Id, RowFate Fate, IReadOnlyList<EntryField> Fields);

/// <summary>A field's values: moments (UTC), ids, flags, numbers, and else the text that the store keeps. Null for nothing.</summary>
/// <param name="Column">As the store calls it.</param>
/// <param name="Codes">The enum whose codes the values are, or lists of them between commas; null for other values.</param>
/// <param name="IsSecret">It changed, and nobody is told from what to what.</param>
public sealed record EntryField(string Column, string? Codes, object? Was, object? Is, bool IsSecret);

/// <summary>The rows of an entry's parts, as people read them.</summary>
/// <param name="leftOut">Rows that are not told; null for none.</param>
internal sealed class EntryRows(IModel model, Type? leftOut)
{
    /// <summary>What the program notes for itself: made of other columns, counted with each change, or measured while somebody decided.</summary>
    private static readonly HashSet<string> Own =
        [nameof(Customer.SearchText), nameof(Customer.AbsorbedText), nameof(Customer.Version), nameof(Decision.Trace), nameof(Decision.LookedMs), nameof(Decision.ReadingMs)];

    private readonly List<Told> _rows = [];

    /// <summary>Takes in the open part, or the personal one once it is opened.</summary>
    public void Add(byte[] part)
    {
        var reader = new ChangeReader(FirstFormat.Raise(part));
        while (reader.NextRow())
        {
            var table = reader.Table;
            var type = model.GetEntityTypes().Single(t => JournalNumbers.OfTable(t.GetTableName()!) == table);
            if (type.ClrType == leftOut || type.ClrType == typeof(Operation))
            {
                reader.SkipRow();
                continue;
            }
            var id = new Guid(reader.Id, true);
            var row = _rows.Find(r => r.Id == id && r.Type == type);
            if (row is null) _rows.Add(row = new Told(type, id, !reader.HasOld ? RowFate.Added : reader.HasNew ? RowFate.Changed : RowFate.Removed));
            if (reader.HasOld) row.Read(ref reader, isOld: true);
            if (reader.HasNew) row.Read(ref reader, isOld: false);
        }
    }

    /// <summary>The rows of which there is something to tell.</summary>
    public IReadOnlyList<EntryRow> All() => [.. _rows.Select(r => r.Tell()).Where(r => r.Fields.Count > 0)];

    private sealed class Told(IEntityType type, Guid id, RowFate fate)
    {
        private readonly Dictionary<int, IProperty> _columns = type.GetProperties().ToDictionary(p => JournalNumbers.OfColumn(type.GetTableName()!, p.GetColumnName()));
        private readonly SortedDictionary<int, EntryField> _fields = [];

        public IEntityType Type => type;
        public Guid Id => id;

        public void Read(ref ChangeReader reader, bool isOld)
        {
            while (reader.NextCell())
            {
                if (!_columns.TryGetValue(reader.Column, out var column) || Own.Contains(column.Name)) continue;
                var clr = Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType;
                var isSecret = column.PropertyInfo!.IsDefined(typeof(SecretAttribute), false);
                var value = isSecret ? null : Value(in reader, clr);
                var field = _fields.GetValueOrDefault(reader.Column) ?? new EntryField(column.Name, CodesOf(clr), null, null, isSecret);
                _fields[reader.Column] = isOld ? field with { Was = value } : field with { Is = value };
            }
        }

        public EntryRow Tell() => new(type.GetTableName()!, id, fate, [.. _fields.Values]);

        private static string? CodesOf(Type clr) => clr.IsEnum ? clr.Name : clr.GenericTypeArguments is [{ IsEnum: true } one] ? one.Name : null;

        private static object? Value(in ChangeReader cell, Type clr) => cell.Kind switch
        {
            CellKind.Integer when clr == typeof(DateTime) => DateTime.UnixEpoch.AddMilliseconds(cell.Integer),
            CellKind.Integer when clr == typeof(bool) => cell.Integer != 0,
            CellKind.Integer => cell.Integer,
            CellKind.Real => cell.Real,
            CellKind.Text => Encoding.UTF8.GetString(cell.Bytes),
            CellKind.Blob => new Guid(cell.Bytes, true),
            _ => null,
        };
    }
}
