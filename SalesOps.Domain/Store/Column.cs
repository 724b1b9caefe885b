using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>
/// A column as the lane reads, compares and writes it. Made from EF's model, so that both always agree on what a value looks like in the store;
/// compiled, so that a row costs no boxes, and at first use: most programs that open a store write few of its columns.
/// </summary>
internal sealed class Column
{
    private readonly IProperty _source;
    private readonly JsonEncodedText _jsonName;
    private readonly PropertyInfo _property;
    private Func<object, object, bool>? _equal;
    private Action<object, Statement, int>? _bind;
    private Action<object, Utf8JsonWriter, JsonEncodedText>? _write;
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
        IsSecret = property.PropertyInfo!.IsDefined(typeof(SecretAttribute), false);
        if (property.TryGetDefaultValue(out var value)) DefaultJson = value is bool truth ? [truth ? (byte)'1' : (byte)'0'] : JsonSerializer.SerializeToUtf8Bytes(value, Stored);
        _jsonName = JsonEncodedText.Encode(Name);
    }

    public string Name { get; }
    public string PropertyName { get; }
    public bool IsKey { get; }
    /// <summary>It holds another row's key, and the store demands that row.</summary>
    public bool IsReference { get; }
    public bool IsPersonal { get; }
    public bool IsSecret { get; }
    /// <summary>What kind of value the store keeps.</summary>
    public Type Stored { get; }
    /// <summary>What rows hold that were there before the column was, as the journal would write it; null for NULL.</summary>
    public byte[]? DefaultJson { get; }

    public bool IsNull(object row) => (_isNull ??= new ColumnCode(_source).IsNull())(row);

    /// <summary>Whether both rows hold the same value.</summary>
    public bool Equal(object row, object other) => (_equal ??= new ColumnCode(_source).Equal())(row, other);

    /// <summary>Gives the row's value to the statement.</summary>
    public void Bind(object row, Statement statement, int place) => (_bind ??= new ColumnCode(_source).Bind())(row, statement, place);

    /// <summary>Takes the row's value from the statement's present row.</summary>
    public void Fill(object row, Statement statement, int column) => (_fill ??= new ColumnCode(_source).Fill())(row, statement, column);

    /// <summary>Writes the row's value as the store keeps it, under the column's name or <paramref name="name"/>; blobs in lower-case hex.</summary>
    public void Write(object row, Utf8JsonWriter json, JsonEncodedText? name = null) =>
        (_write ??= new ColumnCode(_source).Write())(row, json, name ?? _jsonName);

    /// <summary>Writes the SHA-256 of the row's value, and no more.</summary>
    public void WriteHashed(object row, Utf8JsonWriter json)
    {
        switch (_property.GetValue(row))
        {
            case null: json.WriteNull(_jsonName); break;
            case byte[] bytes: ChangeJson.WriteHashed(json, _jsonName, bytes); break;
            case string text: ChangeJson.WriteHashed(json, _jsonName, Encoding.UTF8.GetBytes(text)); break;
            default: throw new NotSupportedException($"{Name} cannot be a secret.");
        }
    }
}
