using System.Globalization;
using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Format;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Whoever knows the format and has the store in hand forges erasures, rows and tables: both verifiers find it, at the same entry.</summary>
public sealed class ForgeryTests : IDisposable
{
    private static readonly byte[] Nothing = [2];

    private readonly string _place = Directory.CreateTempSubdirectory("salesops-forged-").FullName;
    private readonly List<(string What, string File, Verdict Ours)> _tried = [];

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Verify_ForgedErasure_HidesNothing()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        var victim = Guid.Parse(store.Column("SELECT lower(hex(Id)) FROM Customers WHERE ErasedAt IS NULL AND Id IN (SELECT CustomerId FROM Understandings) AND Id IN (SELECT CustomerId FROM CustomerKeys) ORDER BY Id DESC LIMIT 1")[0]);
        var (id, mark) = ($"x'{TamperedStore.Hex(victim)}'", store.Last + 1);
        var first = long.Parse(store.Column($"SELECT MIN(Sequence) FROM AuditEntries WHERE CustomerId = {id} AND Sealed IS NOT NULL")[0], CultureInfo.InvariantCulture);
        string[] strip = [$"UPDATE AuditEntries SET Sealed = NULL WHERE CustomerId = {id}", $"DELETE FROM CustomerKeys WHERE CustomerId = {id}",
            $"UPDATE Operations SET RequestHash = x'' WHERE Id IN (SELECT OperationId FROM AuditEntries WHERE CustomerId = {id} AND Sequence < {mark})"];
        string[] edit = [$"UPDATE Customers SET Name = 'Somebody Else', Identity = 'zalo:0999' WHERE Id = {id}", $"UPDATE ChannelIdentities SET ExternalId = '0999' WHERE CustomerId = {id}", $"UPDATE Understandings SET Gloss = 'forged' WHERE CustomerId = {id}"];
        var erasedAt = Change("Customers", victim, "ErasedAt");

