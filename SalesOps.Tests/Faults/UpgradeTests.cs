using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>A store of the first version is taken over whole: nobody is accused of the upgrade, and nothing is forgotten in it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("salesops-upgrade-").FullName;

    public UpgradeTests() => FirstVersion.UnpackTo(Path.Combine(_folder, "salesops.db"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Store_OfTheFirstVersion_GoesOnAndBothVerifiersFindItSound()
    {
        await using var console = new TestConsole(_folder, keep: true);
        console.AssertSound();
        var sequence = console.Lane.Last.Counters.Sequence;
        var again = await console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, "old-1", "old-m-1", "Bên mình có đáng tin không? 1", "Lan 1"), Caller.Runtime);
        Assert.True(again.Receipt!.Duplicate);
        Assert.Equal(sequence, console.Lane.Last.Counters.Sequence);

        var waiting = await WaitingAsync(console);
        Assert.True((await console.ApproveAsync(waiting)).Succeeded);
        await console.HearAsync("somebody new");
        await AssertSoundAsync(console);
    }

    [Fact]
    public void Store_OfTheFirstVersion_TellsItsSteps_Once()
    {
        var said = new List<string>();
        var files = new StoreFiles(_folder) { Progress = said.Add };
        int before;
        using (var reader = files.OpenReader()) before = (int)reader.Number("SELECT COUNT(*) FROM __EFMigrationsHistory");
        for (var i = 0; i < 2; i++)
            using (var writer = files.OpenWriter())
                // In files only meanwhile.
                Assert.Equal(2, writer.Number("PRAGMA temp_store"));
        Assert.Equal(StoreFiles.Migrations.Count - before, Assert.Single(said).Split(", ").Length);
        said.Clear();
        new StoreFiles(Path.Combine(_folder, "new")) { Progress = said.Add }.OpenWriter().Dispose();
        Assert.Empty(said);
    }

    [Fact]
    public async Task Verify_BeforeTheUpgrade_AccusesNobody()
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync("verify", "--data", _folder);
        Assert.Equal((2, 0), (exit, output.Length));
        Assert.StartsWith("The store is of an earlier version ", Assert.Single(errors), StringComparison.Ordinal);
        await AssertEarlierAsync(new StoreFiles(_folder));
        var backup = Path.Combine(_folder, "no.backup");
        Assert.Contains("no backup was made", Assert.Throws<StoreException>(() => StoreBackup.Save(new StoreFiles(_folder), backup, Http.Token)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(backup));

        // Nor where the last step made but an index.
        await using var console = new TestConsole();
        using var copy = new StoreCopy(console.Files);
        copy.Tamper("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT MAX(MigrationId) FROM __EFMigrationsHistory)", "DROP INDEX IX_AuditEntries_CustomerId_Sequence");
        await AssertEarlierAsync(copy.Files);
    }

    [Fact]
    public async Task Store_OfTheFirstVersion_HidesNoChangeOfAColumnThatCameLater()
    {
        await using var console = new TestConsole(_folder, keep: true);
        var review = (await WaitingAsync(console)).Seen.ReviewId;
        RawStore.Execute(console.Files, $"UPDATE Reviews SET Version = 2 WHERE Id = x'{review.ToString("N")}'");

        // The entry that made the review.
        var made = Assert.NotNull(StoreVerifier.Verify(console.Files).Sequence);
        var (exit, lines) = await Python.VerifyAsync(console.Files.Database);
        Assert.Equal(1, exit);
        Assert.StartsWith($"audit entry {made} ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfTheFirstVersion_OpensEverything()
    {
        await using var console = new TestConsole(_folder, keep: true);
        Assert.Equal(Enum.GetValues<ApiScope>(), Assert.Single((await console.SendAsync(new ListApiKeys.Query())).Value).Scopes);
        var program = Caller.Runtime with { Scopes = Assert.Single(console.Lane.Last.Directory.ApiKeys).Scopes };
        Assert.All(Enum.GetValues<ApiScope>(), scope => Assert.True(program.Has(scope)));
    }

    /// <summary>Both verifiers say so.</summary>
    private static async Task AssertEarlierAsync(StoreFiles files)
    {
        Assert.Contains("earlier version", Assert.Throws<StoreException>(() => StoreVerifier.Verify(files)).Message, StringComparison.Ordinal);
        var (exit, lines) = await Python.VerifyAsync(files.Database);
        Assert.StartsWith("the store is of an earlier version", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(2, exit);
    }

    private static async Task AssertSoundAsync(TestConsole console)
    {
        console.AssertSound();
        var (exit, lines) = await Python.VerifyAsync(console.Files.Database);
        Assert.True(exit == 0, string.Join(' ', lines));
    }

    private static async Task<GetReviewCase.Case> WaitingAsync(TestConsole console)
    {
        await using var store = console.Read();
        var id = await store.Reviews.Where(r => r.Status == ReviewStatus.Pending).OrderBy(r => r.Id).Select(r => r.Id).FirstAsync(Http.Token);
        return (await console.SendAsync(new GetReviewCase.Query(id))).Value;
    }
}

/// <summary>A store as the first version left it: its sample data, then six messages of four customers.</summary>
internal static class FirstVersion
{
    public static void UnpackTo(string file)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Faults", "first-version.db.gz")), CompressionMode.Decompress);
        using var store = File.Create(file);
        packed.CopyTo(store);
    }
}
