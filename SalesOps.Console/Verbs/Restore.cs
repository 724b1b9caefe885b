using System.CommandLine;
using SalesOps.Domain;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Verbs;

/// <summary>Brings a backup back as the store of an empty folder.</summary>
internal static class Restore
{
    public static Command Verb()
    {
        var (file, data) = (new Argument<string>("file") { Description = "The backup to read." }, Options.Data());
        var list = new Option<string>("--erasures") { Description = "The list of erasures (erasures.ndjson): whoever was erased since the backup is erased again." };
        var verb = new Command("restore", "Verifies a backup and brings it back as the store of an empty folder.") { file, data, list };
        verb.SetAction(parsed =>
        {
            var (folder, again) = (Path.GetFullPath(parsed.GetValue(data)!), "");
            return Checked.Run(() => StoreBackup.Restore(Path.GetFullPath(parsed.GetValue(file)!), new StoreFiles(folder), parsed.GetValue(list) is { } erasures
                ? files => again = $"{Erase(files, Read(erasures))} erased again, " : null), () =>
            {
                if (again.Length == 0) System.Console.Error.WriteLine("No list of erasures was given (--erasures): whoever was erased since this backup was made is in it again.");
                return $"restored to {folder}, {again}";
            });
        });
        return verb;
    }

    private static IReadOnlyList<Erasure> Read(string path) =>
        File.Exists(path) ? new ErasureList(path).Read() : throw new StoreException($"There is no list of erasures {path}.");

    /// <summary>Makes the erasures again, and leaves their list beside the store.</summary>
    private static int Erase(StoreFiles files, IReadOnlyList<Erasure> erasures)
    {
        files.Erasures.Add(erasures);
        return EraseAsync(files).GetAwaiter().GetResult();
    }

    private static async Task<int> EraseAsync(StoreFiles files)
    {
        await using var services = new ServiceCollection().AddLogging().AddDomain(files, files.OpenWriter()).BuildServiceProvider();
        return await services.ReapplyErasuresAsync();
    }
}
