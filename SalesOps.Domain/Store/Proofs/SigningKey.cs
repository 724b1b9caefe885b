using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Domain.Store.Proofs;

/// <summary>The store's key for checkpoints and the list of erasures: ECDSA over P-256 and SHA-256. Its public half stands in what it signs.</summary>
public static class SigningKey
{
    private static readonly Lock Making = new();

    /// <summary>Where the key of the store in a folder lies.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, "keys", "checkpoints.pem");

    /// <summary>Opens the private key; made when it is not there, for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    internal static ECDsa Open(string file)
    {
        lock (Making)
            if (!File.Exists(file)) Make(file);
        try
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            throw new IOException($"The key {file} cannot be read: {problem.Message}", problem);
        }
    }

    internal static byte[] Sign(this ECDsa key, string text) => key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256);

    internal static bool HasSigned(this ECDsa key, string text, byte[] signature) => key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256);

    /// <exception cref="CryptographicException">It is no public key.</exception>
    internal static ECDsa OfPublic(byte[] publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key;
        }
        catch (PlatformNotSupportedException problem)
        {
            throw new CryptographicException("Its key is of another kind.", problem);
        }
    }

    /// <summary>It gets its name when it is whole: what it signed would prove nothing under another.</summary>
    private static void Make(string file)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var folder = Path.GetDirectoryName(file)!;
        PrivateFiles.MakeFolder(folder);
        var unfinished = $"{file}.{Guid.NewGuid():N}";
        using (var stream = PrivateFiles.Open(unfinished, FileMode.CreateNew))
        {
            stream.Write(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, file, overwrite: false);
        DiskSync.Of(folder);
        DiskSync.Of(Path.GetDirectoryName(folder)!);
    }
}
