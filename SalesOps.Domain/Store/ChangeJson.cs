using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SalesOps.Domain.Store;

/// <summary>
/// What an action changed, as the journal keeps it:
/// <c>[{"table":"Customers","id":"01…","old":{…},"new":{…}}]</c>, columns as the store keeps them, blobs in lower-case hex, NULL left out of
/// new rows. Personal columns stand in a second array of the same order, which gets sealed; secret ones are noted as changed only.
/// </summary>
internal sealed class ChangeJson : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _open = new(4096);
    private readonly ArrayBufferWriter<byte> _personal = new(4096);
    private readonly Utf8JsonWriter _openJson;
    private readonly Utf8JsonWriter _personalJson;

    public ChangeJson()
    {
        _openJson = new Utf8JsonWriter(_open, Relaxed);
        _personalJson = new Utf8JsonWriter(_personal, Relaxed);
    }

    /// <summary>The JSON of <paramref name="rows"/>; <paramref name="personal"/> is empty when nothing personal changed.</summary>
    public byte[] Write(IEnumerable<RowChange> rows, out ReadOnlySpan<byte> personal)
    {
        _open.ResetWrittenCount();
        _personal.ResetWrittenCount();
        _openJson.Reset();
        _personalJson.Reset();
        _openJson.WriteStartArray();
        _personalJson.WriteStartArray();
        var anyPersonal = false;
        foreach (var row in rows) anyPersonal |= Write(row);
        _openJson.WriteEndArray();
        _openJson.Flush();
        _personalJson.WriteEndArray();
        _personalJson.Flush();
        personal = anyPersonal ? _personal.WrittenSpan : [];
        return _open.WrittenSpan.ToArray();
    }

    private bool Write(RowChange row)
    {
        Head(_openJson, row);
        Columns(_openJson, row, personal: false);
        _openJson.WriteEndObject();
        var personal = false;
        for (var i = 0; i < row.Shape.Columns.Length; i++) personal |= row.Has(i) && row.Shape.Columns[i].IsPersonal;
        if (!personal) return false;
        Head(_personalJson, row);
        Columns(_personalJson, row, personal: true);
        _personalJson.WriteEndObject();
        return true;
    }

    private static void Head(Utf8JsonWriter json, RowChange row)
    {
        json.WriteStartObject();
        json.WriteString("table"u8, row.Shape.Table);
        foreach (var key in row.Shape.Columns)
            if (key.IsKey) Value(json, "id", key.Read(row.Row));
    }

    private static void Columns(Utf8JsonWriter json, RowChange row, bool personal)
    {
        if (row.State != EntityState.Added) Side(json, "old", row, personal, column => column.ReadOriginal(row.Entry));
        if (row.State != EntityState.Deleted) Side(json, "new", row, personal, column => column.Read(row.Row));
    }

    private static void Side(Utf8JsonWriter json, string name, RowChange row, bool personal, Func<Column, object?> read)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < row.Shape.Columns.Length; i++)
        {
            var column = row.Shape.Columns[i];
            if (column.IsKey || !row.Has(i) || column.IsPersonal != personal) continue;
            var value = read(column);
            if (value is null && row.State == EntityState.Added) continue;
            Value(json, column.Name, column.IsSecret && value is not null ? "***" : value);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case string text: json.WriteString(name, text); break;
            case long number: json.WriteNumber(name, number); break;
            case int number: json.WriteNumber(name, number); break;
            case double number: json.WriteNumber(name, number); break;
            case byte[] bytes: json.WriteString(name, Convert.ToHexStringLower(bytes)); break;
            default: throw new NotSupportedException($"A column of type {value.GetType()} cannot stand in the journal.");
        }
    }

    public void Dispose()
    {
        _openJson.Dispose();
        _personalJson.Dispose();
    }
}
