using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Agents;

public sealed class UndoAgentEditTests : IAsyncLifetime
{
    private const string A = "AI Sales A";

    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Theory]
    [InlineData("traits")]
    [InlineData("move")]
    [InlineData("nowhere")]
    [InlineData("until end")]
    [InlineData("owner")]
    [InlineData("owner until end")]
    public async Task WithinTenSeconds_EverythingIsAsItWas(string what)
    {
        await _console.HearAsync("lan-001");
        if (what == "nowhere")
            foreach (var other in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var before = Rows();
        var trojan = _console.Agent("trojanAI").OwnerId;
        var edit = await (what switch
        {
            "move" => _console.EditAsync(A, t => t with { Channels = [Channel.Zalo], Capacity = 3 }, StrandedChoice.Move),
            "nowhere" => _console.EditAsync(A, t => t with { Status = AgentStatus.Disabled }, StrandedChoice.Move, homeless: 9),
            "until end" => _console.EditAsync(A, t => t with { Status = AgentStatus.Paused }, StrandedChoice.UntilEnd),
            "owner" => _console.EditAsync(A, t => t with { OwnerId = trojan }),
            "owner until end" => _console.EditAsync(A, t => t with { OwnerId = trojan, Channels = [Channel.Zalo] }, StrandedChoice.UntilEnd),
            _ => _console.EditAsync(A, t => t with { Name = "Other", Language = "zh", Capacity = 12 }),
        });
        Assert.True(edit.Succeeded);
        Assert.NotEqual(before, Rows());
        _console.Clock.Advance(UndoWindow.Length);

        var undone = await _console.UndoAsync(edit);

        Assert.Equal(0, undone.Value.Stayed);
        Assert.Equal(before, Rows());
        _console.AssertSound();
        Assert.Equal("undone", ErrorOf(await _console.UndoAsync(edit)).Code);
    }

    [Fact]
    public async Task AfterTenSeconds_ItIsFinal()
    {
        var edit = await _console.EditAsync(A, t => t with { Capacity = 9 });
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", ErrorOf(await _console.UndoAsync(edit)).Code);
    }

    [Fact]
    public async Task ByAnotherAdmin_OrAfterAnotherEdit_IsRefused()
    {
        var edit = await _console.EditAsync(A, t => t with { Capacity = 9 });
        var other = default(SalesUser)!;
        await _console.Lane.RunAsync(change => other = LaneCommands.AddPerson(change, "other@example.com", Role.Admin));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.UndoAsync(edit, Caller.Person(other))).Kind);
        await _console.EditAsync(A, t => t with { Capacity = 8 });
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(edit)).Code);
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), Guid.NewGuid()), _console.Admin())).Kind);
    }

    [Fact]
    public async Task WhoCameMeanwhile_GoesBackWithTheAgentToItsSalesperson()
    {
        foreach (var other in (string[])["trojanAI", "AI Sales B"]) await _console.EditAsync(other, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        var (owner, trojan) = (_console.Agent(A).OwnerId, _console.Agent("trojanAI").OwnerId);
        var edit = await _console.EditAsync(A, t => t with { OwnerId = trojan });
        await _console.WriteAsync("newcomer");
        Assert.Equal(trojan, Newcomer().SalesUserId);
        Assert.True((await _console.UndoAsync(edit)).Succeeded);
        Assert.Equal(owner, Newcomer().SalesUserId);
        _console.AssertSound();

        Customer Newcomer()
        {
            using var store = _console.Read();
            return store.Customers.Single(c => c.Name == "newcomer");
        }
    }

    [Fact]
    public async Task WhatCameInMeanwhile_ComesAlong()
    {
        var edit = await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        await _console.SendAsync(new Domain.UseCases.Conversations.ReceiveMessage.Command(Channel.Telegram, "smoke-user-001", "m-new", "Bên mình có đáng tin không?", null, null,
            new("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1")), Caller.Runtime);
        Assert.Equal((2, 0), (await _console.UndoAsync(edit)) is { Value: var v } ? (v.Returned, v.Stayed) : default);
        await using var store = _console.Read();
        var customer = store.Customers.Single(c => c.Identity == "telegram:smoke-user-001");
        Assert.All(store.Reviews.Where(r => r.CustomerId == customer.Id), r => Assert.Equal(_console.Agent(A).Id, r.AiAgentId));
        _console.AssertSound();
    }

    [Fact]
    public async Task MovedAgainSince_OrErased_StaysThere_TheOthersReturn()
    {
        var edit = await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        await using (var store = _console.Read())
        {
            var gone = store.Customers.Single(c => c.Identity == "telegram:smoke-user-001").Id;
            Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), gone, "customer_request", ShortId.Of(gone)), _console.Admin())).Succeeded);
        }
        Assert.Equal((1, 1), (await _console.UndoAsync(edit)) is { Value: var v } ? (v.Returned, v.Stayed) : default);
        Assert.Equal(["Deploy Smoke 20260603102624"], _console.CustomersOf(A));
        _console.AssertSound();
    }

    [Fact]
    public async Task ThePlaceWasTaken_TheCapacityHolds()
    {
        await _console.EditAsync(A, t => t with { Capacity = 2 });
        var edit = await _console.EditAsync(A, t => t with { Channels = [Channel.Zalo] }, StrandedChoice.Move);
        await _console.EditAsync("AI Sales B", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move, homeless: 1);
        await _console.EditAsync("trojanAI", t => t with { Channels = [Channel.Telegram] }, StrandedChoice.Move, homeless: 1);
        await _console.WriteAsync("new", Channel.Zalo);
        var undone = await _console.UndoAsync(edit);
        Assert.True(undone.Value.Stayed > 0);
        Assert.Equal(2, _console.CustomersOf(A).Count);
        _console.AssertSound();
    }

    /// <summary>Every row that an edit can touch, but for versions, which never go back.</summary>
    private string Rows()
    {
        using var store = _console.Read();
        return string.Join("\n",
            string.Join(';', store.AiAgents.OrderBy(a => a.Id).AsEnumerable().Select(a => $"{a.Name} {a.OwnerId} {a.Language} {string.Join(',', a.Channels)} {a.Status} {a.Capacity}")),
            string.Join(';', store.Assignments.OrderBy(a => a.Id).Select(a => a.Id + ":" + a.Status + a.EndedAt + a.LeavingSince)),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.AiAgentId} {c.SalesUserId} {c.OpenTasks}")),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).Select(c => c.State + c.StateBefore + c.Holder + c.HolderUserId)),
            string.Join(';', store.Reviews.OrderBy(r => r.Id).Select(r => r.Id + ":" + r.Status + r.AiAgentId + r.SalesUserId)),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).Select(t => t.Id + ":" + t.Status + t.SalesUserId)));
    }
}
