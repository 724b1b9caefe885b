using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Rows;

/// <summary>
/// A column as the lane reads, compares and writes it. Made from EF's model, so that both always agree on what a value looks like in the store;
/// compiled, so that a row costs no boxes, and at first use: most programs that open a store write few of its columns.
/// </summary>
internal sealed class Column
{
    private readonly IProperty _source;
    private readonly PropertyInfo _property;
    private Func<object, object, bool>? _equal;
    private Action<object, Statement, int>? _bind;
    private Action<object, ChangeWriter, int>? _write;
    private Action<object, Statement, int>? _fill;
    private Func<object, bool>? _isNull;

    public Column(IProperty property)
    {
        _source = property;
        Name = property.GetColumnName();
        PropertyName = property.Name;
        _property = property.PropertyInfo!;
        Stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        IsKey = property.IsPrimaryKey();
        IsReference = property.IsForeignKey();
        IsPersonal = property.PropertyInfo!.IsDefined(typeof(PersonalAttribute), false);
        IsNullable = property.IsNullable;
        IsSecret = property.PropertyInfo!.IsDefined(typeof(SecretAttribute), false);
        if (property.TryGetDefaultValue(out var value)) Default = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        Number = JournalNumbers.OfColumn(property.DeclaringType.ContainingEntityType.GetTableName()!, Name);
    }

    public string Name { get; }
    public string PropertyName { get; }
    public bool IsKey { get; }
    /// <summary>It holds another row's key, and the store demands that row.</summary>
    public bool IsReference { get; }
    public bool IsPersonal { get; }
    public bool IsSecret { get; }
    /// <summary>The store may keep NULL in it.</summary>
    public bool IsNullable { get; }
    /// <summary>What kind of value the store keeps.</summary>
    public Type Stored { get; }
    /// <summary>What rows hold that were there before the column was; null for NULL.</summary>
    public long? Default { get; }
    /// <summary>Its number in the journal; 0 when the journal does not speak of it.</summary>
    public int Number { get; }

    public bool IsNull(object row) => (_isNull ??= new ColumnCode(_source).IsNull())(row);

    /// <summary>Whether both rows hold the same value.</summary>
    public bool Equal(object row, object other) => (_equal ??= new ColumnCode(_source).Equal())(row, other);

    /// <summary>Gives the row's value to the statement.</summary>
    public void Bind(object row, Statement statement, int place) => (_bind ??= new ColumnCode(_source).Bind())(row, statement, place);

    /// <summary>Takes the row's value from the statement's present row.</summary>
    public void Fill(object row, Statement statement, int column) => (_fill ??= new ColumnCode(_source).Fill())(row, statement, column);

    /// <summary>Writes the row's value as the store keeps it.</summary>
    public void Write(object row, ChangeWriter part) => (_write ??= new ColumnCode(_source).Write())(row, part, Number);

    /// <summary>Writes the SHA-256 of the row's value, and no more.</summary>
    public void WriteHashed(object row, ChangeWriter part)
    {
        switch (_property.GetValue(row))
        {
            case null: part.Null(Number); break;
            case byte[] bytes: part.Hashed(Number, bytes); break;
            case string text: part.Hashed(Number, Encoding.UTF8.GetBytes(text)); break;
            default: throw new NotSupportedException($"{Name} cannot be a secret.");
        }
    }
}
