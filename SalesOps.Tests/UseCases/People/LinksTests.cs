using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.People;

/// <summary>A link with which a person chooses a password ends with what it was for, and with what it must not outlive.</summary>
public sealed class LinksTests : IAsyncLifetime
{
    private static readonly byte[] First = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Link = [.. Enumerable.Repeat((byte)2, 32)];

    private readonly TestConsole _console = new();
    private SalesUser _person = default!;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        var id = (await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Ops, First), _console.Admin())).Value.SalesUserId;
        Assert.True((await AcceptAsync(First)).Succeeded);
        Assert.True((await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), id, Link), _console.Admin())).Succeeded);
        _person = _console.Lane.Last.Directory.SalesUsers[id];
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task AnotherAddress_EndsTheLinkThatWentToTheFormer() => await EndsAsync(() => EditAsync(_person.Name, Role.Ops, "right@example.com"));

    [Fact]
    public async Task AnotherRole_EndsTheLink() => await EndsAsync(() => EditAsync(_person.Name, Role.Supervisor, _person.Email));

    [Fact]
    public async Task Suspension_EndsTheLink() => await EndsAsync(async () =>
    {
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _person.Id), _console.Admin())).Succeeded);
        Assert.True((await _console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _person.Id), _console.Admin())).Succeeded);
    });

    [Fact]
    public async Task OwnNewPassword_EndsTheLink() => await EndsAsync(() => SaveAsync(a => a.PasswordHash = "another", "account.password_changed"));

    [Fact]
    public async Task AnotherName_AWrongPassword_AndASignInWithTheOldOne_LeaveTheLink()
    {
        await EditAsync("Newer", Role.Ops, _person.Email);
        // Else whoever has stolen the password would end each link before its person opens it.
        await SaveAsync(a => a.LastSignInAt = _console.Clock.GetUtcNow().UtcDateTime, "account.signed_in");
        await SaveAsync(a => a.AccessFailedCount++, "account.sign_in_failed");
        Assert.True((await AcceptAsync(Link)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task NewLink_OfWhoIsSuspended_OpensOnceTheyAreLetInAgain()
    {
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _person.Id), _console.Admin())).Succeeded);
        Assert.True((await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), _person.Id, Link), _console.Admin())).Succeeded);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AcceptAsync(Link)).Errors).Kind);
        Assert.True((await _console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _person.Id), _console.Admin())).Succeeded);
        Assert.True((await AcceptAsync(Link)).Succeeded);
    }

    private async Task EndsAsync(Func<Task> what)
    {
        await what();
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AcceptAsync(Link)).Errors).Kind);
        // Another can be made.
        Assert.True((await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), _person.Id, Link), _console.Admin())).Succeeded);
        Assert.True((await AcceptAsync(Link)).Succeeded);
        _console.AssertSound();
    }

    private async Task EditAsync(string name, Role role, string email) =>
        Assert.True((await _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), _person.Id, _person.Version, name, role, email), _console.Admin())).Succeeded);

    private async Task SaveAsync(Action<Account> change, string action)
    {
        await using var store = _console.Read();
        var before = await store.Accounts.FirstAsync(a => a.Id == _person.Id, TestContext.Current.CancellationToken);
        var account = before.Copy();
        change(account);
        Assert.True((await _console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), account, before, action))).Succeeded);
    }

    private Task<Result<AcceptInvitation.Answer>> AcceptAsync(byte[] token) => _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), token, "hash"));
}
