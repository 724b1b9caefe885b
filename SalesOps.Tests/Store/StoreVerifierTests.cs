using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

/// <summary>Whatever is changed behind the program's back is found, and the first entry that is wrong is named.</summary>
public sealed class StoreVerifierTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private long _last;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _last = _console.Lane.Last.Counters.Sequence;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public void Verify_SampleData_IsSound()
    {
        var verdict = StoreVerifier.Verify(_console.Files);
        Assert.True(verdict.IsSound);
        Assert.StartsWith($"sound: {_last} audit entries", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnyColumnOfAnEntryEdited_NamesTheEntry()
    {
        using var copy = new StoreCopy(_console.Files);
        var columns = copy.Column("SELECT name FROM pragma_table_info('AuditEntries')");
        Assert.Equal(14, columns.Count);
        foreach (var column in columns)
            foreach (var sequence in (long[])[1, _last / 2, _last])
            {
                // Another value of the same kind and length, that only the hash can tell; NULL becomes a value.
                Assert.Contains($"audit entry {sequence} ", After(
                    $"""
                    UPDATE AuditEntries SET "{column}" = CASE typeof("{column}")
                      WHEN 'integer' THEN "{column}" + 1000 WHEN 'null' THEN randomblob(16)
                      WHEN 'text' THEN CASE "{column}" WHEN 'system' THEN 'human' WHEN 'human' THEN 'system' ELSE "{column}" || 'x' END
                      ELSE CAST(COALESCE(substr("{column}", 1, length("{column}") - 1), '') || CASE substr("{column}", -1) WHEN x'01' THEN x'02' ELSE x'01' END AS BLOB) END
                    WHERE Sequence = {sequence}
                    """), StringComparison.Ordinal);
            }
    }

    [Theory]
    [InlineData("Action", "printf('%.*c', 100000, 'x')")]
    [InlineData("Action", "''")]
    [InlineData("ActorKind", "'god'")]
    [InlineData("At", "9223372036854775807")]
    [InlineData("At", "'yesterday'")]
    [InlineData("ObjectId", "x'00'")]
    [InlineData("ActorId", "x''")]
    [InlineData("CustomerId", "'text'")]
    [InlineData("SealedHash", "x''")]
    [InlineData("Changes", "x''")]
    [InlineData("Hash", "x''")]
    [InlineData("Hash", "zeroblob(32)")]
    public void Verify_UnreadableValue_NamesTheEntry(string column, string value) =>
        Assert.Contains("audit entry 9 ", After($"UPDATE AuditEntries SET \"{column}\" = {value} WHERE Sequence = 9"), StringComparison.Ordinal);

    [Fact]
    public void Verify_EntriesDeleted_NamesTheFirstMissing()
    {
        foreach (var (from, to) in ((long, long)[])[(1, 1), (1, 3), (7, 7), (5, 9), (_last - 1, _last - 1), (_last, _last), (_last - 2, _last), (1, _last)])
            Assert.Equal($"audit entry {from} is missing", After($"DELETE FROM AuditEntries WHERE Sequence BETWEEN {from} AND {to}"));
    }

    [Fact]
    public void Verify_EntriesMovedOrForged_NamesTheFirstWrong()
    {
        Assert.Contains("audit entry 4 ", After("UPDATE AuditEntries SET Sequence = -1 WHERE Sequence = 4",
            "UPDATE AuditEntries SET Sequence = 4 WHERE Sequence = 5", "UPDATE AuditEntries SET Sequence = 5 WHERE Sequence = -1"), StringComparison.Ordinal);
        Assert.Contains("audit entry 7 ", After("DELETE FROM AuditEntries WHERE Sequence = 7",
            "UPDATE AuditEntries SET Sequence = -Sequence WHERE Sequence > 7", "UPDATE AuditEntries SET Sequence = -Sequence - 1 WHERE Sequence < 0"), StringComparison.Ordinal);
        Assert.Contains($"audit entry {_last + 1} ", After("CREATE TEMP TABLE twin AS SELECT * FROM AuditEntries WHERE Sequence = 3",
            $"UPDATE twin SET Sequence = {_last + 1}", "INSERT INTO AuditEntries SELECT * FROM twin"), StringComparison.Ordinal);
        Assert.Contains("audit entry 0 ", After("CREATE TEMP TABLE twin AS SELECT * FROM AuditEntries WHERE Sequence = 3",
            "UPDATE twin SET Sequence = 0", "INSERT INTO AuditEntries SELECT * FROM twin"), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_PersonalPartGoneWithoutAnErasure_NamesTheEntry() =>
        Assert.Equal("audit entry 8 has lost its personal part, and no erasure says why",
            After("UPDATE AuditEntries SET Sealed = NULL WHERE Sealed IS NOT NULL", "DELETE FROM CustomerKeys"));

    [Theory]
    [InlineData("UPDATE CounterValues SET Value = Value + 1 WHERE Code = 'open_tasks'", "counter open_tasks of ")]
    [InlineData("DELETE FROM CounterValues WHERE Code = 'customers'", "counter customers of ")]
    [InlineData("INSERT INTO CounterValues (Code, \"Key\", Value) VALUES ('handovers', randomblob(16), 5)", "counter handovers of ")]
    [InlineData("INSERT INTO CounterValues (Code, \"Key\", Value) VALUES ('nothing', randomblob(16), 0)", "counter nothing ")]
    public void Verify_CounterChanged_NamesTheCounter(string sql, string expected) =>
        Assert.StartsWith(expected, After(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("UPDATE Assignments SET Status = 'closed' WHERE Status = 'active'", "audit entry 8 wrote Status of ")]
    [InlineData("DELETE FROM WorkTasks", "audit entry 8 wrote ")]
    [InlineData("UPDATE SalesUsers SET Email = 'x' || Email WHERE Name = 'trojan'", "audit entry 1 wrote Email of ")]
    [InlineData("UPDATE Reviews SET Id = randomblob(16)", "audit entry 16 wrote ")]
    [InlineData("INSERT INTO Invitations (Id, TokenHash, CreatedAt, ExpiresAt) VALUES (randomblob(16), x'00', 1, 1)", "the row ")]
    [InlineData("INSERT INTO CustomerKeys (CustomerId, \"Key\") VALUES (randomblob(16), randomblob(32))", "a customer's key opens nothing")]
    public void Verify_RowChangedBehindTheJournal_NamesTheEntryThatWroteIt(string sql, string expected) =>
        Assert.StartsWith(expected, After(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(1.0)]
    public async Task Verify_ConfidenceAtItsLimits_IsSound(double confidence)
    {
        var heard = await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "limits", "limits", "hi", null, null, new("ask_trust", "understanding_trust_building", confidence, [], "runtime-1")), Caller.Runtime);
        Assert.True(heard.Succeeded);
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoStoreOrGarbage_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("salesops-none-");
        try
        {
            var files = new StoreFiles(folder.FullName);
            Assert.Throws<StoreException>(() => StoreVerifier.Verify(files));
            File.WriteAllText(files.Database, new string('x', 8192));
            Assert.Throws<StoreException>(() => StoreVerifier.Verify(files));
            File.WriteAllBytes(files.Database, []);
            Assert.Throws<StoreException>(() => StoreVerifier.Verify(files));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private string After(params string[] sql)
    {
        using var copy = new StoreCopy(_console.Files);
        copy.Tamper(sql);
        return StoreVerifier.Verify(copy.Files).Text;
    }
}
