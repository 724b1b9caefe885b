using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesOps.Console.SignIn;

/// <summary>Secrets that are shown once and stored as SHA-256: links and API keys.</summary>
internal static class Tokens
{
    /// <summary>A new secret of 256 bits, in letters that stand in an address unchanged.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
