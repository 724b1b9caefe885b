using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SalesOps.Domain.Store;

/// <summary>
/// What an action changed, as the journal keeps it:
/// <c>[{"table":"Customers","id":"01…","old":{…},"new":{…}}]</c>, columns as the store keeps them, blobs in lower-case hex, NULL left out of
/// new rows. Personal columns stand in a second array of the same order, which gets sealed; secret ones are noted as changed only.
/// An erasure has no sealed part: of personal columns it keeps only what was put in their place.
/// </summary>
internal sealed class ChangeJson : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Table = JsonEncodedText.Encode("table");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Old = JsonEncodedText.Encode("old");
    private static readonly JsonEncodedText New = JsonEncodedText.Encode("new");

    private static readonly Func<Column, bool> Any = _ => true;
    private static readonly Func<Column, bool> Personal = column => column.IsPersonal;
    private static readonly Func<Column, bool> NotPersonal = column => !column.IsPersonal;

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
    public byte[] Write(IEnumerable<RowChange> rows, bool isErasure, out ReadOnlySpan<byte> personal)
    {
        _open.ResetWrittenCount();
        _personal.ResetWrittenCount();
        _openJson.Reset();
        _personalJson.Reset();
        _openJson.WriteStartArray();
        _personalJson.WriteStartArray();
        var anyPersonal = false;
        foreach (var row in rows) anyPersonal |= Write(row, isErasure);
        _openJson.WriteEndArray();
        _openJson.Flush();
        _personalJson.WriteEndArray();
        _personalJson.Flush();
        personal = anyPersonal ? _personal.WrittenSpan : [];
        return _open.WrittenSpan.ToArray();
    }

    private bool Write(RowChange row, bool isErasure)
    {
        Head(_openJson, row);
        if (row.Before is { } before) Side(_openJson, Old, row, before, NotPersonal);
        if (row.State != EntityState.Deleted) Side(_openJson, New, row, row.Row, isErasure ? Any : NotPersonal);
        _openJson.WriteEndObject();
        if (isErasure) return false;
        var personal = false;
        for (var i = 0; i < row.Shape.Columns.Length; i++) personal |= row.Has(i) && row.Shape.Columns[i].IsPersonal;
        if (!personal) return false;
        Head(_personalJson, row);
        if (row.Before is { } was) Side(_personalJson, Old, row, was, Personal);
        if (row.State != EntityState.Deleted) Side(_personalJson, New, row, row.Row, Personal);
        _personalJson.WriteEndObject();
        return true;
    }

    private static void Head(Utf8JsonWriter json, RowChange row)
    {
        json.WriteStartObject();
        json.WriteString(Table, row.Shape.TableName);
        foreach (var key in row.Shape.Columns)
            if (key.IsKey) key.Write(row.Row, json, Id);
    }

    private static void Side(Utf8JsonWriter json, JsonEncodedText name, RowChange row, object values, Func<Column, bool> stands)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < row.Shape.Columns.Length; i++)
        {
            var column = row.Shape.Columns[i];
            if (column.IsKey || !row.Has(i) || !stands(column)) continue;
            if (row.State == EntityState.Added && column.IsNull(values)) continue;
            if (column.IsSecret) column.WriteHidden(values, json);
            else column.Write(values, json);
        }
        json.WriteEndObject();
    }

    public void Dispose()
    {
        _openJson.Dispose();
        _personalJson.Dispose();
    }
}
