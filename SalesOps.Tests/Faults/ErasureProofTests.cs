using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using SalesOps.Tests.Verbs;

namespace SalesOps.Tests.Faults;

/// <summary>A restore and a start obey a list of erasures that proves itself, and another only when somebody says so expressly.</summary>
public sealed class ErasureProofTests : IAsyncLifetime
{
    private ErasedStore _store = null!;

    private string Backup => _store.NewPath("salesops.backup");
    private string Restored => _store.NewPath("restored");

    public async ValueTask InitializeAsync()
    {
        _store = await ErasedStore.OfAsync(4);
        await _store.EraseAsync(0);
        Assert.True(StoreBackup.Save(_store.Console.Files, Backup).IsSound);
        await _store.EraseAsync(1, 2);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Restore_ListThatDoesNotProveItself_IsRefusedInOneLine_AndObeyedExpressly()
    {
        var lines = await File.ReadAllLinesAsync(_store.List.Path, Http.Token);
        var list = _store.NewPath("list.ndjson");
        async Task AssertRefusedAsync(string why, string[] content, params string[] more)
        {
            await File.WriteAllLinesAsync(list, content, Http.Token);
            var (exit, output, errors) = await ConsoleCommand.RunAsync(["restore", Backup, "--data", Restored, "--erasures", list, .. more]);
            Assert.Equal((2, 0), (exit, output.Length));
            Assert.StartsWith($"The list of erasures {list} does not prove itself: {why}", Assert.Single(errors), StringComparison.Ordinal);
            Assert.EndsWith("--unproved-erasures.", errors[0], StringComparison.Ordinal);
            Assert.False(Path.Exists(Restored));
        }
        await AssertRefusedAsync("there are no checkpoints to know its key by", lines);
        await AssertRefusedAsync("it holds 2 erasures, and the checkpoint of ", lines[..^1], "--checkpoints", _store.Kept);
        await AssertRefusedAsync("nobody signed it", [.. lines.Skip(1)], "--checkpoints", _store.Checkpoints);
        // The last line names somebody else, whom nobody erased.
        await AssertRefusedAsync("line 4 is not signed by its key", [.. lines[..^1], lines[^1].Replace($"{_store.Customers[2]}", $"{_store.Customers[3]}", StringComparison.Ordinal)], "--checkpoints", _store.Kept);

        var (done, said, warned) = await ConsoleCommand.RunAsync("restore", Backup, "--data", Restored, "--erasures", list, "--checkpoints", _store.Kept, "--unproved-erasures");
        Assert.True(done == 0, string.Join('\n', warned));
        Assert.Contains("line 4 is not signed by its key. Whom it names is erased all the same", Assert.Single(warned), StringComparison.Ordinal);
        Assert.StartsWith($"restored to {Restored}, 2 erased again, sound: ", Assert.Single(said), StringComparison.Ordinal);
        Assert.NotEmpty(RawStore.Find(new StoreFiles(Restored), ["zxq-gone-2"]));
        await using var restored = new TestConsole(Restored, keep: true);
        await using var store = restored.Read();
        Assert.Equal([(_store.Customers[1], true), (_store.Customers[3], false)], store.EarlierErasures.AsEnumerable().Select(e => (e.CustomerId, e.IsProved)));
        Assert.Equal([false, false, true, false, false], restored.Files.Erasures.Read().Select(e => e.IsUnproved));
        Assert.Equal(0, await restored.Services.ReapplyErasuresAsync(cancellationToken: Http.Token));
    }

    [Fact]
    public async Task Restore_OfARestore_BringsNobodyBack_AndKnowsWhoErasedFirst()
    {
        await RestoreAsync(Restored, _store.List.Path, _store.Kept, "2 erased again");
        var first = _store.List.Read()[1];
        Assert.Equal(_store.Admin.SalesUserId, first.ById);
        var (again, kept, list) = (_store.NewPath("again"), Path.Combine(Restored, "checkpoints"), new StoreFiles(Restored).Erasures);
        await using (var restored = new TestConsole(Restored, keep: true))
        {
            Assert.Equal(0, await restored.Services.ReapplyErasuresAsync(cancellationToken: Http.Token));
            await AssertFirstAsync(restored, first);
            Assert.True((await restored.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _store.Customers[3], "customer_request", ShortId.Of(_store.Customers[3])), restored.As(Role.Admin))).Succeeded);
            // A backup between two erasures, the later of which its own list knows.
            Assert.True(StoreBackup.Save(restored.Files, Backup + "2", Http.Token).IsSound);
            Assert.Equal([0, 1, 2, 1, 2, 3], list.Read().Select(e => _store.Customers.ToList().IndexOf(e.CustomerId)));
        }
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", Restored)).Exit);

