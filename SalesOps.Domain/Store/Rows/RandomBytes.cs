using System.Security.Cryptography;

namespace SalesOps.Domain.Store.Rows;

/// <summary>The system's random bytes, fetched in larger pieces: a message needs a dozen ids, keys and nonces, and each call of the system costs more than a row.</summary>
internal static class RandomBytes
{
    private const int Piece = 4096;

    [ThreadStatic]
    private static byte[]? _piece;
    [ThreadStatic]
    private static int _used;

    /// <param name="target">At most 4,096 bytes.</param>
    public static void Fill(Span<byte> target)
    {
        if (_piece is null || _used + target.Length > Piece)
        {
            RandomNumberGenerator.Fill(_piece ??= new byte[Piece]);
            _used = 0;
        }
        var taken = _piece.AsSpan(_used, target.Length);
        taken.CopyTo(target);
        // Given once: what was a key must not lie here.
        taken.Clear();
        _used += target.Length;
    }
}
