using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Domain.UseCases.Tasks;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

public sealed class EditSalesUserTests : IAsyncLifetime
{
    private static readonly byte[] First = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Second = [.. Enumerable.Repeat((byte)2, 32)];

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private SalesUser Ops => _console.Lane.Last.Directory.SalesUsers.Values.Single(u => u.Role == Role.Ops);

    [Fact]
    public async Task NameAndRole_AreChanged_AndCountersFollow()
    {
        var (ops, since) = (Ops, _console.Lane.Last.Counters.Sequence);
        Assert.Equal(2, (await EditAsync(ops, " 陈静静 ", Role.RealSalesUser)).Value.Version);
        Assert.Equal(("陈静静", Role.RealSalesUser), (_console.Lane.Last.Directory.SalesUsers[ops.Id].Name, _console.Lane.Last.Directory.SalesUsers[ops.Id].Role));
        Assert.Equal((3, "sales_user.updated"), (_console[Counters.SalesUsers], Assert.Single(_console.Actions(since))));
        _console.AssertSound();
    }

    [Fact]
    public async Task WrongField_StaleVersion_Nobody_AreRefused()
    {
        Assert.Equal(("required", "name"), (ErrorOf(await EditAsync(Ops, " ", Role.Ops)).Code, ErrorOf(await EditAsync(Ops, " ", Role.Ops)).Field?.ToLowerInvariant()));
        Assert.Equal("choose", ErrorOf(await EditAsync(Ops, "x", (Role)9)).Code);
        Assert.Equal("same", ErrorOf(await EditAsync(Ops, Ops.Name, Ops.Role)).Code);
        var seen = Ops;
        await EditAsync(seen, "first", Role.Ops);
        Assert.Equal(ErrorKind.Stale, ErrorOf(await EditAsync(seen, "second", Role.Ops)).Kind);
        Assert.Equal("first", Ops.Name);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), Guid.NewGuid(), 1, "x", Role.Ops), _console.Admin())).Kind);
    }

    [Fact]
    public async Task LastAdmin_AndWhoOwnsAgents_KeepTheirRole()
    {
        var people = _console.Lane.Last.Directory.SalesUsers.Values;
        Assert.Equal("last_admin", ErrorOf(await EditAsync(people.Single(u => u.Role == Role.Admin), "trojan", Role.RealSalesUser)).Code);
        Assert.Equal(("owns_agents", "role"), ErrorOf(await EditAsync(people.Single(u => u.Role == Role.RealSalesUser), "Demo", Role.Ops)) is var e ? (e.Code, e.Field) : default);
        Assert.True((await EditAsync(people.Single(u => u.Role == Role.RealSalesUser), "Demo", Role.Admin)).Succeeded);
        await _console.LetInAsync(_console.Lane.Last.Directory.SalesUsers.Values.Single(u => u.Name == "Demo").Id);
        Assert.True((await EditAsync(people.Single(u => u.Name == "trojan"), "trojan", Role.RealSalesUser)).Succeeded);
    }

    [Fact]
    public async Task AdminsWhoAreSuspended_LetNobodyIn_SoOneWhoCanStays()
    {
        SalesUser first = _console.Lane.Last.Directory.SalesUsers[_console.Admin().SalesUserId!.Value], second = default!;
        await _console.Lane.RunAsync(change => second = LaneCommands.AddPerson(change, "second@example.com", Role.Admin));
        await _console.LetInAsync(first.Id, second.Id);
        var (by, own) = (Caller.Person(first), Caller.Person(second));
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), second.Id), by)).Succeeded);
        Assert.Equal("suspended", ErrorOf(await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), second.Id), by)).Code);
        // Who suspends the other at the same moment comes second.
        Assert.Equal("last_admin", ErrorOf(await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), first.Id), own)).Code);
        Assert.Equal("last_admin", ErrorOf(await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), first.Id), by)).Code);
        Assert.Equal("last_admin", ErrorOf(await EditAsync(first, first.Name, Role.Supervisor)).Code);
        Assert.True((await _console.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), second.Id), by)).Succeeded);
        Assert.True((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), first.Id), own)).Succeeded);
    }

    [Fact]
    public async Task SalespersonToBe_WhoHoldsOthersConversations_OrIsTheFallbackOwner_IsRefused()
    {
        var by = Caller.Person(Ops);
        var heard = await _console.HearAsync("lan-001");
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), heard.ConversationId, heard.Holder.Version, "risk"), by)).Value;
        Assert.Equal(("holds_conversations", "role"), ErrorOf(await EditAsync(Ops, "Ops", Role.RealSalesUser)) is var held ? (held.Code, held.Field) : default);
        Assert.True((await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), heard.ConversationId, taken.HolderVersion, "resolved"), by)).Succeeded);
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, $"{Ops.Id}", "none"), _console.Admin())).Succeeded);
        Assert.Equal("is_fallback", ErrorOf(await EditAsync(Ops, "Ops", Role.RealSalesUser)).Code);
        Assert.True((await EditAsync(Ops, "Ops", Role.Supervisor)).Succeeded);
    }

    [Fact]
    public async Task SalespersonToBe_WithTasksOfOthersCustomers_IsRefused()
    {
        var id = Ops.Id;
        var customer = (await _console.HearAsync("lan-001")).CustomerId;
        var task = (await _console.SendAsync(new AddTask.Command(Guid.NewGuid(), customer, TaskKind.FollowUp, id, _console.Now().AddDays(1), "call"), _console.Admin())).Value.TaskId;
        Assert.Equal(("has_tasks", "role"), ErrorOf(await EditAsync(Ops, "Ops", Role.RealSalesUser)) is var has ? (has.Code, has.Field) : default);
        Assert.True((await EditAsync(Ops, "Ops", Role.Supervisor)).Succeeded);
        Assert.True((await _console.SendAsync(new GiveTasks.Command(Guid.NewGuid(), [new(task, WorkTaskStatus.Open, id, _console.Now().AddDays(1))], _console.Admin().SalesUserId!.Value), _console.Admin())).Succeeded);
        Assert.True((await EditAsync(_console.Lane.Last.Directory.SalesUsers[id], "Ops", Role.RealSalesUser)).Succeeded);
    }

    [Fact]
    public async Task Renewed_TheOldLinkIsDead_TheNewOneWorksOnce()
    {
        var invited = (await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Ops, First), _console.Admin())).Value;
        _console.Clock.Advance(InviteSalesUser.Lifetime + TimeSpan.FromDays(1));
        Assert.True((await RowAsync(invited.SalesUserId)).InvitedUntil < _console.Clock.GetUtcNow());
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(First)).Kind);

        var renewed = await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), invited.SalesUserId, Second), _console.Admin());

        Assert.Equal(renewed.Value.ExpiresAt, (await RowAsync(invited.SalesUserId)).InvitedUntil);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(First)).Kind);
        Assert.Equal(invited.SalesUserId, (await AcceptAsync(Second)).Value.SalesUserId);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await AcceptAsync(Second)).Kind);
        Assert.Null((await RowAsync(invited.SalesUserId)).InvitedUntil);
        _console.AssertSound();
    }

    [Fact]
    public async Task Renewal_OfADisabledOrUnknownPerson_IsRefused()
    {
        var invited = (await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Ops, First), _console.Admin())).Value;
        await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), invited.SalesUserId), _console.Admin());
        Assert.Equal("disabled", ErrorOf(await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), invited.SalesUserId, Second), _console.Admin())).Code);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new RenewInvitation.Command(Guid.NewGuid(), Guid.NewGuid(), Second), _console.Admin())).Kind);
    }

    private Task<Result<EditSalesUser.Answer>> EditAsync(SalesUser seen, string name, Role role) =>
        _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), seen.Id, seen.Version, name, role), _console.Admin());

    private Task<Result<AcceptInvitation.Answer>> AcceptAsync(byte[] token) => _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), token, "hash"));

    private async Task<ListSalesUsers.Row> RowAsync(Guid id) =>
        (await _console.SendAsync(new ListSalesUsers.Query(new GridRequest(Filters: new Dictionary<string, string> { ["rows"] = "all" })), _console.Admin())).Value.Rows.Single(r => r.Id == id);
}
