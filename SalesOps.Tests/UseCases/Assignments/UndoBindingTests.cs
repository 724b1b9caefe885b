using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Settings;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Assignments;

/// <summary>Who waited and was bound by hand waits again when that is taken back.</summary>
public sealed class UndoBindingTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly List<ReceiveMessage.Answer> _heard = [];
    private Guid _agent;
    private SalesUser _fallback = default!;
    private Caller _ops = default!;

    public async ValueTask InitializeAsync()
    {
        var owner = default(SalesUser)!;
        await _console.Lane.RunAsync(change =>
        {
            owner = LaneCommands.AddPerson(change, "sales@example.com");
            LaneCommands.AddPerson(change, "supervisor@example.com", Role.Supervisor);
            _fallback = LaneCommands.AddPerson(change, "ops@example.com", Role.Ops);
        });
        _ops = Caller.Person(_fallback);
        Assert.True((await _console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.FallbackOwner, null, _fallback.Id.ToString(), "none"))).Succeeded);
        foreach (var who in (string[])["lan", "duc"])
        {
            _heard.Add(await _console.HearAsync(who));
            _console.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        _agent = (await _console.SendAsync(new AddAiAgent.Command(Guid.NewGuid(), "AI", owner.Id, "vi", [Channel.Telegram], 5))).Value.AiAgentId;
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task WithinTenSeconds_TheyWaitAgain_SinceWhenTheyDid_OnceAndByWhoDidIt()
    {
        var before = State();
        var made = await BindAsync();
        Assert.NotEqual(before, State());
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync(made, _console.As(Role.Supervisor))).Kind);
        _console.Clock.Advance(UndoWindow.Length);
        var since = _console.Lane.Last.Counters.Sequence;
        Assert.Equal(2, (await UndoAsync(made)).Value.Done);
        Assert.Equal(before, State());
        Assert.Equal(["customer.transfer_undone", "customer.transfer_undone"], _console.Actions(since));
        Assert.Equal((2L, 0L), (_console[Counters.UnboundCustomers], _console[Counters.ActiveBindings]));
        Assert.Equal("undone", ErrorOf(await UndoAsync(made)).Code);
        // Whoever has room takes the longest waiting first, as if nothing had been.
        Assert.Equal(2, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        _console.AssertSound();
    }

    [Fact]
    public async Task WhatCameInMeanwhile_WaitsToo_AndWhatIsTooLateOrMovedOnStays()
    {
        var made = await BindAsync();
        await _console.HearAsync("lan");
        Assert.Equal(2, (await UndoAsync(made)).Value.Done);
        await using (var store = _console.Read())
        {
            Assert.All(store.WorkTasks.Where(t => t.Status == WorkTaskStatus.Open).ToList(), t => Assert.True(t.SalesUserId is null || t.SalesUserId == _fallback.Id));
            Assert.All(store.Reviews.Where(r => r.Status == ReviewStatus.Pending).ToList(), r => Assert.Null(r.AiAgentId));
            Assert.All(store.Conversations.ToList(), c => Assert.Equal(Holder.Nobody, c.Holder));
        }
        made = await BindAsync();
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", ErrorOf(await UndoAsync(made)).Code);
        Assert.Equal(2, _console[Counters.ActiveBindings]);
        _console.AssertSound();
    }

    [Fact]
    public async Task BoundByTheConsoleItself_IsNobodysToTakeBack()
    {
        Assert.Equal(2, (await _console.SendAsync(new BindWaitingCustomers.Command(Guid.NewGuid()))).Value.Bound);
        await using var store = _console.Read();
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await UndoAsync([.. store.Assignments.Select(a => a.Id)])).Kind);
    }

    private async Task<IReadOnlyList<Guid>> BindAsync()
    {
        var bound = await _console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), [.. _heard.Select(h => new TransferCustomers.Seen(h.CustomerId, null))], _agent, "workload"), _ops);
        Assert.Equal((2, 2), (bound.Value.Outcome.Done, bound.Value.Assignments.Count));
        return bound.Value.Assignments;
    }

    private Task<Result<BulkAnswer>> UndoAsync(IReadOnlyList<Guid> made, Caller? by = null) => _console.SendAsync(new UndoTransfer.Command(Guid.NewGuid(), made), by ?? _ops);

    /// <summary>All that a binding touches, but for versions, which never go back.</summary>
    private string State()
    {
        using var store = _console.Read();
        return string.Join('\n',
            string.Join(';', store.Assignments.OrderBy(a => a.Id).AsEnumerable().Select(a => $"{a.AiAgentId} {a.Status}")),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.AiAgentId} {c.SalesUserId} {c.Status} {c.OpenTasks} {c.WaitingSince:O} {c.UnansweredSince:O}")),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.State} {c.Holder} {c.HolderUserId}")),
            string.Join(';', store.Reviews.OrderBy(r => r.Id).AsEnumerable().Select(r => $"{r.AiAgentId} {r.SalesUserId} {r.Status}")),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).AsEnumerable().Select(t => $"{t.Kind} {t.SalesUserId} {t.Status} {t.DueAt:O}")),
            string.Join(';', store.Handovers.OrderBy(h => h.Id).Select(h => h.Id)));
    }
}
