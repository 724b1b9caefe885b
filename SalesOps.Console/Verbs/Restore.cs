using System.CommandLine;
using SalesOps.Domain;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Customers;

namespace SalesOps.Console.Verbs;

/// <summary>Brings a backup back as the store of an empty folder.</summary>
internal static class Restore
{
    private const string Listed = "--erasures";
    private const string Unproved = "--unproved-erasures";
    private const string Without = "--without-erasures";

    public static Command Verb()
    {
        var (file, data) = (new Argument<string>("file") { Description = "The backup to read." }, Options.Data());
        var list = new Option<string>(Listed) { Description = "The list of erasures (erasures.ndjson): whoever was erased since the backup is erased again." };
        var kept = new Option<string>("--checkpoints") { Description = "A file of checkpoints that was kept elsewhere, or a folder of such files: by them the list proves itself." };
        var unproved = new Option<bool>(Unproved) { Description = "Erases whom the list names though it does not prove itself; what is noted of them says so." };
        var without = new Option<bool>(Without) { Description = "Restores without a list of erasures where the backup says that customers are erased in this store: whoever was erased since the backup is in it again." };
        var verb = new Command("restore", "Verifies a backup and brings it back as the store of an empty folder.") { file, data, list, kept, unproved, without };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(list) is not null && result.GetResult(without) is not null) result.AddError($"{Listed} and {Without} exclude each other.");
        });
        verb.SetAction((parsed, cancellation) =>
        {
            var (files, again) = (new StoreFiles(Path.GetFullPath(parsed.GetValue(data)!)), "");
            return Checked.RunAsync(() =>
            {
                Action<StoreFiles>? amend = parsed.GetValue(without) ? null : RefuseForgetting;
                if (parsed.GetValue(list) is { } erasures)
                {
                    var proved = Prove(Path.GetFullPath(erasures), Checkpointing.Read(parsed.GetValue(kept), files), parsed.GetValue(unproved));
                    amend = restored => again = $"{EraseAsync(restored, proved).GetAwaiter().GetResult()} erased again, ";
                }
                return Noted(StoreBackup.Restore(Path.GetFullPath(parsed.GetValue(file)!), files, amend, cancellation), files);
            }, () =>
            {
                if (again.Length == 0) System.Console.Error.WriteLine($"No list of erasures was given ({Listed}): whoever was erased since this backup was made is in it again.");
                return $"restored to {files.Folder}, {again}";
            });
        });
        return verb;
    }

    /// <summary>Where customers are erased, a restore that knows of no list is one that somebody asked for in so many words. Where nobody was yet, the plain command works as it always did.</summary>
    private static void RefuseForgetting(StoreFiles restored)
    {
        if (Erasures.AreMade(restored)) throw new StoreException($"Customers are erased in this store, and whoever was erased since this backup would be in it again: give the list of erasures ({Listed} LIST --checkpoints FOLDER), or restore all the same with {Without}.");
    }

    /// <summary>The erasures of a list that proves itself, or that is obeyed all the same.</summary>
    private static IReadOnlyList<Erasure> Prove(string path, IReadOnlyCollection<CheckpointFile> kept, bool isObeyedUnproved)
    {
        if (!File.Exists(path)) throw new StoreException($"There is no list of erasures {path}.");
        var lines = new ErasureList(path).Load();
        if (lines.Doubt(kept) is not { } doubt) return lines.All;
        if (!isObeyedUnproved)
            throw new StoreException($"The list of erasures {path} does not prove itself: {doubt.Why}. Give the list and the checkpoints (--checkpoints) that were kept elsewhere; or have whom it names erased all the same with {Unproved}.");
        System.Console.Error.WriteLine($"The list of erasures {path} does not prove itself: {doubt.Why}. Whom it names is erased all the same, and whom it does not name is not.");
        return [.. lines.All.Select((erasure, i) => i < doubt.Proved ? erasure : erasure with { IsUnproved = true })];
    }

    /// <summary>Makes the erasures again, and leaves their list beside the store, signed by the store's own key.</summary>
    private static async Task<int> EraseAsync(StoreFiles files, IReadOnlyList<Erasure> erasures)
    {
        files.Erasures.Replace([.. erasures]);
        // Where nobody is erased again no lane is made, which would close it.
        await using var writer = files.OpenWriter();
        await using var services = new ServiceCollection().AddLogging().AddDomain(files, writer).BuildServiceProvider();
        return await services.ReapplyErasuresAsync();
    }

    /// <summary>Notes the first checkpoint, so that the list's new key is known from now on.</summary>
    private static Verdict Noted(Verdict verdict, StoreFiles files)
    {
        if (!verdict.IsSound) return verdict;
        try
        {
            using var checkpoints = new CheckpointLog(Checkpointing.FolderOf(files), SigningKey.FileOf(files.Folder));
            checkpoints.Add(files, DateTime.UtcNow);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            System.Console.Error.WriteLine($"The store is restored, but no checkpoint could be noted: {problem.Message.ReplaceLineEndings(" ")}");
        }
        return verdict;
    }
}
