using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;

namespace SalesOps.Tests.Support;

internal static class ListCopy
{
    /// <summary>Puts the list of erasures and its key beside another store, as if that one alone had come back from a backup.</summary>
    public static void CopyListTo(this StoreFiles from, StoreFiles to)
    {
        if (!File.Exists(from.Erasures.Path)) return;
        File.Copy(from.Erasures.Path, to.Erasures.Path, overwrite: true);
        Directory.CreateDirectory(Path.GetDirectoryName(SigningKey.FileOf(to.Folder))!);
        File.Copy(SigningKey.FileOf(from.Folder), SigningKey.FileOf(to.Folder), overwrite: true);
    }
}
