using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.People;

/// <summary>Somebody leaves who has no AI agent, but more conversations and tasks than change hands in one command.</summary>
public sealed class GivingRestTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private ReceiveMessage.Answer _heard = default!;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _heard = await _console.HearAsync("lan-001");
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), _heard.ConversationId, _heard.Holder.Version, "risk"), _console.As(Role.Ops))).Succeeded);
        await _console.Lane.AddTasksAsync(_heard.CustomerId, Ops, EditAiAgent.MostMoved);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Guid Ops => _console.Lane.Last.Directory.SalesUsers.Values.Single(u => u.Role == Role.Ops).Id;

    private Guid Trojan => _console.Admin().SalesUserId!.Value;

    [Fact]
    public async Task GoesInParts_ConversationsFirst_AndThePersonIsDisabledWithWhatIsLeft()
    {
        var estate = await EstateAsync();
        Assert.Equal((true, false, 1, EditAiAgent.MostMoved), (estate.IsRestInParts, estate.IsInParts, estate.OtherConversations, estate.OtherTasks));
        var departure = await _console.DepartAsync(Ops);
        Assert.Equal("too_many", ErrorOf(await _console.SendAsync(departure, _console.Admin())).Code);

        var given = (await GiveAsync(estate.Rest)).Value.Given;
        Assert.Equal(new DisableSalesUser.Rest(1, GiveRestAway.Most - 1), given);
        estate = await EstateAsync();
        Assert.Equal((false, 0, EditAiAgent.MostMoved - GiveRestAway.Most + 1), (estate.IsRestInParts, estate.OtherConversations, estate.OtherTasks));
        Assert.Equal(Trojan, Holder());
        departure = (await _console.DepartAsync(Ops)) with { HeirId = Trojan };
        Assert.True((await _console.SendAsync(departure, _console.Admin())).Succeeded);
        Assert.Equal(EditAiAgent.MostMoved, TasksOf(Trojan));
        _console.AssertSound();
    }

    [Fact]
    public async Task Undone_EachPartComesBack_ByWhoGaveItAndInTime()
    {
        var ops = Ops;
        var rest = (await EstateAsync()).Rest;
        var first = (await GiveAsync(rest)).Value;
        var second = (await GiveAsync(new(0, rest.Tasks))).Value;
        var other = Caller.Nobody;
        await _console.Lane.RunAsync(change => other = Caller.Person(LaneCommands.AddPerson(change, "other@example.com", Role.Admin)));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), second.DepartureId), other)).Kind);
        foreach (var part in (GiveRestAway.Answer[])[second, first])
            Assert.Equal(GiveRestAway.Most, (await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), part.DepartureId), _console.Admin())).Value.Rest);
        Assert.Equal((ops, EditAiAgent.MostMoved), (Holder(), TasksOf(ops)));
        Assert.True(_console.Lane.Last.Directory.SalesUsers[ops].IsActive);
        Assert.Equal("undone", ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), first.DepartureId), _console.Admin())).Code);

        var late = (await GiveAsync((await EstateAsync()).Rest)).Value;
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), late.DepartureId), _console.Admin())).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undone_AfterThePersonWasDisabled_IsRefused()
    {
        var part = (await GiveAsync((await EstateAsync()).Rest)).Value;
        Assert.True((await _console.SendAsync(await _console.DepartAsync(Ops), _console.Admin())).Succeeded);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), part.DepartureId), _console.Admin())).Code);
    }

    [Fact]
    public async Task Undone_AfterDisablingWasUndone_ComesBack_ButNotToAnotherRole()
    {
        var ops = Ops;
        var part = (await GiveAsync((await EstateAsync()).Rest)).Value;
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var left = (await _console.SendAsync(await _console.DepartAsync(ops), _console.Admin())).Value.DepartureId;
        foreach (var departure in (Guid[])[left, part.DepartureId])
            Assert.Empty((await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), departure), _console.Admin())).Errors);
        Assert.Equal((ops, EditAiAgent.MostMoved, true), (Holder(), TasksOf(ops), _console.Lane.Last.Directory.SalesUsers[ops].IsActive));
        _console.AssertSound();

        part = (await GiveAsync((await EstateAsync()).Rest)).Value;
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var person = _console.Lane.Last.Directory.SalesUsers[ops];
        Assert.True((await _console.SendAsync(new EditSalesUser.Command(Guid.NewGuid(), ops, person.Version, person.Name, Role.Supervisor), _console.Admin())).Succeeded);
        Assert.Equal("built_on", ErrorOf(await _console.SendAsync(new UndoDeparture.Command(Guid.NewGuid(), part.DepartureId), _console.Admin())).Code);
    }

    [Fact]
    public async Task OfTheLastAdmin_NothingGoes()
    {
        await _console.Lane.AddTasksAsync(_heard.CustomerId, Trojan, 1);
        Assert.Equal("last_admin", ErrorOf(await _console.SendAsync(new GiveRestAway.Command(Guid.NewGuid(), Trojan, Ops, new(0, 1)), _console.Admin())).Code);
        Assert.Equal(1, TasksOf(Trojan));
    }

    [Fact]
    public async Task WhatCameSinceItWasSeen_IsNotGivenUnseen()
    {
        var seen = (await EstateAsync()).Rest;
        Assert.Equal(("rest", ErrorKind.Stale), ErrorOf(await GiveAsync(seen with { Tasks = seen.Tasks - 1 })) is var tasks ? (tasks.Code, tasks.Kind) : default);
        Assert.Equal("rest", ErrorOf(await GiveAsync(seen with { Conversations = 0 })).Code);
        Assert.Equal("choose", ErrorOf(await GiveAsync(seen, _console.As(Role.RealSalesUser).SalesUserId)).Code);

        await GiveAsync(seen);
        var departure = await _console.DepartAsync(Ops);
        await _console.Lane.AddTasksAsync(_heard.CustomerId, Ops, 1);
        Assert.Equal("rest", ErrorOf(await _console.SendAsync(departure, _console.Admin())).Code);
        Assert.Equal("rest", ErrorOf(await _console.SendAsync(departure with { OperationId = Guid.NewGuid(), Seen = null }, _console.Admin())).Code);
        Assert.True((await _console.SendAsync(await _console.DepartAsync(Ops), _console.Admin())).Succeeded);
    }

    private async Task<GetDeparture.Answer> EstateAsync() => (await _console.SendAsync(new GetDeparture.Query(Ops), _console.Admin())).Value;

    private Task<Result<GiveRestAway.Answer>> GiveAsync(DisableSalesUser.Rest seen, Guid? heir = null) => _console.SendAsync(new GiveRestAway.Command(Guid.NewGuid(), Ops, heir ?? Trojan, seen), _console.Admin());

    private Guid? Holder()
    {
        using var store = _console.Read();
        return store.Conversations.Single(c => c.Id == _heard.ConversationId).HolderUserId;
    }

    private int TasksOf(Guid person)
    {
        using var store = _console.Read();
        return store.WorkTasks.Count(t => t.SalesUserId == person && t.Note!.StartsWith("Gọi") && t.Status == WorkTaskStatus.Open);
    }
}
