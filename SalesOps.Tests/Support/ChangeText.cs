using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Tests.Support;

/// <summary>What an entry's changes say, as JSON that tests can read: the form in which the first versions wrote them.</summary>
internal static class ChangeText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[][] Names = [.. JournalNumbers.Names.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' '))];

    public static string Of(byte[] changes)
    {
        var rows = new JsonArray();
        var reader = new ChangeReader(FirstFormat.Raise(changes));
        while (reader.NextRow())
        {
            var row = new JsonObject { ["table"] = Names[reader.Table - 1][0], ["id"] = Convert.ToHexStringLower(reader.Id) };
            if (reader.HasOld) row["old"] = Side(ref reader);
            if (reader.HasNew) row["new"] = Side(ref reader);
            rows.Add((JsonNode)row);
        }
        return rows.ToJsonString(Relaxed);
    }

    private static JsonObject Side(ref ChangeReader reader)
    {
        var cells = new JsonObject();
        while (reader.NextCell())
            cells[Names[reader.Table - 1][reader.Column]] = reader.Kind switch
            {
                CellKind.Integer => reader.Integer,
                CellKind.Real => reader.Real,
                CellKind.Text => Encoding.UTF8.GetString(reader.Bytes),
                CellKind.Blob => Convert.ToHexStringLower(reader.Bytes),
                CellKind.Hash => $"sha256:{Convert.ToHexStringLower(reader.Bytes)}",
                CellKind.Unsaid => "***",
                _ => (JsonNode?)null,
            };
        return cells;
    }
}
