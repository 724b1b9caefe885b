using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SalesOps.Domain.Store.Audit;

namespace SalesOps.Domain.Store.Verification;

/// <summary>
/// A cell's contribution to the sum over a table: SipHash-1-3 of where it stands and what it holds, under a key of this run.
/// Nobody who changes a store can know the key, and so nobody can find changes that leave a sum as it was.
/// </summary>
internal sealed class CellHash
{
    private readonly ulong _k0 = Random();
    private readonly ulong _k1 = Random();

    /// <summary>The cells of a row, of which the row itself is hashed once.</summary>
    public RowHash Row(int table, UInt128 id) => new(new SipState(_k0, _k1), table, id);

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}

/// <summary>Gives the contributions of one row's cells; see <see cref="CellHash"/>.</summary>
internal readonly struct RowHash
{
    private readonly SipState _row;

    public RowHash(SipState start, int table, UInt128 id)
    {
        (Table, Id) = (table, id);
        start.Add((ulong)id);
        start.Add((ulong)(id >> 64));
        start.Add((ulong)(uint)table);
        _row = start;
    }

    public int Table { get; }
    public UInt128 Id { get; }

    public ulong Of(int column, CellType type, ReadOnlySpan<byte> value)
    {
        var s = _row;
        var head = (ulong)(uint)column << 48 | (ulong)(byte)type << 40 | (uint)value.Length;
        for (; value.Length >= 8; value = value[8..]) s.Add(BinaryPrimitives.ReadUInt64LittleEndian(value));
        if (!value.IsEmpty)
        {
            var last = 0UL;
            for (var i = 0; i < value.Length; i++) last |= (ulong)value[i] << (8 * i);
            s.Add(last);
        }
        s.Add(head);
        return s.End();
    }

    public ulong Of(int column, long value)
    {
        var s = _row;
        s.Add((ulong)value);
        s.Add((ulong)(uint)column << 48 | (ulong)CellType.Integer << 40 | sizeof(long));
        return s.End();
    }

    public ulong Of(int column, double value)
    {
        var s = _row;
        // SQLite keeps -0.0 as 0; the journal says what came in.
        s.Add(BitConverter.DoubleToUInt64Bits(value + 0.0));
        s.Add((ulong)(uint)column << 48 | (ulong)CellType.Real << 40 | sizeof(double));
        return s.End();
    }
}

/// <summary>SipHash-1-3 between two words.</summary>
internal struct SipState(ulong k0, ulong k1)
{
    private ulong _0 = k0 ^ 0x736f6d6570736575, _1 = k1 ^ 0x646f72616e646f6d, _2 = k0 ^ 0x6c7967656e657261, _3 = k1 ^ 0x7465646279746573;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong word)
    {
        _3 ^= word;
        Round();
        _0 ^= word;
    }

    public ulong End()
    {
        _2 ^= 0xff;
        Round();
        Round();
        Round();
        return _0 ^ _1 ^ _2 ^ _3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Round()
    {
        _0 += _1;
        _1 = BitOperations.RotateLeft(_1, 13) ^ _0;
        _0 = BitOperations.RotateLeft(_0, 32);
        _2 += _3;
        _3 = BitOperations.RotateLeft(_3, 16) ^ _2;
        _0 += _3;
        _3 = BitOperations.RotateLeft(_3, 21) ^ _0;
        _2 += _1;
        _1 = BitOperations.RotateLeft(_1, 17) ^ _2;
        _2 = BitOperations.RotateLeft(_2, 32);
    }
}
