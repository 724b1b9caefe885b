using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Live;

/// <summary>
/// One browser tab's share of the live updates. At most one update is on its way; what comes meanwhile waits and is told together. Lists, which are
/// read for each tab, are on their way by themselves, each at most once: a number does not wait for them.
/// A hidden or disconnected tab is told nothing until it is looked at again, and then catches up at once.
/// </summary>
public sealed class LiveCircuit(ChangeFeed feed, TimeProvider time, ILogger<LiveCircuit> log) : IDisposable
{
    private ImmutableArray<Watch> _watches = [];
    private Func<Func<Task>, Task>? _invoke;
    private (CultureInfo Formats, CultureInfo Words) _cultures;
    private int _pending;
    private long _since;
    private int _busy;
    private int _paused;
    private int _disposed;
    private volatile bool _connected = true;
    private volatile bool _visible = true;

    internal ChangeFeed.Shard? Shard { get; set; }

    /// <summary>Runs the refreshes of one frame; <see cref="LiveFrame"/> makes one render batch of them.</summary>
    internal Action<Action> Gather { get; set; } = static refreshes => refreshes();

    /// <summary>The last audit entry this tab's screen includes; what came since is what a catch-up brings.</summary>
    public long Seen { get; private set; }

    /// <summary>Called on the renderer's thread when a pause ended, with how many audit entries passed meanwhile.</summary>
    public event Action<long>? CaughtUp;

    /// <summary>Called on no particular thread when the browser is lost or found again.</summary>
    internal event Action<bool>? ConnectionChanged;

    /// <summary>The browser is there and the tab is not hidden.</summary>
    public bool IsLookedAt => _connected && _visible;

    /// <summary>Begins: from here on the page's root component runs updates on its renderer.</summary>
    /// <param name="invoke">The root component's <see cref="ComponentBase.InvokeAsync(Func{Task})"/>.</param>
    public void Attach(Func<Func<Task>, Task> invoke)
    {
        if (_invoke is not null) return;
        _invoke = invoke;
        _cultures = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        Seen = feed.Last.Counters.Sequence;
        feed.Add(this);
    }

    /// <summary>Says what the browser went without while nothing came through to it: of that the circuit knows nothing itself.</summary>
    /// <param name="shown">The sequence number that the browser showed meanwhile.</param>
    public void SayCaughtUp(long shown)
    {
        if (feed.Last.Counters.Sequence is var last && shown >= 0 && shown < last) CaughtUp?.Invoke(last - shown);
    }

    /// <summary>Watches topics until disposed; <paramref name="refresh"/> runs on the renderer's thread.</summary>
    /// <param name="atMostEvery">The least time between two refreshes; zero for every frame.</param>
    /// <param name="failed">Told what <paramref name="refresh"/> threw: <see cref="ComponentBase.DispatchExceptionAsync"/>; logged when left out.</param>
    public IDisposable Watch(Topics topics, Func<Task> refresh, TimeSpan atMostEvery = default, Func<Exception, Task>? failed = null)
    {
        var watch = new Watch(this, topics, refresh, atMostEvery, failed ?? LogAsync);
        ImmutableInterlocked.Update(ref _watches, static (list, item) => list.Add(item), watch);
        return watch;
    }

    /// <summary>Whether anybody can see the page; hidden pages are not rendered.</summary>
    public void SetVisible(bool visible)
    {
        _visible = visible;
        PauseOrResume();
    }

    internal void SetConnected(bool connected)
    {
        _connected = connected;
        PauseOrResume();
        ConnectionChanged?.Invoke(connected);
    }

    /// <summary>Takes in what changed; true when it wants to be asked again with the next frame. Returns at once: who is slow keeps nobody else waiting.</summary>
    /// <param name="since">When the first of it was committed; a timestamp of <see cref="Stopwatch"/>.</param>
    internal bool Tell(Topics topics, long since)
    {
        if ((topics & Topics.Audit) != Topics.None && (Volatile.Read(ref _pending) & (int)Topics.Audit) == 0) Volatile.Write(ref _since, since);
        var pending = Interlocked.Or(ref _pending, (int)topics) | (int)topics;
        if (!IsLookedAt || _invoke is null) return false;
        // Asked before the watches are: while a delivery runs, which of them are owed is still being found out.
        if (Volatile.Read(ref _busy) == 1) return true;
        var now = time.GetTimestamp();
        if (pending == 0 && !_watches.Any(w => w.IsRipe(now, time))) return _watches.Any(w => w.IsOwed);
        // Beside the feed's loop, which has others to tell, and behind what came before it, requests among it.
        if (Interlocked.Exchange(ref _busy, 1) == 0) _ = Task.Factory.StartNew(DeliverAsync, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        return true;
    }

    internal void Remove(Watch watch) => ImmutableInterlocked.Update(ref _watches, static (list, item) => list.Remove(item), watch);

    private void PauseOrResume()
    {
        if (!IsLookedAt) Interlocked.Exchange(ref _paused, 1);
        else if (feed.Last.Counters.Sequence == Seen) Interlocked.Exchange(ref _paused, 0);
        // What came during the pause is pending; the feed's loop asks for it.
        if (IsLookedAt) Shard?.Wake();
    }

    private async Task DeliverAsync()
    {
        try
        {
            await _invoke!(RefreshAsync);
        }
        catch (ObjectDisposedException)
        {
            // The tab was closed while its update was on the way.
        }
        catch (Exception problem)
        {
            log.LogError(problem, "An update could not be brought to a tab");
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private async Task RefreshAsync()
    {
        if (_disposed == 1) return;
        // The feed's loop speaks no language; the tab has its own.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _cultures;
        var topics = (Topics)Interlocked.Exchange(ref _pending, 0);
        var (sequence, since) = (feed.Last.Counters.Sequence, Volatile.Read(ref _since));
        var wasPaused = Interlocked.Exchange(ref _paused, 0) == 1;
        var missed = wasPaused ? sequence - Seen : 0;
        Seen = sequence;
        var now = time.GetTimestamp();
        var due = _watches.Where(w => w.IsDue(topics, now, time)).ToList();
        var (running, drawn) = (new List<Task>(due.Count), new TaskCompletionSource());
        Gather(() =>
        {
            if (missed > 0) CaughtUp?.Invoke(missed);
            foreach (var watch in due)
                if (watch.RefreshAsync() is var refresh && !watch.IsPaced) running.Add(refresh);
            if ((topics & Topics.Audit) != Topics.None && !wasPaused) feed.NoteDrawn(since);
            drawn.SetResult();
        });
        // For a browser that is behind with what was drawn before, the renderer draws nothing: what comes meanwhile must not queue up there.
        await drawn.Task;
        await Task.WhenAll(running);
    }

    private Task LogAsync(Exception problem)
    {
        log.LogError(problem, "A part of the page could not be refreshed");
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        if (Shard is not null) feed.Remove(this);
        _watches = [];
    }
}
