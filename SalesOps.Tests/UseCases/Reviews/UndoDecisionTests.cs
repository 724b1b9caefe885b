using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;
using static SalesOps.Tests.Support.Reviewing;

namespace SalesOps.Tests.UseCases.Reviews;

public sealed class UndoDecisionTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    public static TheoryData<string> Decisions => ["approve", "approve transition", "ask", "again", "take over", "correct", "correct to converted"];

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task WithinTenSeconds_EverythingIsAsItWas(string what)
    {
        var heard = what == "approve transition" ? await _console.HearAsync("lan-001", "opt_out", "opt_out", 0.7) : await _console.HearAsync("lan-001");
        if (what == "correct to converted")
        {
            await _console.ApproveAsync(await _console.CaseAsync(heard));
            await _console.HearAsync("lan-001", "recharge_intent", "understanding_conversion_ready", 0.9);
            await _console.HearAsync("lan-001");
        }
        var seen = await _console.CaseAsync(heard);
        var before = await RowsAsync();
        var decided = what switch
        {
            "ask" => await _console.RejectAsync(seen, NextStep.AskCustomer),
            "again" => await _console.RejectAsync(seen, NextStep.AiAgain),
            "take over" => await _console.SendAsync(new TakeOverReview.Command(Guid.NewGuid(), seen.Seen), _console.Supervisor()),
            "correct" => await _console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), seen.Seen, "ask_price", "discovery_price", "discovery", null), _console.Supervisor()),
            "correct to converted" => await _console.SendAsync(
                new CorrectReview.Command(Guid.NewGuid(), seen.Seen, "payment_confirmed", "understanding_conversion_ready", "converted", null), _console.Supervisor()),
            _ => await _console.ApproveAsync(seen),
        };
        Assert.NotEqual(before, await RowsAsync());
        _console.Clock.Advance(UndoWindow.Length);
        var since = _console.Lane.Last.Counters.Sequence;

        Assert.Equal(3, (await _console.UndoAsync(decided)).Value.Version);
        Assert.Equal(before, await RowsAsync());
        Assert.Equal(["review.undone"], _console.Actions(since));
        _console.AssertSound();
        // It can be decided again, and that decision stands by itself.
        Assert.True((await _console.ApproveAsync(await _console.CaseAsync(heard))).Succeeded);
    }

    [Fact]
    public async Task AfterTenSeconds_ItIsFinal()
    {
        var decided = await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")));
        _console.Clock.Advance(UndoWindow.Length + TimeSpan.FromMilliseconds(1));
        Assert.Equal("final", ErrorOf(await _console.UndoAsync(decided)).Code);
    }

    [Fact]
    public async Task OfSomebodyElse_IsRefused()
    {
        var decided = await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")));
        Assert.Equal(ErrorKind.Forbidden, ErrorOf(await _console.UndoAsync(decided, _console.As(Role.Admin))).Kind);
    }

    [Fact]
    public async Task Twice_IsRefused()
    {
        var decided = await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")));
        await _console.UndoAsync(decided);
        Assert.Equal("undone", ErrorOf(await _console.UndoAsync(decided)).Code);
    }

    [Fact]
    public async Task AfterTheCustomerWroteAgain_IsRefused()
    {
        var decided = await _console.ApproveAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")));
        await _console.HearAsync("lan-001", "recharge_intent", "understanding_conversion_ready", 0.9);
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(decided)).Code);
        _console.AssertSound();
    }

    [Fact]
    public async Task AfterItsTaskWasDone_IsRefused()
    {
        var decided = await _console.RejectAsync(await _console.CaseAsync(await _console.HearAsync("lan-001")), NextStep.AskCustomer);
        await _console.Lane.RunAsync(change =>
        {
            var task = change.Store.WorkTasks.Single(t => t.Kind == TaskKind.AskCustomer);
            task.Finish(change.Store.Customers.Single(c => c.Id == task.CustomerId), change.Now);
            change.Record("task.finished", task);
        });
        Assert.Equal("built_on", ErrorOf(await _console.UndoAsync(decided)).Code);
    }

    [Fact]
    public async Task UnknownDecision_IsNotFound() =>
        Assert.Equal(ErrorKind.NotFound, ErrorOf(await _console.SendAsync(new UndoDecision.Command(Guid.NewGuid(), Guid.NewGuid()), _console.Supervisor())).Kind);

    /// <summary>Every row that a decision can touch, but for versions, which never go back.</summary>
    private async Task<string> RowsAsync()
    {
        await using var store = _console.Read();
        return string.Join("\n",
            string.Join(';', store.Reviews.OrderBy(r => r.Id).Select(r => r.Id + ":" + r.Status)),
            string.Join(';', store.Understandings.OrderBy(u => u.Id).Select(u => u.Id + ":" + u.Review)),
            string.Join(';', store.StateTransitions.OrderBy(t => t.Id).Select(t => t.Id + ":" + t.Status)),
            string.Join(';', store.Conversations.OrderBy(c => c.Id).Select(c => c.State + c.StateBefore + c.Holder + c.HolderUserId)),
            string.Join(';', store.Customers.OrderBy(c => c.Id).AsEnumerable().Select(c => $"{c.Intent} {c.Stage} {c.Confidence} {c.Status} {c.OpenTasks}")),
            string.Join(';', store.WorkTasks.OrderBy(t => t.Id).Select(t => t.Id + ":" + t.Status + t.EndedAt)),
            string.Join(';', store.Handovers.OrderBy(h => h.Id).Select(h => h.Id)));
    }
}
