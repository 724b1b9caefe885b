using System.CommandLine;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Verbs;

/// <summary>Checks a store, without starting the console.</summary>
internal static class Verify
{
    public static Command Verb()
    {
        var (data, checkpoints) = (Options.Data(), new Option<string?>("--checkpoints") { Description = "A file of checkpoints that was kept elsewhere, or a folder of such files; those in the folder of the store when left out." });
        var verb = new Command("verify", "Checks the audit log, every table against it, the counters, and the list of erasures; exit 0, or 1 naming the first that is wrong.") { data, checkpoints };
        verb.SetAction(parsed => Checked.Run(() =>
        {
            var files = new StoreFiles(Path.GetFullPath(parsed.GetValue(data)!));
            var kept = Checkpointing.Read(parsed.GetValue(checkpoints), files);
            return ErasureListCheck.AndList(StoreVerifier.Verify(files, [.. kept.SelectMany(file => file.All)]), files, kept);
        }));
        return verb;
    }
}
