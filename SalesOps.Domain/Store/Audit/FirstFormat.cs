using System.Text.Json;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// The form in which the first versions wrote changes: <c>[{"table":"Customers","id":"01…","old":{…},"new":{…}}]</c>, blobs in lower-case hex,
/// in place of a secret <c>sha256:…</c>, or <c>***</c> where not even that was said. Such entries stay as they are, for the chain holds them.
/// </summary>
internal static class FirstFormat
{
    /// <summary>The changes in the present format: themselves, or what an old entry says.</summary>
    /// <exception cref="FormatException">They are not what a version of this program wrote.</exception>
    public static ReadOnlySpan<byte> Raise(ReadOnlySpan<byte> changes)
    {
        if (changes.IsEmpty || changes[0] != '[') return changes;
        var raised = new ChangeWriter();
        raised.Start();
        try
        {
            using var rows = JsonDocument.Parse(changes.ToArray());
            foreach (var row in rows.RootElement.EnumerateArray()) Row(row, raised);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("An old entry is not what the program wrote.", problem);
        }
        return raised.Written;
    }

    private static void Row(JsonElement row, ChangeWriter raised)
    {
        var number = JournalNumbers.OfTable(row.GetProperty("table"u8).GetString()!);
        var table = Tables.All.Find(number);
        var (hasOld, hasNew) = (row.TryGetProperty("old"u8, out var old), row.TryGetProperty("new"u8, out var now));
        raised.Row(number, Hex(row.GetProperty("id"u8), 16), (byte)((hasOld ? ChangeWriter.Was : 0) | (hasNew ? ChangeWriter.Is : 0)));
        if (hasOld) Side(old, table, raised);
        if (hasNew) Side(now, table, raised);
    }

    private static void Side(JsonElement side, Table table, ChangeWriter raised)
    {
        foreach (var cell in side.EnumerateObject())
        {
            var number = JournalNumbers.OfColumn(table.Name, cell.Name);
            var (column, value) = (table.Find(number), cell.Value);
            switch (value.ValueKind, column.Type)
            {
                case (JsonValueKind.Null, _): raised.Null(number); break;
                case (JsonValueKind.Number, CellType.Integer): raised.Cell(number, value.GetInt64()); break;
                case (JsonValueKind.Number, CellType.Real): raised.Cell(number, value.GetDouble()); break;
                case (JsonValueKind.String, _) when column.IsSecret && value.ValueEquals("***"u8): raised.Unsaid(number); break;
                case (JsonValueKind.String, _) when column.IsHashed: raised.Hash(number, Hash(value.GetString()!)); break;
                case (JsonValueKind.String, CellType.Text): raised.Cell(number, value.GetString()!); break;
                case (JsonValueKind.String, CellType.Blob): raised.Cell(number, CellKind.Blob, Convert.FromHexString(value.GetString()!)); break;
                default: throw new FormatException("A value is of another kind than its column.");
            }
        }
        raised.EndSide();
    }

    private static byte[] Hash(string text) =>
        text.StartsWith("sha256:", StringComparison.Ordinal) && Convert.FromHexString(text.AsSpan(7)) is { Length: 32 } hash ? hash : throw new FormatException("A hash is none.");

    private static byte[] Hex(JsonElement value, int length) =>
        Convert.FromHexString(value.GetString()!) is var bytes && bytes.Length == length ? bytes : throw new FormatException("An id is none.");
}
