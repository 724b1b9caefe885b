using System.Buffers.Binary;

namespace SalesOps.Domain.Store.Rows;

/// <summary>Ids are made in the order of time (version 7), so that a table that is keyed by them is an index of when its rows were made.</summary>
internal static class TimeIds
{
    /// <summary>Bytes of an id after its time.</summary>
    public const int RestLength = 10;

    /// <summary>A new id of this moment (UTC): 48 bits of milliseconds and 74 random ones (RFC 9562, version 7).</summary>
    public static Guid New(DateTime at)
    {
        Span<byte> rest = stackalloc byte[RestLength];
        RandomBytes.Fill(rest);
        return Of(at, rest);
    }

    /// <summary>As <see cref="New"/>, from random bytes that are given: <see cref="RestLength"/> of them.</summary>
    public static Guid Of(DateTime at, ReadOnlySpan<byte> rest)
    {
        var id = First(at);
        rest.CopyTo(id.AsSpan(6));
        (id[6], id[8]) = ((byte)(0x70 | (id[6] & 0x0F)), (byte)(0x80 | (id[8] & 0x3F)));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>The least id that a row made at this moment (UTC) can have.</summary>
    public static Guid FirstId(DateTime at) => new(First(at), bigEndian: true);

    /// <summary>The same as the store keeps it.</summary>
    public static byte[] First(DateTime at)
    {
        var id = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, new DateTimeOffset(at).ToUnixTimeMilliseconds() << 16);
        return id;
    }
}
