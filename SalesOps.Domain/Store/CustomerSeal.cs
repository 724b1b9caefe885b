using System.Security.Cryptography;

namespace SalesOps.Domain.Store;

/// <summary>Seals personal data with a customer's key: AES-256-GCM; a 12-byte nonce, the cipher text, a 16-byte tag.</summary>
internal static class CustomerSeal
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(32);

    public static byte[] Seal(ReadOnlySpan<byte> plain, byte[] key)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length));
        return box;
    }

    /// <exception cref="CryptographicException">The key is another's, or the box was changed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> box, byte[] key)
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box[..Nonce], box[Nonce..^Tag], box[^Tag..], plain);
        return plain;
    }
}
