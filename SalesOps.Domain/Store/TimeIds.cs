using System.Buffers.Binary;

namespace SalesOps.Domain.Store;

/// <summary>Ids are made in the order of time (version 7), so that a table that is keyed by them is an index of when its rows were made.</summary>
internal static class TimeIds
{
    /// <summary>A new id of this moment (UTC): 48 bits of milliseconds and 74 random ones (RFC 9562, version 7).</summary>
    public static Guid New(DateTime at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, new DateTimeOffset(at).ToUnixTimeMilliseconds() << 16);
        RandomBytes.Fill(id[6..]);
        (id[6], id[8]) = ((byte)(0x70 | (id[6] & 0x0F)), (byte)(0x80 | (id[8] & 0x3F)));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>The least id that a row made at this moment (UTC) can have, as the store keeps it.</summary>
    public static byte[] First(DateTime at)
    {
        var id = new byte[16];
        var ms = new DateTimeOffset(at).ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, ms >>= 8) id[i] = (byte)ms;
        return id;
    }
}
