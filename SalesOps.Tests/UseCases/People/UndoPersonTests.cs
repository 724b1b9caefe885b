using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>What an admin did with a person is taken back by the same admin, within ten seconds, unless another did something with the person since.</summary>
public sealed class UndoPersonTests : IAsyncLifetime
{
    private static readonly byte[] First = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Second = [.. Enumerable.Repeat((byte)2, 32)];

    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid(), _again = Guid.NewGuid();
    private Caller _other = Caller.Nobody;
    private Guid _id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum Act { Edit, Suspend, Resume, Enable }

    private SalesUser Person => _console.Lane.Last.Directory.SalesUsers[_id];

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        await _console.Lane.RunAsync(change => _other = Caller.Person(LaneCommands.AddPerson(change, "other@example.com", Role.Admin)));
        await _console.LetInAsync(_console.Admin().SalesUserId!.Value, _other.SalesUserId!.Value);
        _id = (await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Ops, First), _console.Admin())).Value.SalesUserId;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData(Act.Edit), InlineData(Act.Suspend), InlineData(Act.Resume), InlineData(Act.Enable)]
    public async Task Undo_AtOnce_IsAsBefore_Once(Act act)
    {
        await DoAsync(act);
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.True((await UndoAsync(act)).Succeeded);
        Assert.Equal(act is Act.Enable ? UserStatus.Disabled : UserStatus.Active, Person.Status);
        Assert.Equal(("New", "new@example.com", Role.Ops, act is Act.Resume), (Person.Name, Person.Email, Person.Role, _console.Lane.Last.Directory.IsSuspended(_id)));
        Assert.Single(_console.Actions(since));
        Assert.Equal(ErrorKind.Conflict, ErrorOf(await UndoAsync(act)).Kind);
        _console.AssertSound();
    }

    [Theory]
    [InlineData(Act.Edit), InlineData(Act.Suspend), InlineData(Act.Resume), InlineData(Act.Enable)]
    public async Task Undo_BySomebodyElseOrTooLate_IsRefused(Act act)
    {
        await DoAsync(act);
        var left = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(act, _other)).Kind);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync(act)).Code);
        Assert.Equal(left, _console.Lane.Last.Counters.Sequence);
    }

    [Theory]
    [InlineData(Act.Edit), InlineData(Act.Suspend), InlineData(Act.Resume), InlineData(Act.Enable)]
    public async Task Undo_AfterAnotherAdminEditedThePerson_IsRefused(Act act)
    {
        await DoAsync(act);
        await MustAsync(_console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), _id, Person.Version, "Newest", Person.Role), _other));
        Assert.Equal("built_on", ErrorOf(await UndoAsync(act)).Code);
        Assert.Equal("Newest", Person.Name);
    }

    [Theory]
    [InlineData(Act.Edit), InlineData(Act.Suspend), InlineData(Act.Resume)]
    public async Task Undo_AfterAnotherAdminSentANewLink_IsRefused(Act act)
    {
        await DoAsync(act);
        await MustAsync(_console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), _id, Second), _other));
        Assert.Equal("built_on", ErrorOf(await UndoAsync(act)).Code);
        // The new link is not the deed's.
        if (act != Act.Suspend) Assert.True((await AcceptAsync(Second)).Succeeded);
    }

    [Theory]
    [InlineData(Act.Suspend), InlineData(Act.Resume)]
    public async Task Undo_AfterAnotherAdminTurnedItThereAndBack_IsRefused(Act act)
    {
        await DoAsync(act);
        if (act == Act.Suspend) await MustAsync(_console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _id), _other));
        await MustAsync(_console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _id), _other));
        if (act == Act.Resume) await MustAsync(_console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _id), _other));
        Assert.Equal("built_on", ErrorOf(await UndoAsync(act)).Code);
        Assert.Equal(act == Act.Suspend, _console.Lane.Last.Directory.IsSuspended(_id));
    }

    [Theory]
    [InlineData(Act.Edit), InlineData(Act.Suspend)]
    public async Task Undo_OpensTheLinkAgainThatTheDeedEnded(Act act)
    {
        await DoAsync(act);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(First)).Kind);
        Assert.True((await UndoAsync(act)).Succeeded);
        Assert.True((await AcceptAsync(First)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_AfterAnotherDeedOfTheSameAdmin_LeavesTheLinkClosedThatItHadToClose()
    {
        await DoAsync(Act.Suspend);
        await MustAsync(_console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), _id, Person.Version, "New", Role.Ops, "right@example.com"), _console.Admin()));
        Assert.True((await UndoAsync(Act.Suspend)).Succeeded);
        Assert.False(_console.Lane.Last.Directory.IsSuspended(_id));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(First)).Kind);
    }

    [Fact]
    public async Task UndoOfAnEdit_OfWhoIsSuspendedSince_LeavesTheLinkClosed()
    {
        await DoAsync(Act.Edit);
        await MustAsync(_console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _id), _console.Admin()));
        Assert.True((await UndoAsync(Act.Edit)).Succeeded);
        Assert.Equal(("New", true), (Person.Name, _console.Lane.Last.Directory.IsSuspended(_id)));
        await MustAsync(_console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _id), _console.Admin()));
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(First)).Kind);
    }

    [Theory]
    [InlineData(Act.Suspend), InlineData(Act.Resume)]
    public async Task Undo_AfterTheSameWasDoneAnew_LeavesWhatIsNotItsOwn(Act act)
    {
        await DoAsync(act);
        if (act == Act.Suspend) await MustAsync(_console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _id), _console.Admin()));
        await MustAsync(_console.SendAsync(new SuspendAccount.Command(_again, _id), _console.Admin()));
        if (act == Act.Resume) await MustAsync(_console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), _id), _console.Admin()));
        Assert.Equal("built_on", ErrorOf(await UndoAsync(act)).Code);
        Assert.Equal(act == Act.Suspend, _console.Lane.Last.Directory.IsSuspended(_id));
        if (act == Act.Suspend) Assert.True((await _console.SendAsync(new UndoSuspension.Command(Guid.NewGuid(), _again), _console.Admin())).Succeeded);
    }

    [Fact]
    public async Task UndoOfAnEdit_EndsOnlySessionsThatBeganWithTheRoleThatGoes()
    {
        await MustAsync(AcceptAsync(First));
        await DoAsync(Act.Edit);
        var ended = await StampAsync();
        Assert.True((await UndoAsync(Act.Edit)).Succeeded);
        Assert.Equal(ended, await StampAsync());

        await MustAsync(_console.SendAsync(new EditSalesUser.Command(_again, _id, Person.Version, "New", Role.Supervisor), _console.Admin()));
        ended = await StampAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await SignInAsync();
        Assert.True((await _console.SendAsync(new UndoPersonEdit.Command(Guid.NewGuid(), _again), _console.Admin())).Succeeded);
        Assert.NotEqual(ended, await StampAsync());
    }

    [Fact]
    public async Task UndoOfEnabling_OfSomebodyWhoWasGivenSomething_IsRefused()
    {
        await DoAsync(Act.Enable);
        var customer = (await _console.WriteAsync("lan-001")).CustomerId;
        await MustAsync(_console.SendAsync(new Domain.UseCases.Tasks.AddTask.Command(Guid.NewGuid(), customer, TaskKind.FollowUp, _id, _console.Now().AddDays(1), "call"), _other));
        Assert.Equal("built_on", ErrorOf(await UndoAsync(Act.Enable)).Code);
        Assert.True(Person.IsActive);
    }

    private async Task DoAsync(Act act)
    {
        var admin = _console.Admin();
        if (act == Act.Enable) await MustAsync(_console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), _id), admin));
        if (act == Act.Resume) await MustAsync(_console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), _id), admin));
        await (act switch
        {
            Act.Edit => MustAsync(_console.SendAsync(new EditSalesUser.Command(_deed, _id, Person.Version, "Newer", Role.Supervisor, "newer@example.com"), admin)),
            Act.Suspend => MustAsync(_console.SendAsync(new SuspendAccount.Command(_deed, _id), admin)),
            Act.Resume => MustAsync(_console.SendAsync(new ResumeAccount.Command(_deed, _id), admin)),
            _ => MustAsync(_console.SendAsync(new EnableSalesUser.Command(_deed, _id), admin)),
        });
    }

    private Task<Result<Done>> UndoAsync(Act act, Caller? by = null)
    {
        var caller = by ?? _console.Admin();
        return act switch
        {
            Act.Edit => _console.SendAsync(new UndoPersonEdit.Command(Guid.NewGuid(), _deed), caller),
            Act.Suspend => _console.SendAsync(new UndoSuspension.Command(Guid.NewGuid(), _deed), caller),
            Act.Resume => _console.SendAsync(new UndoResume.Command(Guid.NewGuid(), _deed), caller),
            _ => _console.SendAsync(new UndoEnabling.Command(Guid.NewGuid(), _deed), caller),
        };
    }

    private Task<Result<AcceptInvitation.Answer>> AcceptAsync(byte[] token) => _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), token, "hash"));

    private async Task<string> StampAsync()
    {
        await using var store = _console.Read();
        return (await store.Accounts.SingleAsync(a => a.Id == _id, Token)).SecurityStamp;
    }

    private async Task SignInAsync()
    {
        await using var store = _console.Read();
        var before = await store.Accounts.SingleAsync(a => a.Id == _id, Token);
        var account = before.Copy();
        account.LastSignInAt = _console.Now();
        await MustAsync(_console.SendAsync(new SaveAccount.Command(Guid.NewGuid(), account, before, "account.signed_in")));
    }

    private static async Task MustAsync<T>(Task<Result<T>> sent) => Assert.Empty((await sent).Errors);
}
