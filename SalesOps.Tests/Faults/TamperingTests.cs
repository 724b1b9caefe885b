using System.Globalization;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Whatever somebody with the file in hand changes is found, and at the right entry.</summary>
public sealed class TamperingTests(ITestOutputHelper output)
{
    /// <summary>
    /// Other values for a column c, as SQL. CounterMinutes, which only draws the tiles' curves, is not promised; everything else is.
    /// </summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["INTEGER"] = ["{0} + 1", "{0} - 1", "-{0} - 1", "{0} * 1000 + 7", "0", "NULL", "{0} || 'x'", "9223372036854775807", "5"],
        ["REAL"] = ["{0} + 0.000001", "{0} / 2 + 0.1", "0.0", "1e300", "NULL", "{0} || 'x'", "x'00'", "5.0"],
        ["TEXT"] = ["{0} || 'x'", "'x' || {0}", "substr({0}, 2)", "''", "upper({0})", "replace({0}, substr({0}, 1, 1), '?')", "CAST({0} AS BLOB)", "NULL",
            "(SELECT {0} FROM {1} ORDER BY {0} DESC LIMIT 1)", "{0} || char(0)", "'x'"],
        ["BLOB"] = ["CAST(substr({0}, 1, length({0}) - 1) || char(1) AS BLOB)", "CAST(substr({0}, 1, length({0}) - 1) AS BLOB)", "CAST({0} || x'00' AS BLOB)", "x''", "NULL",
            "zeroblob(length({0}))", "hex({0})", "CAST({0} AS TEXT)", "(SELECT {0} FROM {1} ORDER BY {0} DESC LIMIT 1)", "randomblob(16)", "randomblob(32)"],
    };

    [Fact]
    public async Task Verify_AnyValueOfAnyColumn_IsFoundAtItsEntry()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        Assert.True(store.After()!.IsSound, store.After()!.Text);
        var (tried, tables) = (0, store.Column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'CustomerSearch%' AND name NOT LIKE 'MessageSearch%' AND name NOT IN ('CounterMinutes', '__EFMigrationsHistory', '__EFMigrationsLock')"));
        foreach (var table in tables)
        {
            Assert.NotEmpty(store.Column($"SELECT 1 FROM {table} LIMIT 1"));
            foreach (var column in store.Column($"SELECT name || ' ' || type FROM pragma_table_info('{table}')").Select(c => c.Split(' ')))
                foreach (var row in Some(store, table, column[0]))
                    foreach (var other in Others[column[1]])
                    {
                        var value = string.Format(CultureInfo.InvariantCulture, other, $"\"{column[0]}\"", table);
                        var changes = $"UPDATE {table} SET \"{column[0]}\" = {value} WHERE {row.Where}";
                        if (!Differs(store, table, column[0], value, row.Where)) continue;
                        if (store.After(changes) is not { } verdict) continue;
                        tried++;
                        Assert.False(verdict.IsSound, changes);
                        if (Expected(store, table, column[0], row.Id, changes) is { } expected)
                            Assert.True(expected == verdict.Sequence || (verdict.Sequence < expected && MovesAnErasure(store, table, column[0], row.Id)), $"{changes}: {expected} expected, but {verdict.Text}");
                        else Assert.True(verdict.Sequence is null, $"{changes}: {verdict.Text}");
                    }
        }
        output.WriteLine($"{tried} values changed in {tables.Count} tables");
        Assert.True(tried >= 5000, $"{tried}");
    }

    [Fact]
    public async Task Verify_AnyEntriesDeletedMovedOrForged_NamesTheFirst()
    {
        using var store = await TamperedStore.MakeAsync();
        var (last, tried) = (store.Last, 0);
        void Expect(long sequence, params string[] sql)
        {
            var verdict = store.After(sql);
            Assert.True(verdict?.Sequence == sequence, $"{string.Join("; ", sql)}: {verdict?.Text}");
            tried++;
        }
        for (var from = 1L; from <= last; from++)
            for (var to = from; to <= last; to++)
            {
                Expect(from, $"DELETE FROM AuditEntries WHERE Sequence BETWEEN {from} AND {to}");
                if (to == from) continue;
                Expect(from, $"UPDATE AuditEntries SET Sequence = -1 WHERE Sequence = {from}", $"UPDATE AuditEntries SET Sequence = {from} WHERE Sequence = {to}", $"UPDATE AuditEntries SET Sequence = {to} WHERE Sequence = -1");
                // Closing the gap, as if nothing had been there.
                Expect(from, $"DELETE FROM AuditEntries WHERE Sequence BETWEEN {from} AND {to - 1}", "UPDATE AuditEntries SET Sequence = -Sequence WHERE Sequence >= " + to, $"UPDATE AuditEntries SET Sequence = -Sequence - {to - from} WHERE Sequence < 0");
            }
        for (var sequence = 1L; sequence <= last; sequence++)
        {
            string[] Twin(long at) => ["CREATE TEMP TABLE twin AS SELECT * FROM AuditEntries WHERE Sequence = " + sequence, $"UPDATE twin SET Sequence = {at}",
                $"UPDATE AuditEntries SET Sequence = -Sequence WHERE Sequence >= {at} AND {at} > 0", $"UPDATE AuditEntries SET Sequence = -Sequence + 1 WHERE Sequence < 0", "INSERT INTO AuditEntries SELECT * FROM twin", "DROP TABLE twin"];
            Expect(last + 1, Twin(last + 1));
            Expect(0, Twin(0));
            Expect(sequence + 1, Twin(sequence + 1));
        }
        foreach (var sequence in store.Column("SELECT Sequence FROM AuditEntries WHERE Sealed IS NOT NULL").Select(s => long.Parse(s, CultureInfo.InvariantCulture)))
        {
            Expect(sequence, $"UPDATE AuditEntries SET Sealed = NULL WHERE Sequence = {sequence}");
            Expect(sequence, $"UPDATE AuditEntries SET Sealed = NULL, SealedHash = x'' WHERE Sequence = {sequence}");
            Expect(sequence, $"UPDATE AuditEntries SET Sealed = (SELECT Sealed FROM AuditEntries WHERE Sealed IS NOT NULL AND Sequence <> {sequence} LIMIT 1) WHERE Sequence = {sequence}");
        }
        output.WriteLine($"{tried} changes of the chain");
    }

    [Fact]
    public async Task Verify_AnyRowDeletedOrAdded_IsFound()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        foreach (var table in store.LastWrites.Keys.Select(k => k.Table).Distinct())
        {
            var columns = store.Column($"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'Id'");
            // A table of the day has up to a hundred rows: some of them, the first and the last.
            foreach (var row in Rows(store, table).Where((_, i) => i % 9 == 0).Concat(Rows(store, table).TakeLast(3)))
            {
                Assert.Equal(store.LastWrites[(table, row.Id, "Id")], store.After($"DELETE FROM {table} WHERE {row.Where}")!.Sequence);
                var added = store.After($"INSERT INTO {table} (Id, {string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT randomblob(16), {string.Join(", ", columns.Select(c => Unique.Contains((table, c)) ? $"\"{c}\" || 'x'" : $"\"{c}\""))} FROM {table} WHERE {row.Where}");
                // A row of who was erased or resealed holds at first sight what the erasure did not leave there.
                if (added is not null) Assert.True(added.Text.Contains("was made by no audit entry", StringComparison.Ordinal) || (IsPersonal(table) && store.Erasures.Values.Any(e => e.Sequence == added.Sequence)), added.Text);
            }
        }
    }

    private static readonly HashSet<(string, string)> Unique = [("SalesUsers", "Email"), ("AiAgents", "Name"), ("Messages", "ExternalId"), ("ChannelIdentities", "ExternalId"), ("Accounts", "NormalizedEmail")];

    [Fact]
    public async Task Verify_SearchIndexUnlikeTheNames_IsFound()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        StoreCopy.AssertFound(console.Files, "the search index",
            "INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) SELECT 'delete', Row, Text FROM CustomerSearch_words WHERE Row = 3",
            "INSERT INTO CustomerSearch (rowid, Text) SELECT Row, Text || 'x' FROM CustomerSearch_words WHERE Row = 3",
            "INSERT INTO CustomerSearch (rowid, Text) VALUES (3, '  a')",
            "INSERT INTO CustomerSearch (rowid, Text) SELECT -Row, Text FROM CustomerSearch_words WHERE Row = 3",
            "DELETE FROM CustomerSearch_rows WHERE Row = 3",
            "UPDATE CustomerSearch_rows SET Row = 1000 WHERE Row = 3",
            "UPDATE CustomerSearch_rows SET CustomerId = randomblob(16) WHERE Row = 3",
            "INSERT INTO CustomerSearch_rows (CustomerId) VALUES (randomblob(16))",
            "UPDATE CustomerSearch_data SET block = zeroblob(length(block)) WHERE id > 10",
            "DELETE FROM CustomerSearch_data WHERE id > 10",
            "DROP TABLE CustomerSearch_rows");
    }

    [Fact]
    public async Task Verify_ChainBuiltAnew_IsFoundByTheCheckpoints()
    {
        using var store = await TamperedStore.MakeAsync();
        var checkpoints = store.CheckpointsAt(5, 10, 15, store.Last);
        Assert.True(store.After(_ => { }, checkpoints)!.IsSound);
        for (var sequence = 1L; sequence <= store.Last; sequence++)
            foreach (var change in (string[])["Action = Action || 'x'", "At = At - 1", "ActorKind = 'human', ActorId = randomblob(16)", "OperationId = randomblob(16)", "SalesUserId = randomblob(16)"])
            {
                void Forge(Microsoft.Data.Sqlite.SqliteConnection connection)
                {
                    connection.Execute($"UPDATE AuditEntries SET {change} WHERE Sequence = {sequence}");
                    TamperedStore.Relink(connection, sequence);
                }
                // Between the last checkpoint that still fits and the first that does not.
                Assert.Equal((sequence - 1) / 5 * 5 is var before && before < 15 ? before + 1 : 16, store.After(Forge, checkpoints)!.Sequence);
                Assert.Equal(sequence, store.After(Forge, store.CheckpointsAt([.. Enumerable.Range(1, (int)store.Last).Select(i => (long)i)]))!.Sequence);
            }
    }

    [Fact]
    public async Task Verify_StoreOfEarlier_IsFoundByTheCheckpoints()
    {
        // Everything is as it honestly was some entries ago, the journal and every table.
        using var store = await TamperedStore.MakeAsync();
        using var grown = await TamperedStore.MakeAsync();
        Assert.True(store.After()!.IsSound);
        var later = new Checkpoint(store.Last + 7, new byte[32], DateTime.UnixEpoch);
        Assert.Equal(store.Last + 1, store.After(_ => { }, [.. store.CheckpointsAt(3), later])!.Sequence);
        // Another honest store under the name of this one.
        Assert.Equal(4, store.After(_ => { }, [.. store.CheckpointsAt(3), .. grown.CheckpointsAt(store.Last)])!.Sequence);
    }

    private static long? Expected(TamperedStore store, string table, string column, string id, string changes) => table switch
    {
        "AuditEntries" when column != "Sequence" => long.Parse(id, CultureInfo.InvariantCulture),
        // Moved before the first, or away from its place.
        "AuditEntries" => changes.Contains("= -", StringComparison.Ordinal) ? -long.Parse(id, CultureInfo.InvariantCulture) - 1
            : changes.Contains("= 0 ", StringComparison.Ordinal) || (id == "1" && changes.Contains(" - 1", StringComparison.Ordinal)) ? 0 : long.Parse(id, CultureInfo.InvariantCulture),
        "CustomerKeys" => long.Parse(store.Column($"SELECT MIN(Sequence) FROM AuditEntries WHERE CustomerId = x'{id}' AND Sealed IS NOT NULL")[0], CultureInfo.InvariantCulture),
        "CounterValues" => null,
        _ => store.EntryOf(table, id, column),
    };

    /// <summary>An erasure that is none any more leaves what it destroyed lost without a reason; a row that comes to who was erased is not as the erasure left that one.</summary>
    private static bool MovesAnErasure(TamperedStore store, string table, string column, string id) => table == "AuditEntries"
        ? column is "Action" or "CustomerId" or "OperationId" or "Changes" && store.Erasures.Values.Any(e => e.Sequence == long.Parse(id, CultureInfo.InvariantCulture))
        : column == "CustomerId";

    private static bool IsPersonal(string table) => TamperedStore.Personal.Any(p => p.Table == table);

    /// <summary>The first and the last row that hold something in the column, and one that does not; of the journal some more.</summary>
    private static List<(string Where, string Id)> Some(TamperedStore store, string table, string column)
    {
        var held = Rows(store, table, $"\"{column}\" IS NOT NULL");
        return [.. held.Take(1), .. held.Skip(1).TakeLast(1), .. held.Where((_, i) => table == "AuditEntries" && i % 80 == 20), .. Rows(store, table, $"\"{column}\" IS NULL").TakeLast(1)];
    }

    private static bool Differs(TamperedStore store, string table, string column, string value, string where) =>
        store.Column($"SELECT 1 FROM {table} WHERE {where} AND (typeof(\"{column}\") <> typeof({value}) OR \"{column}\" IS NOT {value})").Count > 0;

    /// <summary>A counter that is 0 is the same as one that is not there.</summary>
    private static List<(string Where, string Id)> Rows(TamperedStore store, string table, string which = "1")
    {
        var keys = store.Column($"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0");
        var where = string.Join(" || ' AND ' || ", keys.Select(k => $"'\"{k}\" = ' || quote(\"{k}\")"));
        return [.. store.Column($"SELECT {where} || '|' || {(table == "AuditEntries" ? "Sequence" : $"lower(hex(\"{keys[^1]}\"))")} FROM {table} WHERE {which}{(table == "CounterValues" ? " AND Value <> 0" : "")}").Select(r => r.Split('|')).Select(r => (r[0], r[1]))];
    }
}
