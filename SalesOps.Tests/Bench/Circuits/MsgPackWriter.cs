using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Writes the part of MessagePack that Blazor's hub protocol uses: nil, bool, integers, floats, strings, binary, arrays and maps.</summary>
public sealed class MsgPackWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Writes nil.</summary>
    public MsgPackWriter Nil() => Byte(0xc0);

    /// <summary>Writes a truth value.</summary>
    public MsgPackWriter Bool(bool value) => Byte(value ? (byte)0xc3 : (byte)0xc2);

    /// <summary>Starts an array; its <paramref name="count"/> values follow.</summary>
    public MsgPackWriter Array(int count) => Header(count, 0x90, 15, 0, 0xdc);

    /// <summary>Starts a map; its <paramref name="count"/> keys and values follow in turn.</summary>
    public MsgPackWriter Map(int count) => Header(count, 0x80, 15, 0, 0xde);

    /// <summary>Writes an integer in its shortest form.</summary>
    public MsgPackWriter Whole(long value)
    {
        if (value is >= -32 and <= 127) return Byte(unchecked((byte)value));
        if (value is >= sbyte.MinValue and < 0) return Byte(0xd0).Byte(unchecked((byte)value));
        if (value is >= 0 and <= byte.MaxValue) return Byte(0xcc).Byte((byte)value);
        if (value is >= short.MinValue and < 0) return Byte(0xd1).Big16(unchecked((ushort)value));
        if (value is >= 0 and <= ushort.MaxValue) return Byte(0xcd).Big16((ushort)value);
        if (value is >= int.MinValue and < 0) return Byte(0xd2).Big32(unchecked((uint)value));
        if (value is >= 0 and <= uint.MaxValue) return Byte(0xce).Big32((uint)value);
        return Byte(value < 0 ? (byte)0xd3 : (byte)0xcf).Big64(unchecked((ulong)value));
    }

    /// <summary>Writes a float of 64 bits.</summary>
    public MsgPackWriter Real(double value) => Byte(0xcb).Big64(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a string, or nil.</summary>
    public MsgPackWriter Text(string? value)
    {
        if (value is null) return Nil();
        var count = Encoding.UTF8.GetByteCount(value);
        Header(count, 0xa0, 31, 0xd9, 0xda);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count));
        _buffer.Advance(count);
        return this;
    }

    /// <summary>Writes binary.</summary>
    public MsgPackWriter Binary(ReadOnlySpan<byte> value)
    {
        if (value.Length <= byte.MaxValue) Byte(0xc4).Byte((byte)value.Length);
        else if (value.Length <= ushort.MaxValue) Byte(0xc5).Big16((ushort)value.Length);
        else Byte(0xc6).Big32((uint)value.Length);
        _buffer.Write(value);
        return this;
    }

    // A kind's short form holds the count in its first byte; then come one byte (strings only), two and four bytes of count.
    private MsgPackWriter Header(int count, byte shortForm, int shortMax, byte form8, byte form16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= shortMax) return Byte((byte)(shortForm | count));
        if (form8 != 0 && count <= byte.MaxValue) return Byte(form8).Byte((byte)count);
        if (count <= ushort.MaxValue) return Byte(form16).Big16((ushort)count);
        return Byte((byte)(form16 + 1)).Big32((uint)count);
    }

    private MsgPackWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    private MsgPackWriter Big16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    private MsgPackWriter Big32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    private MsgPackWriter Big64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }
}
