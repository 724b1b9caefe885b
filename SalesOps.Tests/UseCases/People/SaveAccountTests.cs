using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.People;

public sealed class SaveAccountTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private Guid _id;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _id = _console.As(Role.RealSalesUser).SalesUserId!.Value;
        Assert.True((await SaveAsync(new Account { Id = _id, Email = "sales@example.com", PasswordHash = "old", SecurityStamp = "first" }, null)).Succeeded);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task SignInAndPasswordChange_ReadAtOnce_BothStand()
    {
        var (read, signedIn, changed) = (await ReadAsync(), await ReadAsync(), await ReadAsync());
        (changed.PasswordHash, changed.SecurityStamp) = ("new", "second");
        Assert.True((await SaveAsync(changed, read)).Succeeded);
        (signedIn.LastSignInAt, signedIn.AccessFailedCount) = (_console.Clock.GetUtcNow().UtcDateTime, 3);
        Assert.True((await SaveAsync(signedIn, read)).Succeeded);

        var stored = await ReadAsync();
        Assert.Equal(("new", "second", 3, signedIn.LastSignInAt), (stored.PasswordHash, stored.SecurityStamp, stored.AccessFailedCount, stored.LastSignInAt));
    }

    [Fact]
    public async Task TwoPasswords_ReadAtOnce_TheSecondIsRefused()
    {
        var (read, first, second) = (await ReadAsync(), await ReadAsync(), await ReadAsync());
        (first.PasswordHash, second.PasswordHash) = ("first", "second");
        Assert.True((await SaveAsync(first, read)).Succeeded);

        Assert.Equal(ErrorKind.Stale, Assert.Single((await SaveAsync(second, read)).Errors).Kind);
        Assert.Equal("first", (await ReadAsync()).PasswordHash);
    }

    [Fact]
    public async Task Suspension_IsNotEndedByALockThatIsShorter()
    {
        var (read, suspended) = (await ReadAsync(), await ReadAsync());
        suspended.Suspend();
        Assert.True((await SaveAsync(suspended, read)).Succeeded);
        foreach (var until in (DateTime?[])[null, _console.Clock.GetUtcNow().UtcDateTime.AddMinutes(5)])
        {
            var (before, locked) = (await ReadAsync(), await ReadAsync());
            (locked.LockoutEndsAt, locked.AccessFailedCount) = (until, 0);
            Assert.Equal((ErrorKind.Conflict, "suspended"), Assert.Single((await SaveAsync(locked, before)).Errors) is var e ? (e.Kind, e.Code) : default);
        }
        Assert.True((await ReadAsync()).IsSuspended);
    }

    [Fact]
    public async Task AccountThatIsThere_IsNotMadeAgain() =>
        Assert.Equal(ErrorKind.Stale, Assert.Single((await SaveAsync(new Account { Id = _id, Email = "x@example.com", PasswordHash = "mine" }, null)).Errors).Kind);

    private Task<Result<Done>> SaveAsync(Account account, Account? before) =>
        _console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), account, before, "account.changed"));

    private async Task<Account> ReadAsync()
    {
        await using var store = _console.Read();
        return await store.Accounts.FirstAsync(a => a.Id == _id, TestContext.Current.CancellationToken);
    }
}
