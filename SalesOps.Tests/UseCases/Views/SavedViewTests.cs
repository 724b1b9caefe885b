using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Views;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Views;

public sealed class SavedViewTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Save_Edit_Remove_Restore_StandOnTheAuditAndInTheList()
    {
        var since = _console.Lane.Last.Counters.Sequence;
        var id = (await SaveAsync("Chờ lâu", "bound=no")).Value.ViewId;
        Assert.Equal([new ListViews.Row(id, "Chờ lâu", "bound=no", false, null, true, 1, "customers")], await ListAsync(Role.Admin));

        Assert.Equal(2, (await _console.SendAsync(new EditView.Command(Guid.NewGuid(), id, 1, " Chờ lâu nhất ", "bound=no&sort=name", true), _console.As(Role.Admin))).Value.Version);
        Assert.True((await _console.SendAsync(new RemoveView.Command(Guid.NewGuid(), id, 2), _console.As(Role.Admin))).Succeeded);
        Assert.Empty(await ListAsync(Role.Admin));
        Assert.True((await _console.SendAsync(new RestoreView.Command(Guid.NewGuid(), id), _console.As(Role.Admin))).Succeeded);

        Assert.Equal([new ListViews.Row(id, "Chờ lâu nhất", "bound=no&sort=name", true, null, true, 4, "customers")], await ListAsync(Role.Admin));
        Assert.Equal(["view.saved", "view.edited", "view.removed", "view.restored"], _console.Actions(since));
        _console.AssertSound();
    }

    [Fact]
    public async Task List_ShowsOthersWhatIsSharedAlone_AndSalespeopleTheirOwn()
    {
        await SaveAsync("mine", "");
        var shared = (await SaveAsync("ours", "", shared: true)).Value.ViewId;
        var own = (await SaveAsync("sold", "", role: Role.RealSalesUser)).Value.ViewId;

        var seen = Assert.Single(await ListAsync(Role.Ops));
        Assert.Equal((shared, "trojan", false), (seen.Id, seen.Owner, seen.MayEdit));
        Assert.Equal([own], (await ListAsync(Role.RealSalesUser)).Select(v => v.Id));
        Assert.Equal(["mine", "ours"], (await ListAsync(Role.Admin)).Select(v => v.Name));
    }

    [Fact]
    public async Task Change_OfSomebodyElses_IsForbidden_OrNotFound_AndAnAdminMayRemoveWhatIsShared()
    {
        var hidden = (await SaveAsync("mine", "", role: Role.Supervisor)).Value.ViewId;
        var shared = (await SaveAsync("ours", "", shared: true, role: Role.Supervisor)).Value.ViewId;

        Assert.Equal(ErrorKind.NotFound, (await RemoveAsync(hidden, 1, Role.Admin)).Errors[0].Kind);
        Assert.Equal(ErrorKind.Forbidden, (await RemoveAsync(shared, 1, Role.Ops)).Errors[0].Kind);
        Assert.True((await RemoveAsync(shared, 1, Role.Admin)).Succeeded);
    }

    [Fact]
    public async Task Change_OfAnOlderVersion_IsStale()
    {
        var id = (await SaveAsync("mine", "")).Value.ViewId;
        Assert.True((await _console.SendAsync(new EditView.Command(Guid.NewGuid(), id, 1, "yours", "", false), _console.As(Role.Admin))).Succeeded);

        Assert.Equal((ErrorKind.Stale, "changed"), ((await RemoveAsync(id, 1, Role.Admin)).Errors[0].Kind, (await RemoveAsync(id, 1, Role.Admin)).Errors[0].Code));
        Assert.Equal(ErrorKind.Stale, (await _console.SendAsync(new EditView.Command(Guid.NewGuid(), id, 1, "x", "", false), _console.As(Role.Admin))).Errors[0].Kind);
    }

    [Theory]
    [InlineData("customers", "", "", "name", "required")]
    [InlineData("customers", "\u200b", "", "name", "required")]
    [InlineData("customers", "a\nb", "", "name", "unsound")]
    [InlineData("customers", "taken", "", "name", "taken")]
    [InlineData("customers", "x", "search=Lan", "shows", null)]
    [InlineData("customers", "x", "page=2", "shows", null)]
    [InlineData("customers", "x", "a=1&a=2", "shows", null)]
    [InlineData("customers", "x", "a=<b>", "shows", null)]
    [InlineData("customers", "x", "a", "shows", null)]
    [InlineData("nothing", "x", "", "list", null)]
    public async Task Save_WhatCannotBe_IsRefusedAtItsField(string list, string name, string shows, string field, string? code)
    {
        Assert.True((await SaveAsync("taken", "")).Succeeded);

        var error = (await _console.SendAsync(new SaveView.Command(Guid.NewGuid(), list, name, shows, false), _console.As(Role.Admin))).Errors[0];

        Assert.Equal((ErrorKind.Invalid, field), (error.Kind, error.Field));
        if (code is not null) Assert.Equal(code, error.Code);
        Assert.Single(await ListAsync(Role.Admin));
    }

    [Fact]
    public async Task Save_AsSalesperson_IsNotShared_AndMoreThanTheMostAreRefused()
    {
        Assert.Equal("isShared", (await SaveAsync("ours", "", shared: true, role: Role.RealSalesUser)).Errors[0].Field);
        for (var i = 0; i < ViewRules.Most; i++) Assert.True((await SaveAsync($"view {i}", "")).Succeeded);

        Assert.Equal("too_many_views", (await SaveAsync("one more", "")).Errors[0].Code);
    }

    [Fact]
    public async Task Restore_WhenItsNameIsTakenByNow_IsRefused()
    {
        var id = (await SaveAsync("mine", "")).Value.ViewId;
        await RemoveAsync(id, 1, Role.Admin);
        Assert.True((await SaveAsync("mine", "")).Succeeded);

        Assert.Equal("built_on", (await _console.SendAsync(new RestoreView.Command(Guid.NewGuid(), id), _console.As(Role.Admin))).Errors[0].Code);
    }

    private Task<Result<SaveView.Answer>> SaveAsync(string name, string shows, bool shared = false, Role role = Role.Admin) =>
        _console.SendAsync(new SaveView.Command(Guid.NewGuid(), "customers", name, shows, shared), _console.As(role));

    private Task<Result<Done>> RemoveAsync(Guid id, int version, Role role) => _console.SendAsync(new RemoveView.Command(Guid.NewGuid(), id, version), _console.As(role));

    private async Task<IReadOnlyList<ListViews.Row>> ListAsync(Role role) => (await _console.SendAsync(new ListViews.Query("customers"), _console.As(role))).Value;
}
