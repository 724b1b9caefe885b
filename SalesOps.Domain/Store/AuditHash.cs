using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>
/// The audit chain's link, format 1: SHA-256 over the byte 1, the previous entry's hash (32 zero bytes before the first), and then
/// sequence, time (ms since 1970 UTC), action, object type, object id, actor kind, actor id, customer id, sales user id, operation id,
/// changes and the sealed part's SHA-256. Each field stands behind its length (4 bytes, big-endian); numbers are 8 bytes, big-endian;
/// ids are 16 bytes; an absent id has length 0.
/// </summary>
internal static class AuditHash
{
    public const int Size = 32;
    private const byte Format = 1;

    public static readonly byte[] Genesis = new byte[Size];

    public static byte[] Of(AuditEntry entry, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Format]);
        hash.AppendData(previous);
        Span<byte> buffer = stackalloc byte[256];
        Number(hash, entry.Sequence, buffer);
        Number(hash, new DateTimeOffset(entry.At).ToUnixTimeMilliseconds(), buffer);
        Text(hash, entry.Action, buffer);
        Text(hash, entry.ObjectType, buffer);
        Id(hash, entry.ObjectId, buffer);
        Text(hash, entry.ActorKind.Code(), buffer);
        Id(hash, entry.ActorId, buffer);
        Id(hash, entry.CustomerId, buffer);
        Id(hash, entry.SalesUserId, buffer);
        Id(hash, entry.OperationId, buffer);
        Field(hash, entry.Changes);
        Field(hash, entry.SealedHash);
        return hash.GetHashAndReset();
    }

    private static void Number(IncrementalHash hash, long value, Span<byte> buffer)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer, value);
        Field(hash, buffer[..8]);
    }

    private static void Text(IncrementalHash hash, string value, Span<byte> buffer) =>
        Field(hash, buffer[..Encoding.UTF8.GetBytes(value, buffer)]);

    private static void Id(IncrementalHash hash, Guid? value, Span<byte> buffer)
    {
        if (value is not { } id)
        {
            Field(hash, []);
            return;
        }
        id.TryWriteBytes(buffer, true, out _);
        Field(hash, buffer[..16]);
    }

    private static void Field(IncrementalHash hash, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        hash.AppendData(length);
        hash.AppendData(value);
    }
}
