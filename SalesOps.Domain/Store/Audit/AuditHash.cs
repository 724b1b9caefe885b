using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Audit;

/// <summary>
/// The audit chain's link, format 1: SHA-256 over the byte 1, the previous entry's hash (32 zero bytes before the first), and then
/// sequence, time (ms since 1970 UTC), action, object type, object id, actor kind, actor id, customer id, sales user id, operation id,
/// changes and the sealed part's SHA-256. Each field stands behind its length (4 bytes, big-endian); numbers are 8 bytes, big-endian;
/// ids are 16 bytes; an absent id has length 0.
/// </summary>
internal sealed class AuditHash
{
    public const int Size = 32;
    private const byte Format = 1;

    public static readonly byte[] Genesis = new byte[Size];

    // All of an entry at once: each call of the hash costs as much as a hundred bytes.
    private byte[] _bytes = new byte[4096];
    private int _length;

    public byte[] Of(AuditEntry entry, ReadOnlySpan<byte> previous)
    {
        Span<byte> buffer = stackalloc byte[256];
        Begin(previous);
        Number(entry.Sequence);
        Number(new DateTimeOffset(entry.At).ToUnixTimeMilliseconds());
        Field(buffer[..Encoding.UTF8.GetBytes(entry.Action, buffer)]);
        Field(buffer[..Encoding.UTF8.GetBytes(entry.ObjectType, buffer)]);
        Id(entry.ObjectId);
        Field(buffer[..Encoding.UTF8.GetBytes(entry.ActorKind.Code(), buffer)]);
        Id(entry.ActorId);
        Id(entry.CustomerId);
        Id(entry.SalesUserId);
        Id(entry.OperationId);
        Field(entry.Changes);
        Field(entry.SealedHash);
        var hash = new byte[Size];
        End(hash);
        return hash;
    }

    /// <summary>Starts an entry's link; its fields follow in their order.</summary>
    public void Begin(ReadOnlySpan<byte> previous)
    {
        _length = 0;
        Room(1 + Size);
        _bytes[_length++] = Format;
        previous.CopyTo(_bytes.AsSpan(_length));
        _length += previous.Length;
    }

    public void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        Field(bytes);
    }

    public void Field(ReadOnlySpan<byte> value)
    {
        Room(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length), value.Length);
        value.CopyTo(_bytes.AsSpan(_length + 4));
        _length += 4 + value.Length;
    }

    /// <summary>Writes the link of what was given since <see cref="Begin"/>, 32 bytes.</summary>
    public void End(Span<byte> hash) => SHA256.HashData(_bytes.AsSpan(0, _length), hash);

    private void Id(Guid? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value?.TryWriteBytes(bytes, true, out _);
        Field(value is null ? [] : bytes);
    }

    private void Room(int more)
    {
        if (_length + more > _bytes.Length) Array.Resize(ref _bytes, 2 * (_length + more));
    }
}
