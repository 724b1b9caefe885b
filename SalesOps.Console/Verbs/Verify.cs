using System.CommandLine;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;

namespace SalesOps.Console.Verbs;

/// <summary>Checks a store, without starting the console.</summary>
internal static class Verify
{
    public static Command Verb()
    {
        var (data, checkpoints) = (Options.Data("The folder of the store; or a backup, which is one file."), new Option<string?>("--checkpoints") { Description = "A file of checkpoints that was kept elsewhere, or a folder of such files; those in the folder of the store when left out." });
        var verb = new Command("verify", "Checks the audit log, every table against it, the counters, and the list of erasures; exit 0, or 1 naming the first that is wrong.") { data, checkpoints };
        verb.SetAction(parsed => Checked.Run(() =>
        {
            var (path, named) = (Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(checkpoints));
            var isBackup = File.Exists(path);
            // Alone it would be held against less, and its log would be another's.
            if (isBackup && (Path.GetFileName(path) == StoreFiles.FileName || File.Exists(path + "-wal")))
                throw new StoreException($"{path} is a store's, not a backup: give the folder (--data {Path.GetDirectoryName(path)}), or copy a backup to another name.");
            var files = isBackup ? new StoreFiles(Path.GetDirectoryName(path)!) { Database = path } : new StoreFiles(path);
            // What lies beside a backup is not of its store.
            var kept = isBackup && named is null ? [] : Checkpointing.Read(named, files);
            var verdict = StoreVerifier.Verify(files, [.. kept.SelectMany(file => file.All)]);
            if (named is null && verdict.IsSound) System.Console.Error.WriteLine(kept.Count == 0
                ? "No checkpoints were given (--checkpoints): nothing proves that the end of the audit log was not cut off."
                : Path.GetFullPath(Checkpointing.FolderOf(files)) == files.Checkpoints
                ? "No checkpoints that were kept elsewhere were given (--checkpoints): whoever can write the store can write those beside it, so they do not prove that the end of the audit log was not cut off."
                : $"No checkpoints were given (--checkpoints), so those of {Checkpointing.FolderOf(files)} were taken: that the end of the audit log was not cut off they prove only where whoever can write the store cannot write that folder.");
            return isBackup ? verdict : ErasureListCheck.AndList(verdict, files, kept);
        }));
        return verb;
    }
}
