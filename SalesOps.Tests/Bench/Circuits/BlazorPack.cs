namespace SalesOps.Tests.Bench.Circuits;

/// <summary>The hub protocol "blazorpack": MessagePack messages, each after its length in LEB128.</summary>
public static class BlazorPack
{
    /// <summary>An invocation's message type.</summary>
    public const int Invocation = 1;

    /// <summary>A completion's message type.</summary>
    public const int Completion = 3;

    /// <summary>A ping's message type.</summary>
    public const int Ping = 6;

    /// <summary>A close's message type.</summary>
    public const int Close = 7;

    /// <summary>The first message of a connection; the server answers with <c>{}</c> and the same end mark.</summary>
    public static ReadOnlyMemory<byte> Handshake { get; } = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();

    /// <summary>A ping, framed.</summary>
    public static ReadOnlyMemory<byte> PingFrame { get; } = new byte[] { 2, 0x91, Ping };

    /// <summary>The message with its length in front.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        Span<byte> prefix = stackalloc byte[5];
        var length = 0;
        var rest = (uint)message.Length;
        do
        {
            prefix[length++] = (byte)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0u));
            rest >>= 7;
        }
        while (rest > 0);
        var frame = new byte[length + message.Length];
        prefix[..length].CopyTo(frame);
        message.CopyTo(frame.AsSpan(length));
        return frame;
    }

    /// <summary>Takes the next whole message from the front of <paramref name="data"/>; false when it has not all come yet.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (!TryLeb128(data, out var length, out var width) || data.Length - width < length) return false;
        message = data.Slice(width, length);
        data = data[(width + length)..];
        return true;
    }

    /// <summary>Reads an unsigned LEB128 number of at most five bytes.</summary>
    public static bool TryLeb128(ReadOnlySpan<byte> data, out int value, out int width)
    {
        (value, width) = (0, 0);
        while (width < data.Length)
        {
            if (width == 5) throw new FormatException("A length of more than five bytes.");
            var next = data[width];
            value |= (next & 0x7f) << (7 * width++);
            if ((next & 0x80) == 0) return true;
        }
        return false;
    }
}
