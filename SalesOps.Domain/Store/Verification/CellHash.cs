using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace SalesOps.Domain.Store.Verification;

/// <summary>What SQLite keeps a value as.</summary>
internal enum CellType
{
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
    Null = 5,
}

/// <summary>
/// A cell's contribution to the sum over a table: SipHash-1-3 of where it stands and what it holds, under a key of this run.
/// Nobody who changes a store can know the key, and so nobody can find changes that leave a sum as it was.
/// </summary>
internal sealed class CellHash
{
    private readonly ulong _k0 = Random();
    private readonly ulong _k1 = Random();

    public ulong Of(int table, UInt128 id, int column, CellType type, ReadOnlySpan<byte> value)
    {
        var s = new State(_k0, _k1);
        s.Add((ulong)id);
        s.Add((ulong)(id >> 64));
        s.Add((ulong)table << 32 | (ulong)column << 16 | (ulong)type);
        var length = (ulong)value.Length << 56;
        for (; value.Length >= 8; value = value[8..]) s.Add(BinaryPrimitives.ReadUInt64LittleEndian(value));
        for (var i = 0; i < value.Length; i++) length |= (ulong)value[i] << (8 * i);
        s.Add(length);
        return s.End();
    }

    public ulong Of(int table, UInt128 id, int column, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Of(table, id, column, CellType.Integer, bytes);
    }

    public ulong Of(int table, UInt128 id, int column, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Of(table, id, column, CellType.Real, bytes);
    }

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    private struct State(ulong k0, ulong k1)
    {
        private ulong _0 = k0 ^ 0x736f6d6570736575, _1 = k1 ^ 0x646f72616e646f6d, _2 = k0 ^ 0x6c7967656e657261, _3 = k1 ^ 0x7465646279746573;

        public void Add(ulong lane)
        {
            _3 ^= lane;
            Round();
            _0 ^= lane;
        }

        public ulong End()
        {
            _2 ^= 0xff;
            Round();
            Round();
            Round();
            return _0 ^ _1 ^ _2 ^ _3;
        }

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
}
