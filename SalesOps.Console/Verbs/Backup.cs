using System.CommandLine;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;

namespace SalesOps.Console.Verbs;

/// <summary>Copies a store into one file, whether or not a server runs on it.</summary>
internal static class Backup
{
    public static Command Verb()
    {
        var (file, data) = (new Argument<string>("file") { Description = "The backup to write; must not exist." }, Options.Data());
        var verb = new Command("backup", "Copies the store into one file, while the console runs or not, and verifies the copy.") { file, data };
        verb.SetAction((parsed, cancellation) =>
        {
            var to = Path.GetFullPath(parsed.GetValue(file)!);
            return Checked.RunAsync(() => StoreBackup.Save(new StoreFiles(Path.GetFullPath(parsed.GetValue(data)!)), to, cancellation), () => $"backed up to {to}, ");
        });
        return verb;
    }
}
