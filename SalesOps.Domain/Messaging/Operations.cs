using System.Security.Cryptography;
using System.Text;

namespace SalesOps.Domain.Messaging;

/// <summary>Operation ids for what has a name of its own outside.</summary>
public static class Operations
{
    /// <summary>The id of what is called so: the same parts give the same id, on every machine (SHA-256, as a UUID of version 8).</summary>
    public static Guid IdOf(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts!)), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], true);
    }

    /// <summary>0..1, drawn from the name: the same parts draw the same lot.</summary>
    public static double LotOf(params ReadOnlySpan<string> parts)
    {
        Span<byte> bytes = stackalloc byte[16];
        IdOf(parts).TryWriteBytes(bytes, true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) / (uint.MaxValue + 1.0);
    }
}
