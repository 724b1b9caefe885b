using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SalesOps.Domain.Store;

/// <summary>
/// What an action changed, as the journal keeps it:
/// <c>[{"table":"Customers","id":"01…","old":{…},"new":{…}}]</c>, columns as the store keeps them, blobs in lower-case hex, NULL left out of
/// new rows. Personal columns stand in a second array of the same order, which gets sealed; of secrets only the SHA-256 is noted.
/// An operation's last entry notes its row of Operations too: of the answer the SHA-256, and the request's hash with what is personal.
/// An erasure has no sealed part: of personal columns it keeps only what was put in their place.
/// </summary>
internal sealed class ChangeJson : IDisposable
{
    /// <summary>Stands before a SHA-256 in place of the value itself.</summary>
    public static ReadOnlySpan<byte> HashMark => "sha256:"u8;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Table = JsonEncodedText.Encode("table");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Old = JsonEncodedText.Encode("old");
    private static readonly JsonEncodedText New = JsonEncodedText.Encode("new");
    private static readonly JsonEncodedText Operations = JsonEncodedText.Encode("Operations");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode(nameof(Operation.Name));
    private static readonly JsonEncodedText RequestHash = JsonEncodedText.Encode(nameof(Operation.RequestHash));
    private static readonly JsonEncodedText Answer = JsonEncodedText.Encode(nameof(Operation.Answer));
    private static readonly JsonEncodedText Sequence = JsonEncodedText.Encode(nameof(Operation.Sequence));
    private static readonly JsonEncodedText At = JsonEncodedText.Encode(nameof(Operation.At));

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
    /// <param name="operation">The operation that ends with this entry; null when more entries of it follow.</param>
    public byte[] Write(IEnumerable<RowChange> rows, bool isErasure, Operation? operation, out ReadOnlySpan<byte> personal)
    {
        _open.ResetWrittenCount();
        _personal.ResetWrittenCount();
        _openJson.Reset();
        _personalJson.Reset();
        _openJson.WriteStartArray();
        _personalJson.WriteStartArray();
        var anyPersonal = false;
        foreach (var row in rows) anyPersonal |= Write(row, isErasure);
        if (operation is not null) Write(operation, anyPersonal ? _personalJson : _openJson);
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

    private void Write(Operation operation, Utf8JsonWriter request)
    {
        Head(_openJson, operation);
        _openJson.WriteString(Name, operation.Name);
        if (request == _openJson) WriteHex(_openJson, RequestHash, operation.RequestHash);
        WriteHashed(_openJson, Answer, operation.Answer);
        _openJson.WriteNumber(Sequence, operation.Sequence);
        _openJson.WriteNumber(At, new DateTimeOffset(operation.At).ToUnixTimeMilliseconds());
        _openJson.WriteEndObject();
        _openJson.WriteEndObject();
        if (request == _openJson) return;
        Head(request, operation);
        WriteHex(request, RequestHash, operation.RequestHash);
        request.WriteEndObject();
        request.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, Operation operation)
    {
        Span<byte> id = stackalloc byte[16];
        operation.Id.TryWriteBytes(id, true, out _);
        json.WriteStartObject();
        json.WriteString(Table, Operations);
        WriteHex(json, Id, id);
        json.WriteStartObject(New);
    }

    private static void WriteHex(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> value)
    {
        Span<byte> hex = stackalloc byte[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(value, hex, out var written);
        json.WriteString(name, hex[..written]);
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
            if (column.IsSecret) column.WriteHashed(values, json);
            else column.Write(values, json);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes the SHA-256 in place of the value itself.</summary>
    public static void WriteHashed(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[HashMark.Length + 2 * SHA256.HashSizeInBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        HashMark.CopyTo(text);
        Convert.TryToHexStringLower(hash, text[HashMark.Length..], out _);
        json.WriteString(name, text);
    }

    public void Dispose()
    {
        _openJson.Dispose();
        _personalJson.Dispose();
    }
}
