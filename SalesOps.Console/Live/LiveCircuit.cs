using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Live;

/// <summary>
/// One browser tab's share of the live updates. At most one update is on its way; what comes meanwhile waits and is told together.
/// A hidden or disconnected tab is told nothing until it is looked at again, and then catches up at once.
/// </summary>
public sealed class LiveCircuit(ChangeFeed feed, TimeProvider time) : IDisposable
{
    private ImmutableArray<Watch> _watches = [];
    private Func<Func<Task>, Task>? _invoke;
    private int _pending;
    private int _busy;
    private volatile bool _connected = true;
    private volatile bool _visible = true;

    internal ChangeFeed.Shard? Shard { get; set; }

    /// <summary>The last audit entry this tab's screen includes; what came since is what a catch-up brings.</summary>
    public long Seen { get; private set; }

    /// <summary>Called on the renderer's thread after a pause, with how many audit entries passed meanwhile.</summary>
    public event Action<long>? CaughtUp;

    /// <summary>Begins: from here on the page's root component runs updates on its renderer.</summary>
    /// <param name="invoke">The root component's <see cref="ComponentBase.InvokeAsync(Func{Task})"/>.</param>
    public void Attach(Func<Func<Task>, Task> invoke)
    {
        if (_invoke is not null) return;
        _invoke = invoke;
        Seen = feed.Last.Counters.Sequence;
        feed.Add(this);
    }

    /// <summary>Watches topics until disposed; <paramref name="refresh"/> runs on the renderer's thread.</summary>
    /// <param name="atMostEvery">The least time between two refreshes; zero for every frame.</param>
    public IDisposable Watch(Topics topics, Func<Task> refresh, TimeSpan atMostEvery = default)
    {
        var watch = new Watch(this, topics, refresh, atMostEvery);
        ImmutableInterlocked.Update(ref _watches, static (list, item) => list.Add(item), watch);
        return watch;
    }

    /// <summary>Whether anybody can see the page; hidden pages are not rendered.</summary>
    public void SetVisible(bool visible)
    {
        _visible = visible;
        Resume();
    }

    internal void SetConnected(bool connected)
    {
        _connected = connected;
        Resume();
    }

    /// <summary>Takes in what changed; true when something had to be put off to a later frame.</summary>
    internal bool Tell(Topics topics)
    {
        var pending = Interlocked.Or(ref _pending, (int)topics) | (int)topics;
        if (pending == 0 || !_connected || !_visible || _invoke is null) return false;
        if (Interlocked.Exchange(ref _busy, 1) == 0) _ = DeliverAsync();
        return (pending & (int)topics) != 0 || _watches.Any(w => w.IsOwed);
    }

    private void Resume()
    {
        if (!_connected || !_visible || _invoke is null) return;
        var missed = feed.Last.Counters.Sequence - Seen;
        if (missed == 0) return;
        Interlocked.Or(ref _pending, (int)Topics.All);
        _ = _invoke(() =>
        {
            CaughtUp?.Invoke(missed);
            return Task.CompletedTask;
        });
        Tell(Topics.All);
    }

    private async Task DeliverAsync()
    {
        try
        {
            await _invoke!(async () =>
            {
                var topics = (Topics)Interlocked.Exchange(ref _pending, 0);
                Seen = feed.Last.Counters.Sequence;
                var now = time.GetTimestamp();
                foreach (var watch in _watches)
                    if (watch.IsDue(topics, now, time)) await watch.RefreshAsync();
            });
        }
        catch (ObjectDisposedException)
        {
            // The tab was closed while its update was on the way.
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    internal void Remove(Watch watch) => ImmutableInterlocked.Update(ref _watches, static (list, item) => list.Remove(item), watch);

    public void Dispose()
    {
        if (Shard is not null) feed.Remove(this);
    }
}

internal sealed class Watch(LiveCircuit circuit, Topics topics, Func<Task> refresh, TimeSpan atMostEvery) : IDisposable
{
    private long _last;
    private volatile bool _disposed;

    /// <summary>Changed, but refreshed too recently to be refreshed again.</summary>
    public bool IsOwed { get; private set; }

    public bool IsDue(Topics changed, long now, TimeProvider time)
    {
        if (_disposed || ((changed & topics) == Topics.None && !IsOwed)) return false;
        IsOwed = _last != 0 && time.GetElapsedTime(_last, now) < atMostEvery;
        if (IsOwed) return false;
        _last = now;
        return true;
    }

    public Task RefreshAsync() => refresh();

    public void Dispose()
    {
        _disposed = true;
        circuit.Remove(this);
    }
}
