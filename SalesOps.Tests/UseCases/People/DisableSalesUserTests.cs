using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.People;

public sealed class DisableSalesUserTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Disabled_IsNobody_UntilEnabled()
    {
        var (admin, sales) = (_console.As(Role.Admin), _console.As(Role.RealSalesUser));
        var command = await _console.DepartAsync(sales.SalesUserId!.Value);
        Assert.True((await _console.SendAsync(command, admin)).Succeeded);

        Assert.Equal(ErrorKind.Unauthenticated, Assert.Single((await _console.SendAsync(new ListCustomers.Query(new GridRequest()), sales)).Errors).Kind);
        Assert.Equal(1, _console[Counters.SalesUsers]);
        // Sent twice it is one effect; asked anew it is refused, because there is nothing to do.
        Assert.True((await _console.SendAsync(command, admin)).Receipt!.Duplicate);
        var sequence = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await _console.SendAsync(command with { OperationId = Guid.NewGuid() }, admin)).Errors).Kind);
        Assert.Equal(sequence, _console.Lane.Last.Counters.Sequence);

        Assert.True((await _console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), sales.SalesUserId!.Value), admin)).Succeeded);
        Assert.True((await _console.SendAsync(new ListCustomers.Query(new GridRequest()), sales)).Succeeded);
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await _console.SendAsync(new EnableSalesUser.Command(Guid.NewGuid(), sales.SalesUserId!.Value), admin)).Errors).Kind);
        await using var store = _console.Read();
        Assert.Equal(["sales_user.disabled", "sales_user.enabled"], store.AuditEntries.OrderByDescending(a => a.Sequence).Take(2).OrderBy(a => a.Sequence).Select(a => a.Action));
    }

    [Fact]
    public async Task LastActiveAdmin_IsKept()
    {
        var admin = _console.As(Role.Admin);
        SalesUser second = default!;
        await _console.Lane.RunAsync(change => second = LaneCommands.AddPerson(change, "second@example.com", Role.Admin));
        await _console.LetInAsync(admin.SalesUserId!.Value, second.Id);
        Assert.True((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), second.Id), admin)).Succeeded);

        var error = Assert.Single((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), admin.SalesUserId!.Value), admin)).Errors);

        Assert.Equal((ErrorKind.Conflict, "last_admin"), (error.Kind, error.Code));
        Assert.True(_console.Lane.Last.Directory.SalesUsers[admin.SalesUserId.Value].IsActive);
    }

    [Fact]
    public async Task AdminWhoWasOnlyInvited_LetsNobodyIn_UntilTheInvitationIsTakenUp()
    {
        var (admin, token) = (_console.As(Role.Admin), Enumerable.Repeat((byte)7, 32).ToArray());
        // The proposal of a store in which nobody has a password.
        var leaves = await _console.DepartAsync(admin.SalesUserId!.Value);
        await _console.LetInAsync(admin.SalesUserId.Value);
        var invited = (await _console.SendAsync(new InviteSalesUser.Command(Guid.NewGuid(), "New", "new@example.com", Role.Admin, token), admin)).Value.SalesUserId;
        Assert.Equal("last_admin", Assert.Single((await _console.SendAsync(leaves, admin)).Errors).Code);
        Assert.Equal("last_admin", Assert.Single((await _console.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), admin.SalesUserId.Value))).Errors).Code);
        Assert.True((await _console.SendAsync(new GetDeparture.Query(admin.SalesUserId.Value), admin)).Value.IsLastAdmin);
        // Whoever lets nobody in may go.
        Assert.False((await _console.SendAsync(new GetDeparture.Query(invited), admin)).Value.IsLastAdmin);

        Assert.True((await _console.SendAsync(new AcceptInvitation.Command(Guid.NewGuid(), token, "hash"))).Succeeded);
        Assert.True((await _console.SendAsync(leaves with { OperationId = Guid.NewGuid() }, admin)).Succeeded);
    }

    [Fact]
    public async Task LastTwoAdmins_DisabledAtOnce_OneStays()
    {
        var admin = _console.As(Role.Admin);
        SalesUser second = default!;
        await _console.Lane.RunAsync(change => second = LaneCommands.AddPerson(change, "second@example.com", Role.Admin));
        await _console.LetInAsync(admin.SalesUserId!.Value, second.Id);
        DisableSalesUser.Command[] commands = [await _console.DepartAsync(admin.SalesUserId!.Value), await _console.DepartAsync(second.Id)];
        List<Task<Result<DisableSalesUser.Answer>>> both;
        using (await _console.Lane.BlockAsync())
            both = [.. commands.Select(command => _console.SendAsync(command))];

        Assert.Equal([false, true], (await Task.WhenAll(both)).Select(done => done.Succeeded).Order());
        Assert.Single(_console.Lane.Last.Directory.SalesUsers.Values, u => u.IsActive && u.Role == Role.Admin);
    }

    [Fact]
    public async Task Nobody_IsNotFound() =>
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await _console.SendAsync(new DisableSalesUser.Command(Guid.NewGuid(), Guid.NewGuid()), _console.As(Role.Admin))).Errors).Kind);
}
