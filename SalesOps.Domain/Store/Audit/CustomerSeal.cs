using System.Security.Cryptography;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Audit;

/// <summary>Seals personal data with a customer's key: AES-256-GCM; a 12-byte nonce, the cipher text, a 16-byte tag.</summary>
internal static class CustomerSeal
{
    public const int KeySize = 32;
    private const int Nonce = 12;
    private const int Tag = 16;

    public static byte[] NewKey()
    {
        var key = new byte[KeySize];
        RandomBytes.Fill(key);
        return key;
    }

    public static AesGcm Cipher(byte[] key) => new(key, Tag);

    public static byte[] Seal(ReadOnlySpan<byte> plain, byte[] key)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomBytes.Fill(box.AsSpan(0, Nonce));
        using var aes = Cipher(key);
        aes.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length));
        return box;
    }

    /// <exception cref="CryptographicException">The key is another's, or the box was changed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> box, byte[] key)
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = Cipher(key);
        aes.Decrypt(box[..Nonce], box[Nonce..^Tag], box[^Tag..], plain);
        return plain;
    }

    /// <summary>False when the key is another's, or the box was changed.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> box, AesGcm cipher, Span<byte> plain, out int length)
    {
        length = Math.Max(0, box.Length - Nonce - Tag);
        try
        {
            if (box.Length < Nonce + Tag) return false;
            cipher.Decrypt(box[..Nonce], box[Nonce..^Tag], box[^Tag..], plain[..length]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
