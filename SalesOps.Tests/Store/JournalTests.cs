using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Store;

public sealed class JournalTests
{
    private const string Name = "Đoàn Mốc Zxq";
    private const string ExternalId = "zxq-6712345001";
    private const string Text = "Tôi là Mốc, số zxq-0901234567";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_PersonalData_StandsSealedOnly()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var customer = await WriteAsync(console, ExternalId, "m-1", Name, Text);
        await WriteAsync(console, ExternalId, "m-2", Name, Text + " 2");
        var other = await WriteAsync(console, "other-1", "m-3", "Other", "Chào");

        await using var store = console.Read();
        var keys = await store.CustomerKeys.ToDictionaryAsync(k => k.CustomerId, k => k.Key, Token);
        var entries = await store.AuditEntries.Where(a => a.CustomerId == customer && a.Sealed != null).OrderBy(a => a.Sequence).ToListAsync(Token);
        var opened = ChangeText.Of(CustomerSeal.Open(entries[0].Sealed, keys[customer]));
        Assert.All((string[])[Name, ExternalId, Text], personal => Assert.Contains(personal, opened, StringComparison.Ordinal));
        Assert.Contains(Text + " 2", ChangeText.Of(CustomerSeal.Open(entries[1].Sealed, keys[customer])), StringComparison.Ordinal);
        Assert.All(entries, e => Assert.ThrowsAny<CryptographicException>(() => CustomerSeal.Open(e.Sealed, keys[other])));

        var open = (await store.AuditEntries.ToListAsync(Token)).Select(a => $"{a.Action} {a.ObjectType} {ChangeText.Of(a.Changes)}")
            .Concat((await store.Operations.ToListAsync(Token)).Select(o => Encoding.UTF8.GetString(o.Answer)))
            .Concat(console.Log.Lines).ToList();
        foreach (var personal in (string[])["zxq", "Zxq", "Mốc", "doan moc", Convert.ToHexStringLower(Encoding.UTF8.GetBytes("zxq"))])
            Assert.DoesNotContain(open, line => line.Contains(personal, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Append_Secrets_StandNowhere()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        var hash = RandomNumberGenerator.GetBytes(32);
        await console.SendAsync(new Domain.UseCases.ApiKeys.CreateApiKey.Command(Guid.NewGuid(), "key", hash, "abcdef", [ApiScope.Messages]));
        await console.SendAsync(new Domain.UseCases.People.SaveAccount.Command(Guid.NewGuid(),
            new Account { Id = console.As(Role.Admin).SalesUserId!.Value, Email = "a@b", PasswordHash = "canary-hash", SecurityStamp = "canary-stamp" }, null, "account.created"));

        await using var store = console.Read();
        var changes = string.Join('\n', (await store.AuditEntries.ToListAsync(Token)).Select(a => ChangeText.Of(a.Changes)));
        Assert.Contains($"\"KeyHash\":\"sha256:{Convert.ToHexStringLower(SHA256.HashData(hash))}\"", changes, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(hash), changes, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 3")]
    [InlineData("DELETE FROM AuditEntries")]
    [InlineData("INSERT OR REPLACE INTO AuditEntries SELECT * FROM AuditEntries WHERE Sequence = 3")]
    [InlineData("REPLACE INTO AuditEntries SELECT * FROM AuditEntries")]
    [InlineData("UPDATE OR REPLACE AuditEntries SET Sequence = 4 WHERE Sequence = 3")]
    [InlineData("INSERT INTO AuditEntries SELECT * FROM twin WHERE (SELECT COUNT(*) FROM AuditEntries) > 0")]
    public async Task AuditEntries_OverwrittenOrOutOfLine_AreRefused(string sql)
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var copy = new StoreCopy(console.Files);
        var before = StoreVerifier.Verify(copy.Files).Text;
        await using (var writer = copy.Files.OpenWriter())
        {
            // Two beyond the last: a gap.
            writer.Execute("CREATE TEMP TABLE twin AS SELECT * FROM AuditEntries WHERE Sequence = 3");
            writer.Execute("UPDATE twin SET Sequence = (SELECT MAX(Sequence) + 2 FROM AuditEntries)");
            Assert.Equal(19, Assert.Throws<SqliteException>(() => writer.Execute(sql)).SqliteErrorCode);
        }
        Assert.Equal(before, StoreVerifier.Verify(copy.Files).Text);
    }

    [Fact]
    public async Task AuditEntries_AnyColumnUpdated_IsRefusedButLosingThePersonalPartIsNot()
    {
        await using var console = new TestConsole();
        await console.FileSampleAsync();
        using var copy = new StoreCopy(console.Files);
        var columns = copy.Column("SELECT name FROM pragma_table_info('AuditEntries')");
        await using (var writer = copy.Files.OpenWriter())
        {
            foreach (var column in columns)
                foreach (var row in (string[])["Sealed IS NULL", "Sealed IS NOT NULL"])
                    Assert.Throws<SqliteException>(() => writer.Execute(
                        $"UPDATE AuditEntries SET \"{column}\" = CASE typeof(\"{column}\") WHEN 'integer' THEN \"{column}\" + 1000 ELSE CAST(COALESCE(\"{column}\", '') || 'x' AS BLOB) END WHERE {row}"));
            writer.Execute("UPDATE AuditEntries SET Sealed = NULL WHERE Sealed IS NOT NULL");
        }
        Assert.Contains("has lost its personal part", StoreVerifier.Verify(copy.Files).Text, StringComparison.Ordinal);
    }

    private static async Task<Guid> WriteAsync(TestConsole console, string who, string id, string name, string text) =>
        (await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, who, id, text, name), Caller.Runtime)).Value.CustomerId;
}
