using System.Buffers.Binary;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Reads which components a render batch changes, and what it brings to them and takes from them.</summary>
public static class RenderBatchEdits
{
    private const int EditSize = 16;
    private const int Prepend = 1;
    private const int Remove = 2;

    /// <summary>The component to which the batch brings an element with a text that begins so; null when it brings none.</summary>
    public static int? Bringing(ReadOnlySpan<byte> batch, string start)
    {
        var text = RenderBatchText.FrameOf(batch, start);
        if (text < 0) return null;
        foreach (var (component, type, frame) in Edits(batch))
            if (type == Prepend && frame <= text && text < frame + Math.Max(1, RenderBatchText.LengthOf(batch, frame))) return component;
        return null;
    }

    /// <summary>Whether the batch takes something from the component.</summary>
    public static bool Removes(ReadOnlySpan<byte> batch, int component) => Edits(batch).Exists(e => e.Component == component && e.Type == Remove);

    private static List<(int Component, int Type, int Frame)> Edits(ReadOnlySpan<byte> batch)
    {
        var edits = new List<(int, int, int)>();
        var table = RenderBatchText.Offset(batch, 0);
        for (var i = 0; i < Number(batch, table); i++)
        {
            var diff = Number(batch, table + 4 + 4 * i);
            for (var n = 0; n < Number(batch, diff + 4); n++)
            {
                var edit = diff + 8 + EditSize * n;
                edits.Add((Number(batch, diff), Number(batch, edit), Number(batch, edit + 8)));
            }
        }
        return edits;
    }

    private static int Number(ReadOnlySpan<byte> batch, int at) => BinaryPrimitives.ReadInt32LittleEndian(batch[at..]);
}
