using System.Buffers.Binary;
using System.Text;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Reads the texts of a render batch as the browser gets it: frames, disposed ids, the string table, five offsets at the end.</summary>
public static class RenderBatchText
{
    private const int FrameSize = 20;
    private const int TextFrame = 2;
    private const int Trailer = 20;

    /// <summary>Every string of the batch: names, attribute values and texts.</summary>
    public static List<string> Strings(ReadOnlySpan<byte> batch)
    {
        var table = batch[Offset(batch, 4)..^Trailer];
        var strings = new List<string>(table.Length / 4);
        for (var i = 0; i < table.Length / 4; i++) strings.Add(Encoding.UTF8.GetString(StringAt(batch, i)));
        return strings;
    }

    /// <summary>The text nodes of the batch, new and changed, without names and attribute values.</summary>
    public static List<string> TextNodes(ReadOnlySpan<byte> batch)
    {
        var texts = new List<string>();
        var frames = Frames(batch);
        for (var i = 0; i < frames.Length; i += FrameSize)
        {
            if (TryText(batch, frames.Slice(i, FrameSize), out var text)) texts.Add(Encoding.UTF8.GetString(text));
        }
        return texts;
    }

    /// <summary>
    /// The highest number that stands alone in a text node behind '#' ("#184 203"), or -1.
    /// Without <paramref name="hash"/> the '#' may be a node of its own, and every node of digits counts.
    /// </summary>
    public static long Sequence(ReadOnlySpan<byte> batch, bool hash = true)
    {
        var highest = -1L;
        var frames = Frames(batch);
        for (var i = 0; i < frames.Length; i += FrameSize)
        {
            if (TryText(batch, frames.Slice(i, FrameSize), out var text) && TryNumber(text, hash, out var number)) highest = Math.Max(highest, number);
        }
        return highest;
    }

    /// <summary>Reads "#184 203": '#', then digits with spaces of any width, dots or commas between them and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, bool hash, out long number)
    {
        number = 0;
        var digits = 0;
        var marked = !hash;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var width) != System.Buffers.OperationStatus.Done) return false;
            text = text[width..];
            if (rune.Value is >= '0' and <= '9')
            {
                if (!marked || ++digits > 18) return false;
                number = number * 10 + (rune.Value - '0');
            }
            else if (rune.Value == '#' && digits == 0)
            {
                marked = true;
            }
            else if (!Rune.IsWhiteSpace(rune) && !(rune.Value is '.' or ',' && digits > 0))
            {
                return false;
            }
        }
        return digits > 0;
    }

    /// <summary>The first frame that is a text that begins so; -1 when none is.</summary>
    internal static int FrameOf(ReadOnlySpan<byte> batch, string start)
    {
        var frames = Frames(batch);
        for (var i = 0; i < frames.Length; i += FrameSize)
            if (TryText(batch, frames.Slice(i, FrameSize), out var text) && Encoding.UTF8.GetString(text).StartsWith(start, StringComparison.Ordinal)) return i / FrameSize;
        return -1;
    }

    /// <summary>How many frames an element has, itself included.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> batch, int frame) => BinaryPrimitives.ReadInt32LittleEndian(Frames(batch)[(frame * FrameSize + 4)..]);

    private static ReadOnlySpan<byte> Frames(ReadOnlySpan<byte> batch)
    {
        var start = Offset(batch, 1);
        return batch.Slice(start + 4, BinaryPrimitives.ReadInt32LittleEndian(batch[start..]) * FrameSize);
    }

    private static bool TryText(ReadOnlySpan<byte> batch, ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (BinaryPrimitives.ReadInt32LittleEndian(frame) != TextFrame) return false;
        var index = BinaryPrimitives.ReadInt32LittleEndian(frame[4..]);
        if (index < 0) return false;
        text = StringAt(batch, index);
        return true;
    }

    private static ReadOnlySpan<byte> StringAt(ReadOnlySpan<byte> batch, int index)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(batch[(Offset(batch, 4) + index * 4)..]);
        if (!BlazorPack.TryLeb128(batch[start..], out var length, out var width)) throw new FormatException("A string without its length.");
        return batch.Slice(start + width, length);
    }

    /// <summary>Where a part of the batch begins: components, frames, what is gone, handlers that are gone, strings.</summary>
    internal static int Offset(ReadOnlySpan<byte> batch, int part) =>
        BinaryPrimitives.ReadInt32LittleEndian(batch[(batch.Length - Trailer + part * 4)..]);
}
