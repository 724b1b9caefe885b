using SalesOps.Domain.Store.Files;

namespace SalesOps.Tests.Support;

/// <summary>An empty store with all its tables, made once for all tests: migrating costs more than most of them.</summary>
internal static class MigratedStore
{
    private static readonly Lazy<byte[]> Bytes = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("salesops-empty-").FullName;
        var files = new StoreFiles(folder);
        files.OpenWriter().Dispose();
        var bytes = File.ReadAllBytes(files.Database);
        Directory.Delete(folder, recursive: true);
        return bytes;
    });

    /// <summary>A folder that holds it.</summary>
    public static string NewFolder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        File.WriteAllBytes(new StoreFiles(folder).Database, Bytes.Value);
        return folder;
    }
}
