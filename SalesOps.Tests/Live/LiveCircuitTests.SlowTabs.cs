using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Console.Live;

namespace SalesOps.Tests.Live;

/// <summary>Tabs that are slower than what comes.</summary>
public sealed partial class LiveCircuitTests
{
    [Fact]
    public async Task Commit_WhileATabBlocksItsThread_ReachesEveryOtherTab()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var end = new ManualResetEventSlim();
        var blocks = new TaskCompletionSource();
        using var stuck = new LiveCircuit(_feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance);
        // As an idle renderer does: on the thread that asks.
        stuck.Attach(refresh => refresh());
        using var watch = stuck.Watch(Topics.Customers, () =>
        {
            blocks.TrySetResult();
            end.Wait(Stop);
            return Task.CompletedTask;
        });
        // One beside it on each of the feed's loops.
        var others = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new LiveCircuit(_feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance)).ToList();
        try
        {
            foreach (var other in others) other.Attach(refresh => refresh());
            await CommitAsync();
            await blocks.Task.WaitAsync(Stop);
            await CommitAsync();

            foreach (var other in others)
                while (other.Seen < Sequence) await Task.Delay(10, patience.Token);
        }
        finally
        {
            end.Set();
            foreach (var other in others) other.Dispose();
        }
    }

    [Fact]
    public async Task RendererThatIsBehind_IsGivenNothingMore_AndThenEverythingTogether()
    {
        var given = System.Threading.Channels.Channel.CreateUnbounded<Action>();
        _circuit.Gather = refreshes => given.Writer.TryWrite(refreshes);
        var probe = Probe(Topics.Customers);
        // Sees each frame of the feed, as its own renderer is never behind.
        using var other = new LiveCircuit(_feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance);
        other.Attach(refresh => refresh());
        await CommitAsync();
        var first = await given.Reader.ReadAsync(Stop);
        for (var i = 0; i < 3; i++)
        {
            await CommitAsync();
            while (other.Seen < Sequence) await Task.Delay(10, Stop);
        }
        Assert.False(given.Reader.TryRead(out _));

        first();
        await probe.ReadAsync(Stop);
        (await given.Reader.ReadAsync(Stop))();
        Assert.Equal(Sequence, await probe.ReadAsync(Stop));
        Assert.False(given.Reader.TryRead(out _));
    }
}
