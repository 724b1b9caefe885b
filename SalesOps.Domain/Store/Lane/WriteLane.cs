using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Erasing;
using SalesOps.Domain.Store.Files;
using ChannelOf = System.Threading.Channels.Channel;

namespace SalesOps.Domain.Store.Lane;

/// <summary>
/// The one way into the store: commands wait in line, are carried out in batches, each batch is one transaction and one fsync,
/// and each caller is answered after the commit. A command that fails takes no other with it: the batch is rolled back and run again one by one.
/// </summary>
public sealed partial class WriteLane : IAsyncDisposable
{
    private const int Waiting = 4096;
    private const int Batch = 128;
    private static readonly TimeSpan DebtPause = TimeSpan.FromSeconds(1);

    private readonly Channel<LaneJob> _queue = ChannelOf.CreateBounded<LaneJob>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly StoreFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger<WriteLane> _log;
    private readonly LaneMeter _meter;
    private readonly TaskCompletionSource _closing = new();
    private readonly Task _loop;
    private LaneWriter? _writer;
    private ErasureDebts? _debts;
    private volatile Commit _last;
    private volatile StoreHealth _health;
    private double _perSecond = 1000;
    private bool _isDamaged;
    private long _busySince;
    private volatile bool _isLost;

    /// <param name="connection">From <see cref="StoreFiles.OpenWriter"/>; the lane owns it.</param>
    public WriteLane(StoreFiles files, SqliteConnection connection, TimeProvider time, ILogger<WriteLane> log)
    {
        _files = files;
        _time = time;
        _log = log;
        _writer = new LaneWriter(connection, files.CheckpointPages, time);
        _last = _writer.Current();
        _meter = new LaneMeter(() => _queue.Reader.Count);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The counters and the directory as of the last commit.</summary>
    public Commit Last => _last;

    /// <summary>Raised after each commit, before its callers are answered; must return at once and must not throw.</summary>
    public event Action<Commit>? Committed;

    public StoreHealth Health => _health;

    /// <summary>Raised when <see cref="Health"/> changed; must return at once and must not throw.</summary>
    public event Action<StoreHealth>? HealthChanged;

    /// <summary>Puts a command in line.</summary>
    /// <returns>The answer, after the commit. An exception of <paramref name="work"/> is the caller's.</returns>
    public Task<LaneAnswer> SubmitAsync(LaneRequest request, Func<Change, Task<Outcome>> work)
    {
        if (_health != StoreHealth.Sound) return Task.FromResult(new LaneAnswer(LaneStatus.Unavailable));
        var job = new LaneJob(request, work);
        return _queue.Writer.TryWrite(job) ? job.Answer.Task : Task.FromResult(NoRoom());
    }

    private LaneAnswer NoRoom() => _closing.Task.IsCompleted ? new LaneAnswer(LaneStatus.Unavailable)
        : new LaneAnswer(LaneStatus.Busy, RetryAfter: TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(_queue.Reader.Count / _perSecond))));

    /// <summary>The lane ended by a fault of this program: <see cref="StoreHealth.Broken"/> without a word from the disk.</summary>
    public bool IsLost => _isLost;

    /// <summary>For how long the oldest command waits that has no answer yet; zero when none does.</summary>
    public TimeSpan OldestWait
    {
        get
        {
            var since = Volatile.Read(ref _busySince);
            if (since == 0 && _queue.Reader.TryPeek(out var next)) since = next.Since;
            return since == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(since);
        }
    }

    /// <summary>Nobody waits in line.</summary>
    public bool IsIdle => _queue.Reader.Count == 0;

    /// <summary>Puts work in line that belongs to no command: on tables that are made of others, which no audit entry speaks of.</summary>
    internal Task<LaneAnswer> TendAsync(Action<SqliteConnection> work)
    {
        if (_health != StoreHealth.Sound) return Task.FromResult(new LaneAnswer(LaneStatus.Unavailable));
        var job = new LaneJob(work);
        return _queue.Writer.TryWrite(job) ? job.Answer.Task : Task.FromResult(NoRoom());
    }

    private async Task RunAsync()
    {
        var batch = new List<LaneJob>(Batch);
        try
        {
            await RunAsync(batch);
        }
        catch (Exception problem)
        {
            End(problem, batch);
        }
    }

    private async Task RunAsync(List<LaneJob> batch)
    {
        while (await NextAsync())
        {
            while (batch.Count < Batch && _queue.Reader.TryRead(out var job)) batch.Add(job);
            Volatile.Write(ref _busySince, batch[0].Since);
            var started = TimeProvider.System.GetTimestamp();
            if (!await TryAsync(batch) && batch.Count > 1)
                foreach (var job in batch) await TryAsync([job]);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            _perSecond = 0.9 * _perSecond + 0.1 * batch.Count / Math.Max(elapsed.TotalSeconds, 1e-6);
            _meter.Batch(batch.Count, elapsed);
            batch.Clear();
            Volatile.Write(ref _busySince, 0);
            if (_health == StoreHealth.Unavailable) await ReopenAsync();
        }
    }

    /// <summary>Waits for commands, and meanwhile sees to what erasures still owe.</summary>
    private async ValueTask<bool> NextAsync()
    {
        var next = _queue.Reader.WaitToReadAsync();
        if (_writer is not { Debts.Any: true }) return await next;
        var waiting = next.AsTask();
        while (_writer is { Debts.Any: true } && await Task.WhenAny(waiting, Task.Delay(DebtPause)) != waiting) PayDebts();
        return await waiting;
    }

    private void PayDebts()
    {
        try
        {
            _writer!.Debts.Pay();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            _log.LogError(problem, "An erasure is committed, but not yet on the list or out of the write-ahead log; it is tried again");
            if (problem is SqliteException failure && StoreFiles.IsFailedSync(failure)) GiveUp(failure);
        }
    }

    /// <summary>Runs and commits the jobs together. A single job that fails is answered; several are left for another try.</summary>
    private async Task<bool> TryAsync(List<LaneJob> jobs)
    {
        if (_writer is null)
        {
            foreach (var job in jobs) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
            return true;
        }
        try
        {
            if (await _writer.RunAsync(jobs) is { } commit) Publish(commit);
            // Before the answer: who is told of an erasure can rely on the list.
            PayDebts();
            foreach (var job in jobs) job.Complete();
            _writer?.CheckpointWhenDue();
            return true;
        }
        catch (Exception problem)
        {
            if (StoreFailure(problem) is { } failure)
            {
                GiveUp(failure);
                foreach (var job in jobs) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
                return true;
            }
            if (jobs.Count > 1) return false;
            jobs[0].Answer.TrySetException(problem);
            return false;
        }
    }

    private void Publish(Commit commit)
    {
        _last = commit;
        Committed?.Invoke(commit);
    }

    private void Turn(StoreHealth health)
    {
        _health = health;
        HealthChanged?.Invoke(health);
    }

    /// <summary>Finishes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing.TrySetResult();
        _queue.Writer.TryComplete();
        await _loop;
        _writer?.Dispose();
        _meter.Dispose();
    }
}
