using System.CommandLine;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Verbs;

/// <summary>Brings a backup back as the store of an empty folder.</summary>
internal static class Restore
{
    public static Command Verb()
    {
        var (file, data) = (new Argument<string>("file") { Description = "The backup to read." }, Options.Data());
        var verb = new Command("restore", "Verifies a backup and brings it back as the store of an empty folder.") { file, data };
        verb.SetAction(parsed =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data)!);
            return Checked.Run(() => StoreBackup.Restore(Path.GetFullPath(parsed.GetValue(file)!), new StoreFiles(folder)), $"restored to {folder}, ");
        });
        return verb;
    }
}
