using System.CommandLine;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Verbs;

/// <summary>Checks the audit chain and the counters of a store, without starting the console.</summary>
internal static class Verify
{
    public static Command Verb()
    {
        var data = Options.Data();
        var verb = new Command("verify", "Checks the audit chain and the counters offline; exit 0, or 1 naming the first that is wrong.") { data };
        verb.SetAction(parsed => Checked.Run(() => StoreVerifier.Verify(new StoreFiles(Path.GetFullPath(parsed.GetValue(data)!)))));
        return verb;
    }
}
