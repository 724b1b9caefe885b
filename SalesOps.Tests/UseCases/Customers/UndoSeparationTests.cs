using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Customers;

/// <summary>Who was separated by mistake is one again with the other, with everything as it was.</summary>
public sealed class UndoSeparationTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly Guid _deed = Guid.NewGuid();
    private Guid _lan, _anh, _merge;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Caller Mover => _console.As(Role.Ops);

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _lan = (await _console.WriteAsync("lan")).CustomerId;
        _anh = (await _console.WriteAsync("anh", Channel.Zalo)).CustomerId;
        _merge = (await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _lan, _anh, await AgentAsync(_lan), await AgentAsync(_anh)), Mover)).Value.MergeId;
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Undo_AtOnce_BothAreOneAgain_AndCanBeSeparatedAnew()
    {
        var before = (await AgentAsync(_lan), _console[Counters.Customers], _console[Counters.ActiveBindings], _console[Counters.OpenTasks]);
        await SeparateAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await UndoAsync()).Succeeded);
        Assert.Equal(before, (await AgentAsync(_lan), _console[Counters.Customers], _console[Counters.ActiveBindings], _console[Counters.OpenTasks]));
        var known = (await _console.SendAsync(new GetCustomer.Query(_anh), Mover)).Value;
        Assert.Equal((_lan, "anh", 2), (known.Id, Assert.Single(known.Merges).Name, known.Conversations.Count));
        Assert.Equal("undone", ErrorOf(await UndoAsync()).Code);
        Assert.True((await _console.SendAsync(new SeparateCustomers.Command(Guid.NewGuid(), known.Merges[0].MergeId), Mover)).Succeeded);
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_WhereTheOtherFoundNoAgent_LeavesNoTaskAndNoWait_AndTheTakeoverGoesOn()
    {
        // A salesperson's, who does not see whom nobody has.
        var (held, agent) = (await AgentAsync(_lan), _console.Agent("AI Sales A"));
        if (held != agent.Id) Assert.Equal(1, (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_lan, held)], agent.Id, "drill"), _console.Admin())).Value.Outcome.Done);
        var sales = Caller.Person(_console.Lane.Last.Directory.SalesUsers[agent.OwnerId]);
        var talk = await ConversationAsync(Channel.Zalo);
        Assert.True((await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), talk.Id, talk.HolderVersion, "risk"), sales)).Succeeded);
        await ActAsync(AgentStatus.Paused);
        var before = (_console[Counters.OpenTasks], _console[Counters.UnboundCustomers], await StateAsync());

        Assert.Null((await SeparateAsync()).AiAgent);
        talk = await ConversationAsync(Channel.Zalo);
        Assert.Equal((Holder.Nobody, 1), (talk.Holder, (int)_console[Counters.UnboundCustomers]));
        _console.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await UndoAsync()).Succeeded);

        Assert.Equal(before, (_console[Counters.OpenTasks], _console[Counters.UnboundCustomers], await StateAsync()));
        _console.AssertSound();

        async Task<(Holder, Guid?, int)> StateAsync()
        {
            await using var store = _console.Read();
            var zalo = await ConversationAsync(Channel.Zalo);
            return (zalo.Holder, zalo.HolderUserId, await store.Handovers.CountAsync(h => h.CustomerId == _lan && h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null, Token));
        }
    }

    [Fact]
    public async Task Undo_WhereBothHadWaited_LeavesTheSalespersonNoTaskOfWhomTheyMayNotOpen()
    {
        await ActAsync(AgentStatus.Paused);
        _lan = (await _console.WriteAsync("mai")).CustomerId;
        _anh = (await _console.WriteAsync("nga", Channel.Zalo)).CustomerId;
        var task = Guid.NewGuid();
        await _console.Lane.RunAsync(change =>
        {
            var asked = new WorkTask(task, TaskKind.FollowUp, change.Find<Customer>(_anh)!, null, change.Now, change.Now.AddDays(1));
            change.Add(asked);
            change.Record("task.created", asked, change.Find<Customer>(_anh)!);
        });
        _merge = (await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), _lan, _anh, null, null), Mover)).Value.MergeId;
        await ActAsync(AgentStatus.Active);
        _console.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = (await AgentAsync(_lan), await OwnerAsync(), _console[Counters.OpenTasks], _console[Counters.UnboundCustomers]);
        Assert.Equal((null, null), (before.Item1, before.Item2));
        Assert.NotNull((await SeparateAsync()).AiAgent);
        Assert.NotNull(await OwnerAsync());
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await UndoAsync()).Errors);
        Assert.Equal(before, (await AgentAsync(_lan), await OwnerAsync(), _console[Counters.OpenTasks], _console[Counters.UnboundCustomers]));
        _console.AssertSound();

        async Task<Guid?> OwnerAsync()
        {
            await using var store = _console.Read();
            return (await store.WorkTasks.SingleAsync(t => t.Id == task, Token)).SalesUserId;
        }
    }

    [Fact]
    public async Task Undo_OfWhomTheirAgentServesNoMoreOnEveryChannel_BringsBackWhatWas()
    {
        var agent = _console.Lane.Last.Directory.AiAgents[(await AgentAsync(_lan))!.Value];
        await SeparateAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        await _console.Lane.RunAsync(change =>
        {
            var edited = change.Find<AiAgent>(agent.Id)!;
            edited.Change(agent.Traits with { Channels = [.. agent.Channels.Where(c => c != Channel.Zalo)] });
            change.Record("ai_agent.updated", edited);
        });
        Assert.Empty((await UndoAsync()).Errors);
        Assert.Equal(agent.Id, await AgentAsync(_lan));
        _console.AssertSound();
    }

    [Fact]
    public async Task Undo_BySomebodyElseOrTooLate_IsRefused()
    {
        await SeparateAsync();
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(_console.Admin())).Kind);
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromSeconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync()).Code);
    }

    [Fact]
    public async Task Undo_AfterOneWasGivenToAnotherAgent_IsRefused()
    {
        await SeparateAsync();
        _console.Clock.Advance(TimeSpan.FromSeconds(1));
        var held = await AgentAsync(_anh);
        var to = _console.Lane.Last.Directory.AiAgents.Values.First(a => a.Id != held && a.Channels.Contains(Channel.Zalo) && a.Status == AgentStatus.Active).Id;
        Assert.Equal(1, (await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [new(_anh, held)], to, "drill"), _console.Admin())).Value.Outcome.Done);
        Assert.Equal("built_on", ErrorOf(await UndoAsync()).Code);
        Assert.Equal(to, await AgentAsync(_anh));
    }

    [Fact]
    public async Task Undo_AfterOneWasErased_IsRefused()
    {
        await SeparateAsync();
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), _anh, "customer_request", ShortId.Of(_anh)), _console.Admin())).Succeeded);
        Assert.False((await UndoAsync()).Succeeded);
    }

    /// <summary>All agents at once; whoever has a customer keeps it.</summary>
    private Task ActAsync(AgentStatus status) => _console.Lane.RunAsync(change =>
    {
        foreach (var id in change.Directory.AiAgents.Values.Where(a => a.Status != AgentStatus.Disabled && a.Status != status).Select(a => a.Id).ToList())
        {
            var agent = change.Find<AiAgent>(id)!;
            agent.Change(agent.Traits with { Status = status, Capacity = 50 });
            change.Record("ai_agent.updated", agent);
        }
    });

    private async Task<SeparateCustomers.Answer> SeparateAsync() => (await _console.SendAsync(new SeparateCustomers.Command(_deed, _merge), Mover)).Value;

    private Task<Result<Done>> UndoAsync(Caller? by = null) => _console.SendAsync(new UndoSeparation.Command(Guid.NewGuid(), _deed), by ?? Mover);

    private async Task<Customer> CustomerAsync(Guid id)
    {
        await using var store = _console.Read();
        return await store.Customers.SingleAsync(c => c.Id == id, Token);
    }

    private async Task<Guid?> AgentAsync(Guid id) => (await CustomerAsync(id)).AiAgentId;

    private async Task<Conversation> ConversationAsync(Channel channel)
    {
        await using var store = _console.Read();
        return await store.Conversations.SingleAsync(c => (c.CustomerId == _lan || c.CustomerId == _anh) && c.Channel == channel, Token);
    }
}
