using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels.Lists;

public sealed class BulkRunTests
{
    private static readonly Guid[] Rows = [.. Enumerable.Range(0, 250).Select(_ => Guid.NewGuid())];

    [Fact]
    public async Task SendAsync_MoreThanACommandTakes_SendsEachRowOnce_AndTellsHowFarItIs()
    {
        var (run, seen, told) = (new BulkRun<Guid>(Rows, row => row), new List<Guid>(), new List<string>());
        run.Changed += () => told.Add($"{run.Sent}/{run.Rows} {run.IsRunning}");
        var answer = await run.SendAsync(part =>
        {
            seen.AddRange(part.Rows);
            return Task.FromResult(Answer(part, refused: row => row == Rows[3] ? Error.Stale("It") : null));
        });
        Assert.Equal(Rows, seen);
        Assert.Equal((249, 250), (answer.Value.Done, answer.Value.Lines.Count));
        Assert.Equal(["0/250 True", "100/250 True", "200/250 True", "250/250 True", "250/250 False"], told);
        Assert.Equal([99, 100, 50], run.Done.Select(d => d.Ids.Count));
        Assert.Equal(3, run.Done.Select(d => d.Rows[0]).Distinct().Count());
    }

    [Fact]
    public async Task SendAsync_ACommandRefusedForAllItsRows_GoesOn_AndCountsThem()
    {
        var run = new BulkRun<Guid>(Rows, row => row);
        var answer = await run.SendAsync(part => Task.FromResult(part == run.First ? Result<BulkAnswer>.Fail(Error.Stale("It"), Error.Conflict("No.", "same")) : Answer(part)));
        Assert.Equal((150, 250), (answer.Value.Done, answer.Value.Lines.Count));
        Assert.Equal(["same", null], answer.Value.Lines.Where(l => l.Refused is not null).Select(l => l.Refused!.Code).Distinct().OrderDescending());
        Assert.DoesNotContain(run.Done, d => d.Rows[0] == run.First.Operation);
    }

    [Fact]
    public async Task SendAsync_EachRefused_SaysEachReasonOnce()
    {
        var run = new BulkRun<Guid>(Rows, row => row);
        var answer = await run.SendAsync(_ => Task.FromResult(Result<BulkAnswer>.Fail(Error.Stale("It"))));
        Assert.Equal([Error.Stale("It")], answer.Errors);
    }

    [Fact]
    public async Task SendAsync_WhatConcernsNoRow_EndsIt_AndTheRestIsNotDone()
    {
        var (run, sent) = (new BulkRun<Guid>(Rows, row => row), 0);
        var gone = new Error(ErrorKind.Forbidden, "Not any more.");
        var answer = await run.SendAsync(part => Task.FromResult(++sent == 2 ? Result<BulkAnswer>.Fail(gone) : Answer(part)));
        Assert.Equal((2, 100, 150), (sent, answer.Value.Done, answer.Value.Lines.Count(l => l.Refused == gone)));
    }

    [Fact]
    public async Task SendAsync_Stopped_LeavesTheRestOut()
    {
        var run = new BulkRun<Guid>(Rows, row => row);
        run.Changed += () =>
        {
            if (run.Sent == 100) run.Stop();
        };
        var answer = await run.SendAsync(part => Task.FromResult(Answer(part)));
        Assert.Equal(Rows.Take(100), answer.Value.Lines.Select(l => l.Id));
        Assert.False(run.IsRunning);
    }

    [Fact]
    public async Task SendAsync_TooBusy_SendsTheSameOperationAgain_NotForEver()
    {
        var (run, operations) = (new BulkRun<Guid>(Rows, row => row), new List<Guid>());
        var busy = new Error(ErrorKind.Busy, "Later.", RetryAfter: TimeSpan.Zero);
        var answer = await run.SendAsync(part =>
        {
            operations.Add(part.Operation);
            return Task.FromResult(operations.Count == 1 || operations.Count > 3 ? Result<BulkAnswer>.Fail(busy) : Answer(part));
        });
        Assert.Equal(operations[0], operations[1]);
        Assert.Equal((200, 50), (answer.Value.Done, answer.Value.Lines.Count(l => l.Refused == busy)));
        Assert.Equal(7, operations.Count);
    }

    [Fact]
    public async Task TransferAsync_OfSeveralCommands_IsOneTransfer_FinalWithItsLast()
    {
        var (run, at) = (new BulkRun<Guid>(Rows, row => row), DateTime.UnixEpoch);
        var answer = await run.TransferAsync(part => Task.FromResult<Result<TransferCustomers.Answer>>(new TransferCustomers.Answer(Answer(part).Value, part.Rows, at = at.AddSeconds(1))));
        Assert.Equal((250, DateTime.UnixEpoch.AddSeconds(3)), (answer.Value.Outcome.Done, answer.Value.FinalAt));
        Assert.Equal(Rows, answer.Value.Assignments);
    }

    [Fact]
    public async Task Offer_OfATransfer_TakesItBack_TheLastFirst()
    {
        await using var panel = await PanelContext.OpenAsync();
        var (console, undos) = (panel.Console, new Undos(panel.Console.Clock));
        List<TransferCustomers.Seen> customers;
        var agents = console.Lane.Last.Directory.AiAgents.Values.ToDictionary(a => a.Name, a => a.Id);
        await using (var store = console.Read())
            customers = [.. store.Customers.Where(c => c.AiAgentId == agents["AI Sales B"]).OrderBy(c => c.Id).Select(c => new TransferCustomers.Seen(c.Id, c.AiAgentId))];
        var moved = await console.SendAsync(new TransferCustomers.Command(Guid.NewGuid(), customers, agents["AI Sales A"], "workload"), console.Admin());
        Assert.InRange(moved.Value.Assignments.Count, 2, int.MaxValue);
        undos.Offer(moved.Value, "moved", panel.Page.Services.GetRequiredService<MediatR.IMediator>());
        var since = console.Lane.Last.Counters.Sequence;
        Assert.Null((await undos.Last!.TakeBack()).Refused);
        await using var after = console.Read();
        Assert.Equal(customers.Select(c => c.CustomerId).Reverse(), after.AuditEntries.Where(e => e.Sequence > since && e.Action == "customer.transfer_undone").OrderBy(e => e.Sequence).Select(e => e.CustomerId!.Value));
    }

    private static Result<BulkAnswer> Answer(BulkPart<Guid> part, Func<Guid, Error?>? refused = null) => new BulkAnswer([.. part.Ids.Select(row => new BulkLine(row, refused?.Invoke(row)))]);
}
