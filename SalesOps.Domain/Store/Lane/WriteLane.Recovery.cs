using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Lane;

/// <summary>What the lane does when the store fails it, or it fails itself.</summary>
public sealed partial class WriteLane
{
    /// <summary>Null when the store itself is well, and the batch rolled back.</summary>
    private SqliteException? StoreFailure(Exception problem)
    {
        if (problem is SqliteException sqlite && StoreFiles.IsFailure(sqlite)) return sqlite;
        try
        {
            _writer!.RollBack();
            return null;
        }
        catch (SqliteException failure)
        {
            return failure;
        }
    }

    /// <summary>A connection that failed is not trusted again: what it remembers may not be what the disk holds.</summary>
    private void GiveUp(SqliteException failure)
    {
        _log.LogError("The store refused a write: SQLite error {Code}/{ExtendedCode}", failure.SqliteErrorCode, failure.SqliteExtendedErrorCode);
        // Opened anew it is as damaged as before, and would fail again at the next write that meets the damage.
        if (StoreFiles.IsDamage(failure) && !_isDamaged) _log.LogCritical("The store is damaged and takes no writes until it was verified, and a backup was restored");
        _isDamaged |= StoreFiles.IsDamage(failure);
        _debts = _writer!.Debts;
        _writer.Abandon();
        _writer = null;
        // After a failed sync the system may take pages for written that are not, and even a sync that succeeds later proves nothing.
        Turn(StoreFiles.IsFailedSync(failure) ? StoreHealth.Broken : StoreHealth.Unavailable);
    }

    /// <summary>What nobody expected: what the lane remembers may be anything, so it takes nothing more, and whoever waits is told.</summary>
    private void End(Exception problem, List<LaneJob> batch)
    {
        _log.LogCritical(problem, "The lane ended by a fault of this program, and the store takes no writes until a new start");
        (_isLost, _health) = (true, StoreHealth.Broken);
        _queue.Writer.TryComplete();
        Volatile.Write(ref _busySince, 0);
        foreach (var job in batch) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
        while (_queue.Reader.TryRead(out var job)) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
        try
        {
            Turn(StoreHealth.Broken);
            _writer?.Abandon();
        }
        catch (Exception next)
        {
            _log.LogError(next, "Nor could the lane be closed");
        }
        _writer = null;
    }

    private async Task ReopenAsync()
    {
        while (!TryReopen())
        {
            while (_queue.Reader.TryRead(out var job)) job.Answer.TrySetResult(new LaneAnswer(LaneStatus.Unavailable));
            if (await Task.WhenAny(Task.Delay(_files.ProbePause), _closing.Task) == _closing.Task || _health == StoreHealth.Broken) return;
        }
    }

    private bool TryReopen()
    {
        if (_isDamaged) return false;
        SqliteConnection? connection = null;
        LaneWriter? writer = null;
        try
        {
            _files.ProveRoom();
            connection = _files.ReopenWriter();
            connection.LeaveLogAtClose();
            writer = new LaneWriter(connection, _files.CheckpointPages, _time);
            writer.Prove();
            var found = writer.Current();
            if (found.Counters.Sequence < _last.Counters.Sequence)
            {
                _log.LogCritical("The store ends at audit entry {Found}, but {Answered} was answered", found.Counters.Sequence, _last.Counters.Sequence);
                writer.Abandon();
                Turn(StoreHealth.Broken);
                return false;
            }
            writer.Debts.TakeOver(_debts!);
            _writer = writer;
            // What failed without an answer may be there whole.
            Publish(found);
            _log.LogWarning("The store takes writes again");
            Turn(StoreHealth.Sound);
            return true;
        }
        catch (Exception problem) when (problem is SqliteException or StoreException or IOException or UnauthorizedAccessException)
        {
            _log.LogDebug(problem, "The store still takes no writes");
            writer?.Abandon();
            connection?.Dispose();
            if ((problem as SqliteException ?? problem.InnerException) is SqliteException failure && StoreFiles.IsFailedSync(failure)) Turn(StoreHealth.Broken);
            return false;
        }
    }
}