        // The first backup once more, by the list of the store that came from it; and the second, by the same.
        await RestoreAsync(again, list.Path, kept, "3 erased again");
        await RestoreAsync(again + "2", list.Path, kept, "0 erased again");
        foreach (var folder in (string[])[again, again + "2"])
        {
            await using var last = new TestConsole(folder, keep: true);
            Assert.Empty(RawStore.Find(last.Files, ["zxq-gone"]));
            await AssertFirstAsync(last, first);
            Assert.Equal(0, await last.Services.ReapplyErasuresAsync(cancellationToken: Http.Token));
        }
        // The list of the store that is gone proves itself no more by the new store's checkpoints.
        var (exit, _, errors) = await ConsoleCommand.RunAsync("restore", Backup, "--data", again + "3", "--erasures", _store.List.Path, "--checkpoints", kept);
        Assert.Equal(2, exit);
        Assert.Contains("its key is none of the checkpoints'", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KeyLost_IsHealedByItsCheckpoints_AndRefusedWithoutThem()
    {
        var written = _store.List.Read();
        File.Delete(_store.KeyFile);
        Assert.Contains("there are no checkpoints to know its key by", (await Assert.ThrowsAsync<StoreException>(() => StartAsync(_store.NewPath("none")))).Message, StringComparison.Ordinal);
        Assert.Equal(0, await StartAsync(_store.Kept));
        Assert.Equal(written, _store.List.Read());
        Assert.Equal(2, Directory.GetFiles(_store.Kept).Length);
        Assert.Null(_store.List.Load().Doubt(CheckpointLog.ReadFiles(_store.Kept)));
        Assert.Equal(0, await StartAsync(_store.NewPath("none")));
    }

    [Fact]
    public async Task Start_ListChangedOrAnothers_IsRefused_UntilItIsMovedAway()
    {
        var lines = await File.ReadAllLinesAsync(_store.List.Path, Http.Token);
        var written = _store.List.Read();
        await File.WriteAllLinesAsync(_store.List.Path, [lines[0], lines[2]], Http.Token);
        var refused = await Assert.ThrowsAsync<StoreException>(() => StartAsync(_store.Kept));
        Assert.Contains("line 2 does not follow the one before. Put it back as it was; or move it away", refused.Message, StringComparison.Ordinal);
        await using (var other = await ErasedStore.OfAsync(1))
        {
            await other.EraseAsync(0);
            File.Copy(other.List.Path, _store.List.Path, overwrite: true);
            Assert.Contains("its key is none", (await Assert.ThrowsAsync<StoreException>(() => StartAsync(_store.Kept))).Message, StringComparison.Ordinal);
        }
        File.Delete(_store.List.Path);
        Assert.Equal(0, await StartAsync(_store.Kept));
        Assert.Equal(written, _store.List.Read());
    }

    [Fact]
    public async Task Start_ListOfAnEarlierVersion_IsSignedOnce_AndNeverAgain()
    {
        // As earlier versions wrote it, with one of whom the store knows nothing.
        var unknown = new Erasure(Guid.NewGuid(), DateTime.UnixEpoch, "retention", null, 3);
        var old = _store.List.Read().Append(unknown).Select(e => System.Text.Json.JsonSerializer.Serialize(new { e.CustomerId, e.At, e.Reason, e.ById, e.Sequence }, System.Text.Json.JsonSerializerOptions.Web)).ToArray();
        var written = _store.List.Read();
        await File.WriteAllLinesAsync(_store.List.Path, old, Http.Token);
        var folder = _store.NewPath("upgraded");
        Assert.Equal(0, await StartAsync(folder));
        Assert.Equal([.. written, unknown with { IsUnproved = true }], _store.List.Read());
        Assert.Null(_store.List.Load().Fault);

        using (var log = new CheckpointLog(folder, _store.KeyFile)) log.Add(_store.Console.Files, DateTime.UtcNow);
        await File.WriteAllLinesAsync(_store.List.Path, old, Http.Token);
        Assert.Contains("nobody signed it", (await Assert.ThrowsAsync<StoreException>(() => StartAsync(folder))).Message, StringComparison.Ordinal);
    }

    private Task<int> StartAsync(string checkpoints) => _store.Console.Services.ReapplyErasuresAsync(checkpoints, Http.Token);

    private async Task RestoreAsync(string to, string list, string kept, string says)
    {
        var (exit, output, errors) = await ConsoleCommand.RunAsync("restore", Backup + (to.EndsWith('2') ? "2" : ""), "--data", to, "--erasures", list, "--checkpoints", kept);
        Assert.True(exit == 0, string.Join('\n', [.. output, .. errors]));
        Assert.StartsWith($"restored to {to}, {says}, sound: ", Assert.Single(output), StringComparison.Ordinal);
        Assert.Equal(0, (await ConsoleCommand.RunAsync("verify", "--data", to)).Exit);
    }

    private static async Task AssertFirstAsync(TestConsole console, Erasure first)
    {
        await using var store = console.Read();
        var noted = await store.EarlierErasures.SingleAsync(e => e.CustomerId == first.CustomerId, Http.Token);
        Assert.Equal(first.First, new EarlierAct(noted.At, noted.ById, noted.Sequence, noted.Hash, noted.IsProved));
    }
}
