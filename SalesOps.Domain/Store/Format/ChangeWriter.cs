using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SalesOps.Domain.Store.Format;

/// <summary>How a cell's value follows its head.</summary>
internal enum CellKind
{
    /// <summary>Nothing follows, and nothing is said but that the cell changed: only in entries of the first format.</summary>
    Unsaid = 0,
    /// <summary>A whole number: zigzag, in groups of seven bits, the lowest first.</summary>
    Integer = 1,
    /// <summary>A fraction: IEEE 754, 8 bytes, little-endian.</summary>
    Real = 2,
    /// <summary>A length, and so many bytes of UTF-8.</summary>
    Text = 3,
    /// <summary>A length, and so many bytes.</summary>
    Blob = 4,
    /// <summary>Nothing follows.</summary>
    Null = 5,
    /// <summary>The SHA-256, 32 bytes, in place of the value itself.</summary>
    Hash = 6,
}

/// <summary>
/// Writes rows as the journal keeps them, format 2: the byte 2, and then for each row its table's number, the byte 1 for what was, 2 for what is or 3 for both,
/// its id (16 bytes), and of each side its cells and a 0. A cell's head is its column's number times 8 and its <see cref="CellKind"/>.
/// Numbers and lengths stand in groups of seven bits, the lowest first. A third of the JSON that the first format was.
/// </summary>
internal sealed class ChangeWriter
{
    public const byte Format = 2;
    public const byte Was = 1, Is = 2;

    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Starts anew.</summary>
    public void Start()
    {
        _length = 0;
        Take(1)[0] = Format;
    }

    /// <summary>A row; each side that <paramref name="sides"/> announces follows, and ends with <see cref="EndSide"/>.</summary>
    public void Row(int table, ReadOnlySpan<byte> id, byte sides)
    {
        if (table == 0) throw new InvalidOperationException("A table whose rows change has no number in the journal: name it in JournalNumbers.");
        Number((ulong)table);
        Take(1)[0] = sides;
        id.CopyTo(Take(16));
    }

    public void EndSide() => Take(1)[0] = 0;

    public void Null(int column) => Head(column, CellKind.Null);

    public void Unsaid(int column) => Head(column, CellKind.Unsaid);

    public void Cell(int column, long value)
    {
        Head(column, CellKind.Integer);
        Number((ulong)(value << 1 ^ value >> 63));
    }

    public void Cell(int column, double value)
    {
        Head(column, CellKind.Real);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);
    }

    public void Cell(int column, string value)
    {
        Head(column, CellKind.Text);
        var length = Encoding.UTF8.GetByteCount(value);
        Number((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Cell(int column, Guid value)
    {
        Head(column, CellKind.Blob);
        Number(16);
        value.TryWriteBytes(Take(16), true, out _);
    }

    /// <param name="kind">Text or blob.</param>
    public void Cell(int column, CellKind kind, ReadOnlySpan<byte> value)
    {
        Head(column, kind);
        Number((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>The SHA-256 of <paramref name="value"/>, and no more.</summary>
    public void Hashed(int column, ReadOnlySpan<byte> value)
    {
        Head(column, CellKind.Hash);
        SHA256.HashData(value, Take(SHA256.HashSizeInBytes));
    }

    /// <summary>A SHA-256 that was taken before.</summary>
    public void Hash(int column, ReadOnlySpan<byte> hash)
    {
        Head(column, CellKind.Hash);
        hash.CopyTo(Take(SHA256.HashSizeInBytes));
    }

    private void Head(int column, CellKind kind)
    {
        if (column == 0) throw new InvalidOperationException("A column that changes has no number in the journal: name it in JournalNumbers.");
        Number((ulong)(column << 3 | (int)kind));
    }

    private void Number(ulong value)
    {
        var span = Room(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _length += length;
    }

    private Span<byte> Take(int count)
    {
        var span = Room(count)[..count];
        _length += count;
        return span;
    }

    private Span<byte> Room(int more)
    {
        if (_length + more > _bytes.Length) Array.Resize(ref _bytes, 2 * (_length + more));
        return _bytes.AsSpan(_length);
    }
}
