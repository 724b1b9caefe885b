using System.CommandLine;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;

namespace SalesOps.Console.Verbs;

/// <summary>Copies a store's checkpoints to where those who can write the store cannot write.</summary>
internal static class Checkpoints
{
    public static Command Verb()
    {
        var (folder, data) = (new Argument<string>("folder") { Description = "Where to; what was copied there before must still be so." }, Options.Data());
        var verb = new Command("checkpoints", "Copies the signed checkpoints of the audit log to another folder, while the console runs or not.") { folder, data };
        verb.SetAction(parsed =>
        {
            try
            {
                var to = Path.GetFullPath(parsed.GetValue(folder)!);
                var all = CheckpointLog.Export(Checkpointing.FolderOf(new StoreFiles(Path.GetFullPath(parsed.GetValue(data)!))), to);
                System.Console.WriteLine(FormattableString.Invariant($"{all.Count} checkpoints copied to {to}, up to audit entry {all.Max(c => c.Sequence)}"));
                return 0;
            }
            catch (StoreException problem)
            {
                return Serving.Refuse(problem.Message);
            }
        });
        return verb;
    }
}
