using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Tests.Support;
using Channel = SalesOps.Domain.Model.Channel;

namespace SalesOps.Tests.Live;

/// <summary>One tab over the real feed and the real lane; commits are made and refreshes awaited, nothing is slept through.</summary>
public sealed partial class LiveCircuitTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly LiveMeter _meter = new();
    private readonly SemaphoreSlim _renderer = new(1, 1);
    private ChangeFeed _feed = null!;
    private LiveCircuit _circuit = null!;
    private int _messages;

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _console.FileSampleAsync();
        _feed = new ChangeFeed(_console.Lane, _console.Services.GetRequiredService<Domain.UseCases.Reviews.ClaimBoard>(), new Console.SignIn.OpenPages(), _meter);
        await _feed.StartAsync(Stop);
        _circuit = new LiveCircuit(_feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance);
        _circuit.Attach(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _circuit.Dispose();
        await _feed.StopAsync(CancellationToken.None);
        await _feed.DisposeAsync();
        _meter.Dispose();
        _renderer.Dispose();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task Commit_RefreshesWhoWatchesItsTopics_AndNobodyElse()
    {
        var (customers, people) = (Probe(Topics.Customers), Probe(Topics.People));
        await CommitAsync();

        Assert.Equal(Sequence, await customers.ReadAsync(Stop));
        Assert.Equal(Sequence, _circuit.Seen);
        Assert.False(people.TryRead(out _));
    }

    [Fact]
    public async Task Commit_RefreshesInTheTabsOwnLanguage()
    {
        // Another flow than the feed's loop was started in, as a browser's circuit is.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("vi");
        using var tab = new LiveCircuit(_feed, TimeProvider.System, NullLogger<LiveCircuit>.Instance);
        tab.Attach(refresh => Task.Run(refresh));
        var spoken = new TaskCompletionSource<string>();
        using var watch = tab.Watch(Topics.Customers, () =>
        {
            spoken.TrySetResult(CultureInfo.CurrentUICulture.Name + CultureInfo.CurrentCulture.Name);
            return Task.CompletedTask;
        });
        await CommitAsync();

        Assert.Equal("vivi", await spoken.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop));
    }

    [Fact]
    public async Task CommitDuringARefresh_IsToldAfterIt_NeverTogether()
    {
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (now, most, seen) = (0, 0, System.Threading.Channels.Channel.CreateUnbounded<long>());
        using var watch = _circuit.Watch(Topics.Customers, async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            started.TrySetResult();
            await finish.Task;
            Interlocked.Decrement(ref now);
            seen.Writer.TryWrite(Sequence);
        });
        await CommitAsync();
        await started.Task.WaitAsync(Stop);
        await CommitAsync();
        await CommitAsync();
        finish.SetResult();

        while (await seen.Reader.ReadAsync(Stop) < Sequence || _circuit.Seen < Sequence) { }
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task CommitWhileAListIsRead_MovesNumbers_AndTheListAfterIt()
    {
        var (reads, finish) = (System.Threading.Channels.Channel.CreateUnbounded<long>(), new TaskCompletionSource());
        using var list = _circuit.Watch(Topics.Customers, async () =>
        {
            reads.Writer.TryWrite(Sequence);
            await finish.Task;
        }, TimeSpan.FromMilliseconds(1));
        var number = Probe(Topics.Customers);
        await CommitAsync();
        await number.ReadAsync(Stop);
        await reads.Reader.ReadAsync(Stop);
        await CommitAsync();

        Assert.Equal(Sequence, await number.ReadAsync(Stop));
        await CommitAsync();
        Assert.Equal(Sequence, await number.ReadAsync(Stop));
        Assert.False(reads.Reader.TryRead(out _));
        finish.SetResult();
        Assert.Equal(Sequence, await reads.Reader.ReadAsync(Stop));
    }

    [Fact]
    public async Task RefreshedTooRecently_IsOwed_AndComesWithoutAnotherCommit()
    {
        var probe = Probe(Topics.Customers, TimeSpan.FromMilliseconds(300));
        await CommitAsync();
        await probe.ReadAsync(Stop);
        await CommitAsync();

        Assert.Equal(Sequence, await probe.ReadAsync(Stop));
    }

    [Fact]
    public async Task RefreshThatThrows_IsToldToItsPart_AndTakesNoOtherWithIt()
    {
        var failures = System.Threading.Channels.Channel.CreateUnbounded<Exception>();
        using var failing = _circuit.Watch(Topics.Customers, () => throw new InvalidOperationException("broken"), failed: problem =>
        {
            failures.Writer.TryWrite(problem);
            return Task.CompletedTask;
        });
        var probe = Probe(Topics.Customers);

        for (var i = 0; i < 2; i++)
        {
            await CommitAsync();
            Assert.Equal("broken", (await failures.Reader.ReadAsync(Stop)).Message);
            Assert.Equal(Sequence, await probe.ReadAsync(Stop));
        }
    }

    [Fact]
    public async Task HiddenTab_IsToldNothing_ThenEverythingAtOnce()
    {
        var probe = Probe(Topics.Customers);
        var missed = System.Threading.Channels.Channel.CreateUnbounded<long>();
        _circuit.CaughtUp += count => missed.Writer.TryWrite(count);
        var before = Sequence;
        _circuit.SetVisible(false);
        for (var i = 0; i < 3; i++) await CommitAsync();
        Assert.False(_circuit.Tell(Topics.None, 0));
        Assert.False(probe.TryRead(out _));

        _circuit.SetVisible(true);
        Assert.Equal(Sequence, await probe.ReadAsync(Stop));
        Assert.Equal(Sequence - before, await missed.Reader.ReadAsync(Stop));

        await CommitAsync();
        await probe.ReadAsync(Stop);
        Assert.False(missed.Reader.TryRead(out _));
    }

    [Fact]
    public async Task PauseWithoutACommit_KeepsWhatWasPublished_AndClaimsNoCatchUp()
    {
        var facts = Probe(Topics.CounterFacts);
        var caughtUp = 0;
        _circuit.CaughtUp += _ => caughtUp++;
        _circuit.SetConnected(false);
        _feed.Publish(Topics.CounterFacts);
        Assert.False(facts.TryRead(out _));

        _circuit.SetConnected(true);
        await facts.ReadAsync(Stop);
        await CommitAsync();
        while (_circuit.Seen < Sequence) await Task.Yield();
        Assert.Equal(0, caughtUp);
    }

    [Fact]
    public async Task Disposed_DuringADelivery_IsToldNoMore()
    {
        var (started, finish, calls) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        _circuit.Watch(Topics.Customers, async () =>
        {
            calls++;
            started.TrySetResult();
            await finish.Task;
        });
        await CommitAsync();
        await started.Task.WaitAsync(Stop);
        _circuit.Dispose();
        _circuit.Dispose();
        finish.SetResult();
        await CommitAsync();

        await _renderer.WaitAsync(Stop);
        Assert.Equal(1, calls);
    }

    private long Sequence => _console.Lane.Last.Counters.Sequence;

    private ChannelReader<long> Probe(Topics topics, TimeSpan atMostEvery = default)
    {
        var seen = System.Threading.Channels.Channel.CreateUnbounded<long>();
        _circuit.Watch(topics, () =>
        {
            seen.Writer.TryWrite(Sequence);
            return Task.CompletedTask;
        }, atMostEvery);
        return seen.Reader;
    }

    /// <summary>One thing at a time, as on a renderer.</summary>
    private async Task RunAsync(Func<Task> work)
    {
        await _renderer.WaitAsync(Stop);
        try
        {
            await work();
        }
        finally
        {
            _renderer.Release();
        }
    }

    private async Task CommitAsync()
    {
        var id = $"m-{++_messages}";
        var answer = await _console.SendAsync(new ReceiveMessage.Command(Channel.Telegram, id, id, "chào shop"), Caller.Runtime);
        Assert.True(answer.Succeeded);
    }
}
