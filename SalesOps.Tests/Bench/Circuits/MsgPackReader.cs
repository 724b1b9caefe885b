using System.Buffers.Binary;
using System.Text;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Reads MessagePack from a span without allocating; the counterpart of <see cref="MsgPackWriter"/>.</summary>
public ref struct MsgPackReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>True when nothing is left.</summary>
    public readonly bool End => _position >= _data.Length;

    /// <summary>Takes a nil when one is next.</summary>
    public bool TryNil()
    {
        if (_data[_position] != 0xc0) return false;
        _position++;
        return true;
    }

    /// <summary>Reads a truth value.</summary>
    public bool Bool() => Next() switch { 0xc2 => false, 0xc3 => true, var code => throw Unexpected(code, "a truth value") };

    /// <summary>Reads an array's header.</summary>
    public int Array() => Next() switch
    {
        var code and >= 0x90 and <= 0x9f => code & 15,
        0xdc => Big16(),
        0xdd => Count32(),
        var code => throw Unexpected(code, "an array"),
    };

    /// <summary>Reads a map's header.</summary>
    public int Map() => Next() switch
    {
        var code and >= 0x80 and <= 0x8f => code & 15,
        0xde => Big16(),
        0xdf => Count32(),
        var code => throw Unexpected(code, "a map"),
    };

    /// <summary>Reads an integer of any width.</summary>
    public long Whole() => Next() switch
    {
        var code and <= 0x7f => code,
        var code and >= 0xe0 => (sbyte)code,
        0xcc => Next(),
        0xcd => Big16(),
        0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        0xcf => checked((long)BinaryPrimitives.ReadUInt64BigEndian(Take(8))),
        0xd0 => (sbyte)Next(),
        0xd1 => (short)Big16(),
        0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        var code => throw Unexpected(code, "an integer"),
    };

    /// <summary>Reads a float of 32 or 64 bits.</summary>
    public double Real() => Next() switch
    {
        0xca => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        0xcb => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        var code => throw Unexpected(code, "a float"),
    };

    /// <summary>Reads a string, or null for nil.</summary>
    public string? Text() => TryNil() ? null : Encoding.UTF8.GetString(Utf8());

    /// <summary>Reads a string's bytes where they stand.</summary>
    public ReadOnlySpan<byte> Utf8() => Next() switch
    {
        var code and >= 0xa0 and <= 0xbf => Take(code & 31),
        0xd9 => Take(Next()),
        0xda => Take(Big16()),
        0xdb => Take(Count32()),
        var code => throw Unexpected(code, "a string"),
    };

    /// <summary>Reads binary where it stands.</summary>
    public ReadOnlySpan<byte> Binary() => Next() switch
    {
        0xc4 => Take(Next()),
        0xc5 => Take(Big16()),
        0xc6 => Take(Count32()),
        var code => throw Unexpected(code, "binary"),
    };

    /// <summary>Passes over one value, whatever it holds.</summary>
    public void Skip()
    {
        var code = _data[_position];
        switch (code)
        {
            case (>= 0x90 and <= 0x9f) or 0xdc or 0xdd:
                for (var left = Array(); left > 0; left--) Skip();
                break;
            case (>= 0x80 and <= 0x8f) or 0xde or 0xdf:
                for (var left = Map() * 2; left > 0; left--) Skip();
                break;
            case (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb:
                Utf8();
                break;
            case 0xc4 or 0xc5 or 0xc6:
                Binary();
                break;
            case 0xc0 or 0xc2 or 0xc3:
                _position++;
                break;
            case 0xca or 0xcb:
                Real();
                break;
            default:
                Whole();
                break;
        }
    }

    private byte Next() => Take(1)[0];

    private ushort Big16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    private int Count32() => checked((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _position) throw new FormatException("The message ends in the middle of a value.");
        var taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }

    private readonly FormatException Unexpected(byte code, string wanted) => new($"0x{code:x2} at {_position - 1} is not {wanted}.");
}
