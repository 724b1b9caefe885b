using System.Text;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Verification;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Who was part of another customer leaves no byte behind when erased, neither there nor here, and takes nothing that is the other's.</summary>
public sealed class MergedErasureTests : IAsyncLifetime
{
    private const string Mark = "zqxj", Kept = "vwkb";

    private readonly TestConsole _console = new();
    private Guid _stays, _goes;
    private MergeCustomers.Answer _merged = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _stays = await HearAsync(Channel.Telegram, $"{Kept}-tg", $"{Kept} Lan", $"{Kept} giá bao nhiêu?");
        _goes = await HearAsync(Channel.Zalo, $"{Mark}-zalo", $"{Mark} Ánh", $"{Mark} xin chào");
        await EditAsync(_goes, $"{Mark} Ánh", $"{Mark} nhà số 7");
        await EditAsync(_stays, $"{Kept} Lan", $"{Kept} nhà số 9");
        _merged = (await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _stays, _goes, await AgentAsync(_stays), await AgentAsync(_goes)), _console.As(Role.Admin))).Value;
        await HearAsync(Channel.Zalo, $"{Mark}-zalo", null, $"{Mark} bao giờ có hàng?");
        await HearAsync(Channel.Telegram, $"{Kept}-tg", null, $"{Kept} cảm ơn");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Erase_WhoStayed_ErasesBoth()
    {
        await EraseAsync(_stays);

        Assert.Empty(RawStore.Find(_console.Files, [Mark, Kept]));
        Assert.Equal([_stays, _goes], _console.Files.Erasures.Read().Select(e => e.CustomerId));
        Assert.All(_console.Files.Erasures.Read(), e => Assert.Equal("customer_request", e.Reason));
        Assert.Equal("erased", Assert.Single((await SeparateAsync()).Errors).Code);
        await VerifyTwiceAsync();
        // The same person writes again: somebody new.
        Assert.DoesNotContain(await HearAsync(Channel.Zalo, $"{Mark}-zalo", null, "Alo"), new[] { _stays, _goes });
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Erase_WhoWasSeparated_TakesItsWordsFromTheOthersPast_AndLeavesTheOthersOwn()
    {
        Assert.True((await SeparateAsync()).Succeeded);
        Assert.Contains(await OpenedAsync(), text => text.Contains(Mark, StringComparison.Ordinal));
        await EraseAsync(_goes);

        Assert.Empty(RawStore.Find(_console.Files, [Mark]));
        Assert.DoesNotContain(await OpenedAsync(), text => text.Contains(Mark, StringComparison.Ordinal));
        Assert.Contains(await OpenedAsync(), text => text.Contains(Kept, StringComparison.Ordinal));
        await VerifyTwiceAsync();
        await using (var store = _console.Read())
        {
            Assert.Equal([$"{Kept} giá bao nhiêu?", $"{Kept} cảm ơn"], await store.Messages.Where(m => m.CustomerId == _stays && m.Direction == Direction.Inbound).OrderBy(m => m.ReceivedAt).Select(m => m.Text).ToListAsync(Token));
            Assert.Equal($"{Kept} nhà số 9", (await store.Customers.SingleAsync(c => c.Id == _stays, Token)).Note);
        }
        // What comes after is sealed and checked as ever; the past is there as it stood at the erasure.
        await HearAsync(Channel.Telegram, $"{Kept}-tg", null, $"{Kept} alo");
        await EditAsync(_stays, $"{Kept} Lan", $"{Kept} nhà số 11");
        await VerifyTwiceAsync();
        var was = (await _console.SendAsync(new GetCustomerAsItWas.Query(_stays, long.MaxValue), _console.As(Role.Admin))).Value;
        Assert.Equal($"{Kept} Lan", was.Name);
        Assert.Contains(await TamperAsync("UPDATE Messages SET Text = 'x' WHERE Text LIKE 'vwkb giá%'"), line => line.Contains("Text", StringComparison.Ordinal));
        Assert.Contains(await TamperAsync("UPDATE WorkTasks SET Note = 'x' WHERE CustomerId = (SELECT CustomerId FROM Messages WHERE Text LIKE 'vwkb giá%')"), line => line.Contains("Note", StringComparison.Ordinal));
        // What was said anew goes along to somebody else, and is checked there.
        var third = await HearAsync(Channel.Facebook, "third-fb", "Thu", "Chào shop");
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), third, _stays, await AgentAsync(third), await AgentAsync(_stays)), _console.As(Role.Admin))).Succeeded);
        await VerifyTwiceAsync();
        await EraseAsync(third);
        Assert.Empty(RawStore.Find(_console.Files, [Mark, Kept]));
        Assert.DoesNotContain(await OpenedAsync(), text => text.Contains(Kept, StringComparison.Ordinal));
        await VerifyTwiceAsync();
    }

    [Fact]
    public async Task Erase_WhoStayed_AfterTheSeparation_LeavesTheOtherWhole()
    {
        Assert.True((await SeparateAsync()).Succeeded);
        await EraseAsync(_stays);

        Assert.Empty(RawStore.Find(_console.Files, [Kept]));
        await using var store = _console.Read();
        Assert.Equal([$"{Mark} xin chào", $"{Mark} bao giờ có hàng?"], await store.Messages.Where(m => m.CustomerId == _goes && m.Direction == Direction.Inbound).OrderBy(m => m.ReceivedAt).Select(m => m.Text).ToListAsync(Token));
        await VerifyTwiceAsync();
        // What came in while they were one was sealed with the key that is gone: the row has it, the past has not.
        Assert.Equal(1, (await _console.SendAsync(new GetSteps.Query(await store.Conversations.Where(c => c.CustomerId == _goes).Select(c => c.Id).SingleAsync(Token)), _console.As(Role.Admin))).Value
            .Steps.Select(s => s.Text).Count(text => text?.StartsWith(Mark, StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Reapply_StoreFromTheTimeTheyWereOne_SeparatesAndErasesAgain()
    {
        using var backup = new StoreCopy(_console.Files);
        Assert.True((await SeparateAsync()).Succeeded);
        await EraseAsync(_goes);
        _console.Files.CopyListTo(backup.Files);
        Assert.NotEmpty(RawStore.Find(backup.Files, [Mark]));

        await using var restored = new TestConsole(backup.Files.Folder, keep: true);
        Assert.Equal(1, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.Empty(RawStore.Find(restored.Files, [Mark]));
        Assert.NotEmpty(RawStore.Find(restored.Files, [Kept]));
        Assert.True(StoreVerifier.Verify(restored.Files).IsSound);
        Assert.Equal(0, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Reapply_StoreFromBeforeBothWereErased_SaysOfEachWhoWasFirst()
    {
        using var backup = new StoreCopy(_console.Files);
        await EraseAsync(_stays);
        _console.Files.CopyListTo(backup.Files);

        await using var restored = new TestConsole(backup.Files.Folder, keep: true);
        Assert.Equal(1, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        await using var store = restored.Read();
        Assert.Equivalent(new[] { _stays, _goes }, await store.EarlierErasures.Select(e => e.CustomerId).ToListAsync(Token), strict: true);
        Assert.All(store.EarlierErasures, e => Assert.Equal(_console.As(Role.Admin).SalesUserId, e.ById));
        Assert.True(StoreVerifier.Verify(restored.Files) is var verdict && verdict.IsSound, verdict.Text);
        File.Delete(restored.Files.Erasures.Path);
        Assert.Equal(0, await restored.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.All(restored.Files.Erasures.Read(), e => Assert.Equal(_console.As(Role.Admin).SalesUserId, e.First.ById));
    }

    [Fact]
    public async Task Reapply_ListMissesBoth_PutsThemThere()
    {
        await EraseAsync(_stays);
        var written = _console.Files.Erasures.Read();
        File.Delete(_console.Files.Erasures.Path);
        Assert.Equal(0, await _console.Services.ReapplyErasuresAsync(cancellationToken: Token));
        Assert.Equal(written, _console.Files.Erasures.Read());
    }

    /// <summary>What the keys that are there still open.</summary>
    private async Task<List<string>> OpenedAsync()
    {
        await using var store = _console.Read();
        var keys = await store.CustomerKeys.ToDictionaryAsync(k => k.CustomerId, k => k.Key, Token);
        return [.. (await store.AuditEntries.Where(a => a.Sealed != null).ToListAsync(Token)).Select(a => Encoding.UTF8.GetString(CustomerSeal.Open(a.Sealed!, keys[a.CustomerId!.Value])))];
    }

    private async Task<string[]> TamperAsync(string sql)
    {
        using var copy = new StoreCopy(_console.Files);
        copy.Tamper(sql);
        Assert.False(StoreVerifier.Verify(copy.Files).IsSound);
        return [StoreVerifier.Verify(copy.Files).Text];
    }

    private async Task VerifyTwiceAsync()
    {
        Assert.StartsWith("sound", StoreVerifier.Verify(_console.Files).Text, StringComparison.Ordinal);
        using var copy = new StoreCopy(_console.Files);
        Assert.StartsWith("sound", Assert.Single((await Python.VerifyAsync(copy.Files.Database)).Lines), StringComparison.Ordinal);
    }

    private Task<Result<SeparateCustomers.Answer>> SeparateAsync() => _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), _merged.MergeId), _console.As(Role.Admin));

    private async Task EraseAsync(Guid id)
    {
        var answer = await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), id, "customer_request", ShortId.Of(id)), _console.As(Role.Admin));
        Assert.True(answer.Succeeded, answer.Errors is [var error, ..] ? error.Message : "");
    }

    private async Task EditAsync(Guid id, string name, string note)
    {
        await using var store = _console.Read();
        var seen = (await store.Customers.SingleAsync(c => c.Id == id, Token)).Traits;
        Assert.True((await _console.SendAsync(new EditCustomer.Command(Guid.NewGuid(), id, seen, name, note), _console.As(Role.Admin))).Succeeded);
    }

    private async Task<Guid?> AgentAsync(Guid id)
    {
        await using var store = _console.Read();
        return (await store.Customers.SingleAsync(c => c.Id == id, Token)).AiAgentId;
    }

    private async Task<Guid> HearAsync(Channel channel, string account, string? name, string text)
    {
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await _console.SendAsync(new ReceiveMessage.Command(channel, account, $"{account}:{Guid.NewGuid()}", text, name), Caller.Runtime)).Value.CustomerId;
    }
}
