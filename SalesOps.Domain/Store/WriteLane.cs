using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SalesOps.Domain.Model;
using ChannelOf = System.Threading.Channels.Channel;

namespace SalesOps.Domain.Store;

/// <summary>A command on its way into the lane.</summary>
/// <param name="OperationId">The same id again is the same effect and the same answer.</param>
/// <param name="RequestHash">SHA-256 of what is asked.</param>
/// <param name="At">The moment it counts as, for sample data; null for now.</param>
public sealed record LaneRequest(Guid OperationId, string Name, byte[] RequestHash, Actor Actor, DateTime? At = null);

/// <summary>How a command ended in the lane.</summary>
public enum LaneStatus
{
    /// <summary>Committed.</summary>
    Done,
    /// <summary>The handler answered with an error; nothing changed.</summary>
    Refused,
    /// <summary>It was carried out before; the stored answer stands.</summary>
    Duplicate,
    /// <summary>Another request was carried out under this operation id.</summary>
    Reused,
    /// <summary>Too many commands wait.</summary>
    Busy,
    /// <summary>The store did not take the write (disk full, I/O error); nothing changed.</summary>
    Unavailable,
}

/// <param name="Value">The handler's result, when it ran.</param>
/// <param name="Stored">The stored answer of an earlier run.</param>
/// <param name="Sequence">The last audit entry the command wrote.</param>
/// <param name="RetryAfter">When to try again, when busy.</param>
public sealed record LaneAnswer(LaneStatus Status, object? Value = null, byte[]? Stored = null, long Sequence = 0, TimeSpan RetryAfter = default);

/// <summary>What a handler came to: its result, and the answer to store when it succeeded; null to refuse.</summary>
public readonly record struct Outcome(object Value, byte[]? Answer);

/// <summary>What a commit changed.</summary>
public sealed record Commit(CounterSnapshot Counters, StoreDirectory Directory, IReadOnlySet<Type> Changed);

/// <summary>
/// The one way into the store: commands wait in line, are carried out in batches, each batch is one transaction and one fsync,
/// and each caller is answered after the commit. A command that fails takes no other with it: the batch is rolled back and run again one by one.
/// </summary>
public sealed class WriteLane : IAsyncDisposable
{
    private const int Waiting = 4096;
    private const int Batch = 128;
    private static readonly TimeSpan DebtPause = TimeSpan.FromSeconds(1);

    private readonly Channel<LaneJob> _queue = ChannelOf.CreateBounded<LaneJob>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly LaneWriter _writer;
    private readonly ILogger<WriteLane> _log;
    private readonly LaneMeter _meter;
    private readonly Task _loop;
    private volatile Commit _last;
    private double _perSecond = 1000;
    private bool _isTorn;

    public WriteLane(SqliteConnection connection, TimeProvider time, ILogger<WriteLane> log)
    {
        _log = log;
        _writer = new LaneWriter(connection, time);
        _last = _writer.Current();
        _meter = new LaneMeter(() => _queue.Reader.Count);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The counters and the directory as of the last commit.</summary>
    public Commit Last => _last;

    /// <summary>Raised after each commit, before its callers are answered; must return at once and must not throw.</summary>
    public event Action<Commit>? Committed;

    /// <summary>Puts a command in line.</summary>
    /// <returns>The answer, after the commit. An exception of <paramref name="work"/> is the caller's.</returns>
    public Task<LaneAnswer> SubmitAsync(LaneRequest request, Func<Change, Task<Outcome>> work)
    {
        var job = new LaneJob(request, work);
        return _queue.Writer.TryWrite(job)
            ? job.Answer.Task
            : Task.FromResult(new LaneAnswer(LaneStatus.Busy, RetryAfter: TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(_queue.Reader.Count / _perSecond)))));
    }

    private async Task RunAsync()
    {
        var batch = new List<LaneJob>(Batch);
        while (await NextAsync())
        {
            while (batch.Count < Batch && _queue.Reader.TryRead(out var job)) batch.Add(job);
            var started = TimeProvider.System.GetTimestamp();
            if (!await TryAsync(batch) && batch.Count > 1)
                foreach (var job in batch) await TryAsync([job]);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            _perSecond = 0.9 * _perSecond + 0.1 * batch.Count / Math.Max(elapsed.TotalSeconds, 1e-6);
            _meter.Batch(batch.Count, elapsed);
            batch.Clear();
        }
    }

    /// <summary>Waits for commands, and meanwhile sees to what erasures still owe.</summary>
    private async ValueTask<bool> NextAsync()
    {
        var next = _queue.Reader.WaitToReadAsync();
        if (!_writer.Debts.Any) return await next;
        var waiting = next.AsTask();
        while (_writer.Debts.Any && await Task.WhenAny(waiting, Task.Delay(DebtPause)) != waiting) PayDebts();
        return await waiting;
    }

    private void PayDebts()
    {
        try
        {
            _writer.Debts.Pay();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            _log.LogError(problem, "An erasure is committed, but not yet on the list or out of the write-ahead log; it is tried again");
        }
    }

    /// <summary>Runs and commits the jobs together. A single job that fails is answered; several are left for another try.</summary>
    private async Task<bool> TryAsync(List<LaneJob> jobs)
    {
        if (_isTorn && !TryRollBack())
        {
            foreach (var job in jobs) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
            return true;
        }
        try
        {
            var commit = await _writer.RunAsync(jobs);
            if (commit is not null)
            {
                _last = commit;
                Committed?.Invoke(commit);
            }
            // Before the answer: who is told of an erasure can rely on the list.
            PayDebts();
            foreach (var job in jobs) job.Complete();
            return true;
        }
        catch (Exception problem)
        {
            TryRollBack();
            if (jobs.Count > 1) return false;
            if (problem is SqliteException { SqliteErrorCode: not 19 } sqlite)
            {
                _log.LogError("The store refused a write: SQLite error {Code}/{ExtendedCode}", sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode);
                jobs[0].Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
            }
            else jobs[0].Answer.TrySetException(problem);
            return false;
        }
    }

    /// <summary>A store that cannot even be read back stays torn, and is tried again with the next command.</summary>
    private bool TryRollBack()
    {
        try
        {
            _writer.RollBack();
            _isTorn = false;
        }
        catch (SqliteException problem)
        {
            _log.LogError("The store could not be read back: SQLite error {Code}/{ExtendedCode}", problem.SqliteErrorCode, problem.SqliteExtendedErrorCode);
            _isTorn = true;
        }
        return !_isTorn;
    }

    /// <summary>Finishes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _writer.Dispose();
        _meter.Dispose();
    }
}

internal sealed class LaneJob(LaneRequest request, Func<Change, Task<Outcome>> work)
{
    private LaneAnswer? _result;

    public LaneRequest Request { get; } = request;
    public TaskCompletionSource<LaneAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Outcome> RunAsync(Change change) => work(change);

    public void Settle(LaneAnswer result) => _result = result;

    public void Complete() => Answer.TrySetResult(_result!);
}
