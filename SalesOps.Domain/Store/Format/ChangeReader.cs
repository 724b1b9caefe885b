using System.Buffers.Binary;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Format;

/// <summary>
/// Reads what a <see cref="ChangeWriter"/> wrote, row by row and cell by cell. Every step throws a <see cref="FormatException"/> where the bytes
/// are not what it writes.
/// </summary>
internal ref struct ChangeReader
{
    private ReadOnlySpan<byte> _rest;

    /// <param name="changes">An entry's changes, or its opened personal part, in format 2; see <see cref="FirstFormat.Raise"/> for older ones.</param>
    public ChangeReader(ReadOnlySpan<byte> changes)
    {
        if (changes.IsEmpty || changes[0] != ChangeWriter.Format) throw new FormatException("An entry is of a format that this program does not know.");
        _rest = changes[1..];
    }

    /// <summary>The row's table, by number.</summary>
    public int Table { get; private set; }
    /// <summary>The row's id, 16 bytes.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }
    /// <summary>Whether a side follows that says what was.</summary>
    public bool HasOld { get; private set; }
    /// <summary>Whether a side follows that says what is.</summary>
    public bool HasNew { get; private set; }

    /// <summary>The cell's column, by number.</summary>
    public int Column { get; private set; }
    public CellKind Kind { get; private set; }
    /// <summary>Of an <see cref="CellKind.Integer"/>.</summary>
    public long Integer { get; private set; }
    /// <summary>Of a <see cref="CellKind.Real"/>.</summary>
    public double Real { get; private set; }
    /// <summary>Of a text, a blob or a hash.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Goes to the next row, whose sides are read next; false when there is none.</summary>
    public bool NextRow()
    {
        if (_rest.IsEmpty) return false;
        Table = (int)Number();
        var sides = Take(1)[0];
        if (sides is < ChangeWriter.Was or > (ChangeWriter.Was | ChangeWriter.Is)) throw new FormatException("A row has neither what was nor what is.");
        (HasOld, HasNew) = ((sides & ChangeWriter.Was) != 0, (sides & ChangeWriter.Is) != 0);
        Id = Take(16);
        return true;
    }

    /// <summary>Goes to the side's next cell; false when there is none, and the next side or row follows.</summary>
    public bool NextCell()
    {
        var head = Number();
        if (head == 0) return false;
        (Column, Kind) = ((int)(head >> 3), (CellKind)(head & 7));
        switch (Kind)
        {
            case CellKind.Integer:
                var zigzag = Number();
                Integer = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
                break;
            case CellKind.Real: Real = BinaryPrimitives.ReadDoubleLittleEndian(Take(8)); break;
            case CellKind.Text or CellKind.Blob: Bytes = Take((int)Number()); break;
            case CellKind.Hash: Bytes = Take(32); break;
            case CellKind.Null or CellKind.Unsaid: break;
            default: throw new FormatException("A value is of a kind that there is none of.");
        }
        return true;
    }

    /// <summary>Passes over the row's sides.</summary>
    public void SkipRow()
    {
        for (var sides = (HasOld ? 1 : 0) + (HasNew ? 1 : 0); sides > 0; sides--)
            while (NextCell()) { }
    }

    private ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_rest.IsEmpty) throw TooShort();
            var group = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80) return value;
        }
        throw new FormatException("A number is too long.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length) throw TooShort();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static FormatException TooShort() => new("An entry ends too early.");
}
