using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Format;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Verification;

/// <param name="Text">One line for a person.</param>
/// <param name="Sequence">The first audit entry that is wrong; null when the store is sound, or when what is wrong is on no entry.</param>
public sealed record Verdict(bool IsSound, string Text, long? Sequence = null);

/// <summary>
/// Checks a store from its own rows: that its tables are the program's, the audit chain link by link, every table by rebuilding it from the journal, every counter by counting again, the search indexes by what they were made from.
/// It reads one moment of the store, whether or not a server writes meanwhile.
/// </summary>
public static class StoreVerifier
{
    /// <param name="checkpoints">What was noted of the chain elsewhere, read before: it finds a chain that was cut off or built anew as a whole.</param>
    /// <exception cref="StoreException">There is no store, it cannot be read, or another version wrote it.</exception>
    public static Verdict Verify(StoreFiles files, IReadOnlyCollection<Checkpoint>? checkpoints = null)
    {
        if (!File.Exists(files.Database)) throw new StoreException($"There is no store in {files.Folder}.");
        try
        {
            return files.ReadApart(open =>
            {
                var connections = new List<SqliteConnection>();
                try
                {
                    OpenAtOneMoment(open, connections);
                    StoreFiles.RefuseOtherVersions(connections[0]);
                    return Verify(connections, checkpoints ?? [], files.IsBackup);
                }
                finally
                {
                    foreach (var connection in connections) connection.Dispose();
                }
            });
        }
        catch (SqliteException problem)
        {
            throw new StoreException($"{files.Name} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Verifies what <paramref name="connections"/> see, which is the same for all.</summary>
    /// <param name="isBackup">The store goes on after it: checkpoints that are later say nothing of it.</param>
    internal static Verdict Verify(IReadOnlyList<SqliteConnection> connections, IReadOnlyCollection<Checkpoint> checkpoints, bool isBackup = false)
    {
        var connection = connections[0];
        var schema = Schema.Read(connection);
        if (schema.OfTables is { } other) return new Verdict(false, other);
        // Where entries are missing, there are fewer than the last one's number: the first that is missing lies among as many as there are.
        var last = Math.Min(LastSequence(connection), connection.Number("SELECT COUNT(*) FROM AuditEntries"));
        var later = isBackup ? checkpoints.Count(c => c.Sequence > last) : 0;
        if (later > 0) checkpoints = [.. checkpoints.Where(c => c.Sequence <= last)];
        var circumstances = new Circumstances(connection);
        var readers = new Readers(connections);
        var check = new StateCheck(readers, circumstances, last);
        if ((check.Chain() ?? Unlike(connection, checkpoints, last) ?? CutOff(connection, last)) is { } broken) return broken.Verdict;
        var (names, said) = (NameSearchCheck.New(), MessageSearchCheck.New());
        // The longest first, so that none is left over for one core at the end.
        Action<SqliteConnection>[] work = [.. names.Pieces(), .. said.Pieces(), .. check.EachTable()];
        readers.OnAllCores(work, (read, reader) => read(reader));
        if (check.State() is { } found) return found.Verdict;
        if (circumstances.HasIdleKey) return new Verdict(false, "a customer's key opens nothing: it is of no customer, or of one that was erased");
        return Counters(readers, connection) ?? names.Found ?? said.Found ?? (schema.OfTheRest is { } rest ? new Verdict(false, rest) : null)
            ?? new Verdict(true, $"sound: {last} audit entries, {connection.Number("SELECT COUNT(*) FROM CounterValues")} counter values{Proof(checkpoints, isBackup, later)}");
    }

    /// <summary>What the checkpoints prove, as the end of a good verdict.</summary>
    /// <param name="later">How many say nothing of a backup, because they are of after it.</param>
    private static string Proof(IReadOnlyCollection<Checkpoint> checkpoints, bool isBackup, int later) => (checkpoints.Count, isBackup) switch
    {
        (0, _) => later == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", no checkpoints up to there, {later} of later"),
        (var count, false) => string.Create(CultureInfo.InvariantCulture, $", {count} checkpoints"),
        (var count, true) => string.Create(CultureInfo.InvariantCulture, $", {count} checkpoints that prove it up to entry {checkpoints.Max(c => c.Sequence)}, {later} of later"),
    };

    /// <summary>Opens a connection a core, each in a read transaction at the same commit: every commit appends to the journal.</summary>
    private static void OpenAtOneMoment(Func<SqliteConnection> open, List<SqliteConnection> connections)
    {
        for (var i = 0; i < Environment.ProcessorCount; i++) connections.Add(open());
        while (true)
        {
            foreach (var connection in connections) connection.Execute("BEGIN");
            if (connections.Select(LastSequence).Distinct().Count() == 1) return;
            foreach (var connection in connections) connection.Execute("COMMIT");
        }
    }

    private static long LastSequence(SqliteConnection connection) => connection.Number("SELECT Sequence FROM AuditEntries WHERE typeof(Sequence) = 'integer' ORDER BY Sequence DESC LIMIT 1");

    /// <summary>The first entry that is not what a checkpoint saw. A chain that was built anew is whole in itself: it can be told only up to the last checkpoint that still fits.</summary>
    private static Finding? Unlike(SqliteConnection connection, IReadOnlyCollection<Checkpoint> checkpoints, long last)
    {
        var fitting = 0L;
        foreach (var checkpoint in checkpoints.OrderBy(c => c.Sequence))
        {
            if (checkpoint.Sequence > last)
                return new Finding(last + 1, string.Create(CultureInfo.InvariantCulture, $"is missing: the checkpoint of {checkpoint.At:u} saw entry {checkpoint.Sequence}"));
            using var rows = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT Hash FROM AuditEntries WHERE Sequence = {checkpoint.Sequence}"));
            if (!rows.Read() || !rows[0].Bytes.SequenceEqual(checkpoint.Hash))
                return new Finding(fitting + 1, string.Create(CultureInfo.InvariantCulture, $"or one after it, up to {checkpoint.Sequence}, is not what the checkpoint of {checkpoint.At:u} saw"));
            fitting = checkpoint.Sequence;
        }
        return null;
    }

    /// <summary>The chain alone cannot tell that its end was cut off; the commands carried out remember how far it went, unless an entry notes them.</summary>
    private static Finding? CutOff(SqliteConnection connection, long last)
    {
        using var rows = new SqliteRows(connection, string.Create(CultureInfo.InvariantCulture,
            $"SELECT Id FROM Operations WHERE Sequence > {last} AND typeof(Sequence) = 'integer'"));
        while (rows.Read())
            if (rows[0].Type != CellType.Blob || !IsNoted(connection, rows[0].Bytes)) return new Finding(last + 1, "is missing");
        return null;
    }

    private static bool IsNoted(SqliteConnection connection, ReadOnlySpan<byte> operation)
    {
        using var rows = new SqliteRows(connection, $"SELECT Changes FROM AuditEntries WHERE OperationId = x'{Convert.ToHexString(operation)}'");
        while (rows.Read())
        {
            var changes = new ChangeReader(FirstFormat.Raise(rows.Blob(0)));
            for (; changes.NextRow(); changes.SkipRow())
                if (changes.Table == JournalNumbers.OfTable("Operations")) return true;
        }
        return false;
    }

    private static Verdict? Counters(Readers readers, SqliteConnection connection)
    {
        if (StoredCounters(connection) is not { } stored) return new Verdict(false, "a counter holds what cannot be read");
        if (stored.Keys.FirstOrDefault(k => !Model.Counters.All.Any(c => c.Code == k.Code)) is { Code: { } unknown }) return new Verdict(false, $"counter {unknown} is none");
        var verdicts = new Verdict?[Model.Counters.All.Count];
        try
        {
            readers.OnAllCores([.. Enumerable.Range(0, verdicts.Length)], (i, reader) => verdicts[i] = Recounted(Model.Counters.All[i], stored, reader));
        }
        catch (Exception problem) when (problem is InvalidCastException or ArgumentException or FormatException or OverflowException)
        {
            // Entries say it, so that no table differs: an owner's id that is none, say.
            return new Verdict(false, "a row that is counted holds what cannot be read");
        }
        return Array.Find(verdicts, v => v is not null);
    }

    private static Verdict? Recounted(Counter counter, Dictionary<(string Code, Guid Key), long> stored, SqliteConnection connection)
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(connection).Options);
        var counted = Recount.Of(store, counter);
        foreach (var key in counted.Keys.Union(stored.Keys.Where(k => k.Code == counter.Code).Select(k => k.Key)))
        {
            var (have, count) = (stored.GetValueOrDefault((counter.Code, key)), counted.GetValueOrDefault(key));
            if (have != count)
                return new Verdict(false, string.Create(CultureInfo.InvariantCulture,
                    $"counter {counter.Code} of {(key == Counter.Everyone ? "everyone" : ShortId.Of(key))} says {have}, the rows say {count}"));
        }
        return null;
    }

    /// <summary>Null when one is not of the kinds that the program writes.</summary>
    private static Dictionary<(string Code, Guid Key), long>? StoredCounters(SqliteConnection connection)
    {
        var stored = new Dictionary<(string, Guid), long>();
        using var rows = new SqliteRows(connection, "SELECT Code, \"Key\", Value FROM CounterValues");
        try
        {
            while (rows.Read()) stored[(Encoding.UTF8.GetString(rows.Text(0)), new Guid(rows.Id(1), true))] = rows.WholeNumber(2);
            return stored;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
