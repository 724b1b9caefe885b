using Bunit;
using Microsoft.AspNetCore.Components.Web;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;

namespace SalesOps.Tests.Panels.Lists;

/// <summary>An act on many rows says how far it is, and is stopped where it says so.</summary>
public sealed class BulkProgressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_OfSeveralCommands_SaysHowFarItIs_AndStopsAfterTheOneOnItsWay()
    {
        using var page = new BunitContext();
        var (run, answers) = (Of(250), new List<TaskCompletionSource<Result<BulkAnswer>>>());
        var progress = page.Render<BulkProgress>(p => p.Add(b => b.Run, run));
        Assert.Empty(progress.FindAll("progress"));
        var all = progress.InvokeAsync(() => run.SendAsync(_ =>
        {
            answers.Add(new());
            return answers[^1].Task;
        }));
        progress.WaitForAssertion(() => Assert.Equal(("250", "0"), Shown(progress)), Patience);
        await progress.InvokeAsync(() => answers[0].SetResult(Done(run.First)));
        progress.WaitForAssertion(() => Assert.Equal(("250", "100"), Shown(progress)), Patience);
        await progress.Find(".bulk-stop").ClickAsync(new MouseEventArgs());
        Assert.True(progress.Find(".bulk-stop").HasAttribute("disabled"));
        await progress.InvokeAsync(() => answers[1].SetResult(Done(run.First)));
        Assert.Equal(200, (await all).Value.Lines.Count);
        Assert.Equal(2, answers.Count);
        progress.WaitForState(() => progress.FindAll("progress").Count == 0, Patience);
    }

    [Fact]
    public async Task Run_OfOneCommand_ShowsNone()
    {
        using var page = new BunitContext();
        var (run, answer) = (Of(Bulk.Most), new TaskCompletionSource<Result<BulkAnswer>>());
        var progress = page.Render<BulkProgress>(p => p.Add(b => b.Run, run));
        var all = progress.InvokeAsync(() => run.SendAsync(_ => answer.Task));
        await progress.InvokeAsync(() => Assert.True(run.IsRunning));
        Assert.Empty(progress.FindAll("progress"));
        await progress.InvokeAsync(() => answer.SetResult(Done(run.First)));
        Assert.Equal(Bulk.Most, (await all).Value.Done);
    }

    [Fact]
    public async Task Stopped_WithNothingDone_CanBeSentAnew_AndStoppedAnew()
    {
        using var page = new BunitContext();
        var (run, isRefused) = (Of(250), true);
        var progress = page.Render<BulkProgress>(p => p.Add(b => b.Run, run));
        var (first, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        async Task<Result<BulkAnswer>> SendAsync(BulkPart<Guid> part)
        {
            first.TrySetResult();
            await go.Task;
            return isRefused ? Result<BulkAnswer>.Fail(Error.Stale("It")) : Done(part);
        }
        var stopped = progress.InvokeAsync(() => run.SendAsync(SendAsync));
        await first.Task;
        await progress.Find(".bulk-stop").ClickAsync(new MouseEventArgs());
        go.SetResult();
        Assert.Equal([Error.Stale("It")], (await stopped).Errors);

        (isRefused, go, first) = (false, new TaskCompletionSource(), new TaskCompletionSource());
        var again = progress.InvokeAsync(() => run.SendAsync(SendAsync));
        await first.Task;
        progress.WaitForAssertion(() => Assert.False(progress.Find(".bulk-stop").HasAttribute("disabled")), Patience);
        go.SetResult();
        Assert.Equal(250, (await again).Value.Done);
    }

    private static (string? Most, string? At) Shown(IRenderedComponent<BulkProgress> progress) =>
        (progress.Find("progress").GetAttribute("max"), progress.Find("progress").GetAttribute("value"));

    private static BulkRun<Guid> Of(int rows) => new([.. Enumerable.Range(0, rows).Select(_ => Guid.NewGuid())], row => row);

    private static Result<BulkAnswer> Done(BulkPart<Guid> part) => new BulkAnswer([.. part.Ids.Select(row => new BulkLine(row, null))]);
}
