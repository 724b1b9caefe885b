using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Faults;

/// <summary>Another program in another language, written from the documented format, comes to the same verdicts.</summary>
public sealed class SecondVerifierTests : IDisposable
{
    private static readonly string[] Structures =
    [
        "DELETE FROM AuditEntries WHERE Sequence = 1", "DELETE FROM AuditEntries WHERE Sequence BETWEEN 5 AND 7", "DELETE FROM AuditEntries", "DELETE FROM AuditEntries WHERE Sequence > 12",
        "UPDATE AuditEntries SET Sequence = 0 WHERE Sequence = 3", "UPDATE AuditEntries SET Sealed = NULL", "DELETE FROM CustomerKeys", "DELETE FROM Messages", "DELETE FROM Operations",
        "UPDATE AuditEntries SET At = 'yesterday' WHERE Sequence = 4", "UPDATE CustomerKeys SET \"Key\" = randomblob(32)",
        "INSERT INTO CustomerKeys (CustomerId, \"Key\") VALUES (randomblob(16), randomblob(32))", "UPDATE CounterValues SET Value = Value + 1", "INSERT INTO Invitations (Id, TokenHash, CreatedAt, ExpiresAt) VALUES (randomblob(16), x'00', 1, 1)",
    ];

    private readonly string _place = Directory.CreateTempSubdirectory("salesops-second-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task SecondVerifier_OnHonestAndTamperedStores_AgreesWithOurs()
    {
        using var store = await TamperedStore.OfTheDayAsync();
        var (files, ours) = (new List<string>(), new List<Verdict>());
        void Try(string sql)
        {
            var file = Path.Combine(_place, $"{files.Count}.db");
            if (store.After(c => c.Execute(sql), null, file) is not { } verdict) return;
            files.Add(file);
            ours.Add(verdict);
        }
        Try("SELECT 1");
        foreach (var sql in Structures) Try(sql);
        // One value of every column of every table, and of every fourth its type; the search index is left out by the second verifier.
        var columns = 0;
        foreach (var table in store.Column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'CustomerSearch%' AND name NOT LIKE 'MessageSearch%' AND name NOT IN ('CounterMinutes', '__EFMigrationsHistory', '__EFMigrationsLock')"))
            foreach (var column in store.Column($"SELECT name FROM pragma_table_info('{table}')"))
            {
                Try($"UPDATE {table} SET \"{column}\" = {OfItsType(column)} {Where(column, table)}");
                if (columns++ % 4 == 0) Try($"UPDATE {table} SET \"{column}\" = CAST(\"{column}\" AS TEXT) {Where(column, table)}");
            }

        var (exit, theirs) = await Python.VerifyAsync(files);
        Assert.Equal(1, exit);
        Assert.Equal(ours.Count, theirs.Length);
        for (var i = 0; i < ours.Count; i++)
            Assert.True(ours[i].Sequence == SequenceIn(theirs[i]) && ours[i].IsSound == theirs[i].StartsWith("sound", StringComparison.Ordinal), $"{files[i]}: {ours[i].Text} / {theirs[i]}");
        Assert.True(ours[0].IsSound);
        Assert.InRange(ours.Count, 250, 800);
    }

    [Fact]
    public async Task SecondVerifier_WithCheckpoints_AgreesWithOurs()
    {
        await using var console = new TestConsole();
        using var log = new CheckpointLog(Path.Combine(_place, "checkpoints"), Path.Combine(_place, "key.pem"));
        await console.Lane.AddPersonAsync("first@example.com");
        log.Add(console.Files, DateTime.UnixEpoch);
        for (var i = 0; i < 3; i++)
        {
            await console.Lane.AddPersonAsync($"{i}@example.com");
            log.Add(console.Files, DateTime.UnixEpoch.AddMinutes(i));
        }
        var checkpoints = CheckpointLog.Read(log.File);
        Assert.Equal([1, 2, 3, 4], checkpoints.Select(c => c.Sequence));

        var whole = Path.Combine(_place, "whole.db");
        Assert.True(StoreBackup.Save(console.Files, whole, Http.Token).IsSound);
        Assert.Equal(0, (await Python.VerifyAsync("--checkpoints", log.File, whole)).Exit);
        Assert.True(StoreVerifier.Verify(console.Files, checkpoints).IsSound);

        // The journal and every table as if the last two people had never been added.
        using var cut = new StoreCopy(console.Files);
        cut.Tamper("DELETE FROM Operations WHERE Sequence > 2", "DELETE FROM AuditEntries WHERE Sequence > 2", "DELETE FROM SalesUsers WHERE Email IN ('1@example.com', '2@example.com')",
            "DELETE FROM CounterValues WHERE \"Key\" <> zeroblob(16) AND \"Key\" NOT IN (SELECT Id FROM SalesUsers)", "UPDATE CounterValues SET Value = 2 WHERE \"Key\" = zeroblob(16)");
        Assert.True(StoreVerifier.Verify(cut.Files).IsSound, StoreVerifier.Verify(cut.Files).Text);
        Assert.Equal(3, StoreVerifier.Verify(cut.Files, checkpoints).Sequence);
        var (exit, lines) = await Python.VerifyAsync("--checkpoints", log.File, cut.Files.Database);
        Assert.Equal((1, 3), (exit, SequenceIn(Assert.Single(lines))));

        // A line changed by somebody without the key.
        var text = await File.ReadAllTextAsync(log.File, Http.Token);
        await File.WriteAllTextAsync(log.File, text.Replace("\n2 3 ", "\n2 2 ", StringComparison.Ordinal), Http.Token);
        Assert.Contains("Line 4 ", Assert.Throws<StoreException>(() => CheckpointLog.Read(log.File)).Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Python.VerifyAsync("--checkpoints", log.File, whole)).Exit);
    }

    private static string OfItsType(string column) => $"CASE typeof(\"{column}\") WHEN 'text' THEN \"{column}\" || 'x' WHEN 'null' THEN randomblob(16) WHEN 'blob' THEN CAST(\"{column}\" || x'00' AS BLOB) ELSE \"{column}\" + 1000 END";

    private static string Where(string column, string table) => $"WHERE \"{column}\" = (SELECT MAX(\"{column}\") FROM {table}) OR \"{column}\" IS NULL";

    internal static long? SequenceIn(string line) => line.Split(' ') is ["audit", "entry", var sequence, ..] ? long.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture) : null;
}
