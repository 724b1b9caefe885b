using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Generated;

/// <summary>Makes the store of a company with many customers, in a folder that is empty or not there yet.</summary>
public static class StoreGenerator
{
    /// <param name="progress">Told now and then how far it is, for a person.</param>
    /// <exception cref="StoreException">The folder holds something, or cannot be written.</exception>
    public static async Task GenerateAsync(StoreFiles files, GeneratedSize size, Action<string> progress, CancellationToken cancellation)
    {
        if (Path.Exists(files.Folder) && (File.Exists(files.Folder) || Directory.EnumerateFileSystemEntries(files.Folder).Any()))
            throw new StoreException($"{files.Folder} is not an empty folder; nothing is generated into it.");
        var place = new StoreFiles(Path.Combine(files.Folder, $".salesops-{Guid.NewGuid():N}"));
        try
        {
            PrivateFiles.MakeFolder(files.Folder);
            await FillAsync(place, size, progress, cancellation);
            // Only a whole store gets its name.
            File.Move(place.Database, files.Database);
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store in {files.Folder} cannot be written: {problem.Message}", problem);
        }
        finally
        {
            if (Directory.Exists(place.Folder)) Directory.Delete(place.Folder, recursive: true);
        }
    }

    private static async Task FillAsync(StoreFiles place, GeneratedSize size, Action<string> progress, CancellationToken cancellation)
    {
        var writer = Open(place);
        var derived = Drop(writer);
        var (said, started) = (double.NegativeInfinity, TimeProvider.System.GetTimestamp());
        await using var search = new GeneratedSearch(place.Folder);
        await using (var lane = new WriteLane(place, writer, TimeProvider.System, NullLogger<WriteLane>.Instance))
            await new GeneratedData(lane, search, size).FileAsync(count =>
            {
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                if (count < size.Customers && seconds < said + 2) return;
                said = seconds;
                progress(FormattableString.Invariant($"{count:N0} of {size.Customers:N0} customers, {seconds:0} s"));
            }, cancellation);
        writer = Open(place);
        await using (writer)
        {
            // Sorted in parts on several cores, which SQLite does only in files, and in parts of the cache's size.
            writer.Execute("PRAGMA temp_store = FILE");
            writer.Execute("PRAGMA cache_size = -32768");
            foreach (var statement in derived) writer.Execute(statement);
            progress(FormattableString.Invariant($"lists, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s"));
            await search.FileAsync(writer);
            progress(FormattableString.Invariant($"search, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s"));
            // As every store is left: nothing of it stands in a log.
            writer.Execute("PRAGMA journal_mode = WAL");
        }
    }

    /// <summary>Nobody relies on this store before it is whole: nothing waits for the disk, and nothing is written twice.</summary>
    private static SqliteConnection Open(StoreFiles place)
    {
        var writer = place.OpenWriter();
        foreach (var pragma in (string[])["journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -524288", $"threads = {Environment.ProcessorCount}"]) writer.Execute($"PRAGMA {pragma}");
        return writer;
    }

    /// <summary>Takes off indexes, and what guards and follows rows: they are made of all rows at once in the end.</summary>
    /// <returns>What brings them back.</returns>
    private static List<string> Drop(SqliteConnection connection)
    {
        var found = new List<(string Type, string Name, string Sql)>();
        using (var rows = new Statement(connection, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger')"))
            while (rows.Step()) found.Add((rows.Text(0), rows.Text(1), rows.Text(2)));
        foreach (var (type, name, _) in found) connection.Execute($"DROP {type} \"{name}\"");
        return [.. found.Select(f => f.Sql)];
    }
}