        foreach (var action in (string[])[Erasure.Action, Erasure.ResealAction])
        {
            Try($"{action} by name alone", store, mark, c => TamperedStore.Append(c, action, victim, Nothing, Guid.NewGuid()));
            Try($"{action} by name alone, with what it would destroy", store, first, c => TamperedStore.Append(c, action, victim, Nothing, Guid.NewGuid()), [.. strip, .. edit]);
        }
        Try("a resealing in an operation that erased nobody", store, mark, c => TamperedStore.Append(c, Erasure.ResealAction, victim, Nothing, OperationOf(store, 3)));
        Try("an erasure of somebody else", store, first, c => TamperedStore.Append(c, Erasure.Action, victim, Change("Customers", Guid.Parse(store.Erasures.Keys.First()), "ErasedAt"), Guid.NewGuid()), [.. strip, .. edit]);
        // One that honestly says that it erases, and leaves another name.
        Try("an erasure that leaves a name", store, mark, c => TamperedStore.Append(c, Erasure.Action, victim, erasedAt, Guid.NewGuid()), [.. strip, .. edit, $"UPDATE Customers SET ErasedAt = 1 WHERE Id = {id}"]);
        Try("an erasure that destroys nothing", store, first, c => TamperedStore.Append(c, Erasure.Action, victim, erasedAt, Guid.NewGuid()), $"UPDATE Customers SET ErasedAt = 1 WHERE Id = {id}");
        await AgreeAsync();
    }

    [Fact]
    public async Task Verify_ErasedCustomers_HoldNothingButWhatTheErasureLeft()
    {
        var (parts, keys) = (new List<(string Sequence, string Part)>(), new List<(string Customer, string Key)>());
        using var store = await TamperedStore.OfTheDayAsync(before: earlier =>
        {
            parts.AddRange(earlier.Column("SELECT Sequence || ' ' || hex(Sealed) FROM AuditEntries WHERE Sealed IS NOT NULL").Select(r => r.Split(' ')).Select(r => (r[0], r[1])));
            keys.AddRange(earlier.Column("SELECT hex(CustomerId) || ' ' || hex(\"Key\") FROM CustomerKeys").Select(r => r.Split(' ')).Select(r => (r[0], r[1])));
        });
        Assert.True(store.After()!.IsSound, store.After()!.Text);
        Assert.Contains(store.Erasures.Values, e => !e.IsErased);
        foreach (var (table, column) in TamperedStore.Personal)
            foreach (var (customer, erasure) in store.Erasures)
            {
                var rows = store.Column($"SELECT lower(hex(Id)) FROM {table} WHERE {(table == "Customers" ? "Id" : "CustomerId")} = x'{customer}' ORDER BY Id");
                for (var i = 0; i < rows.Count; i++)
                {
                    var (entry, sql) = (store.EntryOf(table, rows[i], column), $"UPDATE {table} SET \"{column}\" = '0901234567 Lan' WHERE Id = x'{rows[i]}'");
                    if (i == 0) Try(sql, store, entry, sql);
                    else Assert.Equal(entry, store.After(sql)!.Sequence);
                }
            }
        var gone = parts.Where(p => store.Column($"SELECT 1 FROM AuditEntries WHERE Sequence = {p.Sequence} AND Sealed IS NULL").Count > 0).ToList();
        Assert.NotEmpty(gone);
        var back = gone.ConvertAll(p => $"UPDATE AuditEntries SET Sealed = x'{p.Part}' WHERE Sequence = {p.Sequence}");
        var lost = keys.Where(k => store.Column($"SELECT 1 FROM CustomerKeys WHERE CustomerId = x'{k.Customer}'").Count == 0).Select(k => $"INSERT INTO CustomerKeys (CustomerId, \"Key\") VALUES (x'{k.Customer}', x'{k.Key}')").ToList();
        Assert.NotEmpty(lost);
        var first = long.Parse(gone[0].Sequence, CultureInfo.InvariantCulture);
        Try("what an erasure destroyed, from a backup", store, first, [.. back, .. lost]);
        Try("without the keys", store, first, [.. back]);
        Try("the keys alone", store, null, [.. lost]);
        await AgreeAsync();
    }

    [Fact]
    public async Task Verify_OperationsThatNoEntryKnows_AreFound()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        foreach (var sequence in (string[])["0", "-5", "1", "'x'", "1.5", "NULL"])
            Try($"an operation at {sequence}", store, null, $"INSERT INTO Operations (Id, Name, RequestHash, Answer, Sequence, At) VALUES (randomblob(16), 'ReceiveMessage', x'', x'7b7d', {sequence}, 1)");

        Directory.CreateDirectory(Path.Combine(_place, "first"));
        FirstVersion.UnpackTo(Path.Combine(_place, "first", "salesops.db"));
        var files = new StoreFiles(Path.Combine(_place, "first"));
        await files.OpenWriter().DisposeAsync();
        using var first = new TamperedStore(files);
        Try("the first version's own", first, null, isSound: true);
        foreach (var sequence in (string[])["0", "5", "29", "30"])
            Try($"an operation at {sequence} of the first version", first, sequence == "30" ? 30 : null, $"INSERT INTO Operations (Id, Name, RequestHash, Answer, Sequence, At) VALUES (randomblob(16), 'ReceiveMessage', x'', x'7b7d', {sequence}, 1)");
        await AgreeAsync();
    }

    [Fact]
    public async Task Verify_EntriesThatSayWhatWasNot_AreFound()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        var agent = Guid.Parse(store.Column("SELECT lower(hex(Id)) FROM AiAgents LIMIT 1")[0]);
        var customer = Guid.Parse(store.Column("SELECT lower(hex(Id)) FROM Customers WHERE ErasedAt IS NULL ORDER BY Id DESC LIMIT 1")[0]);
        void Append(SqliteConnection connection, byte[] changes) => TamperedStore.Append(connection, "forged", customer, changes, Guid.NewGuid());
        Try("a row that was there is made", store, store.Last + 1, c => Append(c, Change("Customers", customer, null)));
        Try("a row that was not there changes", store, store.Last + 1, c => Append(c, Change("Customers", Guid.NewGuid(), "ErasedAt")));
        Try("a value that was not there changes", store, store.Last + 1, c => Append(c, Change("AiAgents", agent, "Capacity")), $"UPDATE AiAgents SET Capacity = 1 WHERE Id = x'{TamperedStore.Hex(agent)}'");
        await AgreeAsync();
    }

    [Fact]
    public async Task Verify_TablesThatAreNotTheProgrammes_AreFound()
    {
        using var store = await TamperedStore.MakeAsync();
        string[] Rebuilt(string table, string from, string to, params string[] then)
        {
            var sql = store.Column($"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0];
            Assert.Contains(from, sql, StringComparison.Ordinal);
            var others = store.Column($"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type IN ('index', 'trigger') AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'");
            return ["PRAGMA legacy_alter_table = ON", .. store.Column($"SELECT 'DROP ' || type || ' \"' || name || '\"' FROM sqlite_master WHERE tbl_name = '{table}' AND type IN ('index', 'trigger') AND sql IS NOT NULL"),
                $"ALTER TABLE {table} RENAME TO Old", sql.Replace(from, to, StringComparison.Ordinal).Replace("WITHOUT ROWID", "", StringComparison.Ordinal), $"INSERT INTO {table} SELECT * FROM Old", "DROP TABLE Old", .. others, .. then];
        }
        Try("a view for an empty table", store, null, "DROP TABLE PolicyChanges", "CREATE VIEW PolicyChanges AS SELECT x'11223344556677889900aabbccddeeff' Id, 1 Number, 'threshold' Kind, NULL Intent, NULL Language, NULL Channel, 0.0 Value, 0.55 Was, 0.0 Holds, NULL ById, 1 At");
        Try("a table more", store, null, "CREATE TABLE Evil (Id BLOB PRIMARY KEY, Text TEXT)", "INSERT INTO Evil VALUES (randomblob(16), 'x')");
        Try("one without an id", store, null, "CREATE TABLE __Evil (a, b)", "INSERT INTO __Evil VALUES (1, 2)");
        Try("a virtual one", store, null, "CREATE VIRTUAL TABLE Evil USING fts5(Text)");
        Try("a view more", store, null, "CREATE VIEW Evil AS SELECT 1");
        Try("a table less", store, null, "DROP TABLE Viewings");
        Try("a column more", store, null, "ALTER TABLE Customers ADD COLUMN Evil TEXT", "UPDATE Customers SET Evil = 'x'");
        Try("a column less", store, null, "DROP INDEX IX_Viewings_CustomerId", "ALTER TABLE Viewings DROP COLUMN At");
        Try("a row twice", store, null, Rebuilt("Messages", "CONSTRAINT \"PK_Messages\" PRIMARY KEY", "", "INSERT INTO Messages SELECT * FROM Messages LIMIT 1"));
        foreach (var other in (string[])["9.0", "9.5", "'9'", "9"])
            Try($"an entry called {other}", store, null, Rebuilt("AuditEntries", "INTEGER NOT NULL CONSTRAINT \"PK_AuditEntries\" PRIMARY KEY", "BLOB NOT NULL", $"UPDATE AuditEntries SET Sequence = {other} WHERE Sequence = 9"));
        await AgreeAsync();
    }

    [Fact]
    public async Task Verify_StoreInAnotherEncoding_IsFound()
    {
        var file = Path.Combine(_place, "salesops.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA encoding = 'UTF-16le'");
            connection.Execute("CREATE TABLE AuditEntries (Sequence INTEGER PRIMARY KEY)");
            Assert.Contains("UTF-16le", StoreVerifier.Verify([connection], []).Text, StringComparison.Ordinal);
        }
        Assert.Contains("UTF-16le", Assert.Single((await Python.VerifyAsync(file)).Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TRIGGER Evil BEFORE INSERT ON Messages BEGIN SELECT RAISE(IGNORE); END", "the trigger Evil is none of this program's")]
    [InlineData("DROP TRIGGER AuditEntriesAreNeverChanged", "the trigger AuditEntriesAreNeverChanged is missing")]
    [InlineData("DROP INDEX IX_Messages_Channel_ExternalId", "the index IX_Messages_Channel_ExternalId is missing")]
    [InlineData("CREATE INDEX Evil ON Messages (Text)", "the index Evil is none of this program's")]
    [InlineData("DROP INDEX IX_Messages_Channel_ExternalId; CREATE UNIQUE INDEX IX_Messages_Channel_ExternalId ON Messages (Channel, ExternalId COLLATE NOCASE)", "the index IX_Messages_Channel_ExternalId is not as this program makes it")]
    [InlineData("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '\"NormalizedEmail\" TEXT', '\"NormalizedEmail\" TEXT COLLATE NOCASE') WHERE name = 'Accounts'; PRAGMA writable_schema = OFF", "the table Accounts is not as this program makes it")]
    [InlineData("CREATE TABLE CustomerSearch_evil (a)", "the table CustomerSearch_evil is none of this program's")]
    [InlineData("DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%_Merges'", "the migration 20261123052227_Merges is not on the list")]
    [InlineData("CREATE TABLE Evil (a)", "the table Evil is none of this program's")]
    [InlineData("ALTER TABLE Viewings ADD COLUMN Evil TEXT", "the table Viewings has a column Evil")]
    public async Task Verify_SchemaChanged_NamesWhatIsNotTheProgrammes(string sql, string finding)
    {
        await using var console = new TestConsole();
        using var copy = new StoreCopy(console.Files);
        Assert.True(StoreVerifier.Verify(copy.Files).IsSound, StoreVerifier.Verify(copy.Files).Text);
        copy.Tamper(sql);
        Assert.StartsWith(finding, StoreVerifier.Verify(copy.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_DamagedFiles_CrashesNeither()
    {
        using var store = await TamperedStore.MakeAsync();
        store.After(_ => { }, null, Path.Combine(_place, "whole.db"));
        var (whole, random) = (await File.ReadAllBytesAsync(Path.Combine(_place, "whole.db"), Http.Token), new Random(7));
        var files = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_place, $"{i}")).FullName;
            var bytes = i < 10 ? whole[..(whole.Length * i / 10)] : [.. whole];
            for (var n = 0; i >= 10 && n < 1 + i * i; n++) bytes[random.Next(100, bytes.Length)] ^= (byte)(1 << random.Next(8));
            var damaged = new StoreFiles(folder);
            await File.WriteAllBytesAsync(damaged.Database, bytes, Http.Token);
            files.Add(damaged.Database);
            try
            {
                StoreVerifier.Verify(damaged);
            }
            catch (StoreException)
            {
                // One line for a person.
            }
        }
        Assert.Equal(files.Count, (await Python.VerifyAsync(files)).Lines.Length);
    }

    /// <summary>One row whose column, empty before, holds 1; without a column a row that is made.</summary>
    private static byte[] Change(string table, Guid id, string? column)
    {
        var writer = new ChangeWriter();
        writer.Start();
        writer.Row(JournalNumbers.OfTable(table), id.ToByteArray(true), column is null ? ChangeWriter.Is : (byte)(ChangeWriter.Was | ChangeWriter.Is));
        if (column is not null)
        {
            writer.Null(JournalNumbers.OfColumn(table, column));
            writer.EndSide();
            writer.Cell(JournalNumbers.OfColumn(table, column), 1L);
        }
        writer.EndSide();
        return writer.Written.ToArray();
    }

    private static Guid OperationOf(TamperedStore store, long sequence) => Guid.Parse(store.Column($"SELECT lower(hex(OperationId)) FROM AuditEntries WHERE Sequence = {sequence}")[0]);

    private void Try(string what, TamperedStore store, long? expected, params string[] sql) => Try(what, store, expected, _ => { }, sql);

    private void Try(string what, TamperedStore store, long? expected, bool isSound) => Try(what, store, expected, _ => { }, [], isSound);

    private void Try(string what, TamperedStore store, long? expected, Action<SqliteConnection> forge, params string[] sql) => Try(what, store, expected, forge, sql, false);

    private void Try(string what, TamperedStore store, long? expected, Action<SqliteConnection> forge, string[] sql, bool isSound)
    {
        var file = Path.Combine(_place, $"{_tried.Count}.db");
        var verdict = store.After(connection =>
        {
            forge(connection);
            foreach (var statement in sql) connection.Execute(statement);
        }, null, file);
        if (verdict is null) return;
        Assert.True(verdict.IsSound == isSound && verdict.Sequence == expected, $"{what}: {expected} expected, but {verdict.Text}");
        _tried.Add((what, file, verdict));
    }

    /// <summary>The second verifier says the same of everything that was tried.</summary>
    private async Task AgreeAsync()
    {
        var (_, theirs) = await Python.VerifyAsync(_tried.Select(t => t.File));
        Assert.Equal(_tried.Count, theirs.Length);
        foreach (var ((what, _, ours), line) in _tried.Zip(theirs))
            Assert.True(ours.Sequence == SecondVerifierTests.SequenceIn(line) && ours.IsSound == line.StartsWith("sound", StringComparison.Ordinal), $"{what}: {ours.Text} / {line}");
    }
}
