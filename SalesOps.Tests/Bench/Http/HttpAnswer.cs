using System.Buffers.Text;

namespace SalesOps.Tests.Bench.Http;

/// <summary>The head of an HTTP/1.1 answer, as far as a load generator needs it.</summary>
public readonly record struct HttpHead(int Status, int Length, int BodyLength, bool Chunked, bool Closes)
{
    /// <summary>Reads the head at the front of <paramref name="data"/>; false while its empty line is missing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out HttpHead head)
    {
        head = default;
        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        if (!data.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(data[9..], out int status, out _))
            throw new FormatException("Not an HTTP/1.1 answer.");
        var (bodyLength, chunked, closes) = (-1, false, false);
        var lines = data[..(end + 2)];
        for (var next = lines.IndexOf("\r\n"u8); next >= 0 && (lines = lines[(next + 2)..]).Length > 0; next = lines.IndexOf("\r\n"u8))
        {
            if (Is(lines, "content-length:"u8, out var value) && Utf8Parser.TryParse(value, out int length, out _)) bodyLength = length;
            else if (Is(lines, "transfer-encoding:"u8, out value)) chunked = value.StartsWith("chunked"u8);
            else if (Is(lines, "connection:"u8, out value)) closes = value.StartsWith("close"u8);
        }
        if (status is 204 or 304) bodyLength = 0;
        head = new(status, end + 4, bodyLength, chunked, closes);
        return true;
    }

    /// <summary>
    /// Joins the chunks at the front of <paramref name="data"/> in place; false while the last one is missing, and then nothing is changed.
    /// </summary>
    public static bool TryJoinChunks(Span<byte> data, out int bodyLength)
    {
        bodyLength = 0;
        if (!HasLastChunk(data)) return false;
        for (var at = 0; ;)
        {
            ChunkAt(data[at..], out var size, out var width);
            if (size == 0) return true;
            data.Slice(at + width, size).CopyTo(data[bodyLength..]);
            bodyLength += size;
            at += width + size + 2;
        }
    }

    private static bool HasLastChunk(ReadOnlySpan<byte> data)
    {
        for (var at = 0; ChunkAt(data[at..], out var size, out var width);)
        {
            at += width + size + 2;
            if (at > data.Length) return false;
            if (size == 0) return true;
        }
        return false;
    }

    private static bool ChunkAt(ReadOnlySpan<byte> data, out int size, out int width)
    {
        (size, width) = (0, data.IndexOf("\r\n"u8) + 2);
        if (width < 2) return false;
        if (!Utf8Parser.TryParse(data, out size, out _, 'x')) throw new FormatException("A chunk without its size.");
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name)) return false;
        value = line[name.Length..].TrimStart((byte)' ');
        return true;
    }
}

/// <summary>An answer; <see cref="Body"/> is valid until the connection's next request.</summary>
public readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The number behind the JSON property <paramref name="quotedName"/> (with its quotes), or -1.</summary>
    public long Number(ReadOnlySpan<byte> quotedName)
    {
        var body = Body.Span;
        var at = body.IndexOf(quotedName);
        if (at < 0) return -1;
        return Utf8Parser.TryParse(body[(at + quotedName.Length)..].TrimStart(": "u8), out long number, out _) ? number : -1;
    }
}
