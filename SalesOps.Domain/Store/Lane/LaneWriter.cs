using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SQLitePCL;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Erasing;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Lane;

/// <summary>The lane's hands: runs handlers on the one writing connection and writes rows, journal, counters and answers in one transaction.</summary>
internal sealed class LaneWriter : IDisposable
{
    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE: pages written since it was last asked.</summary>
    private const int CacheWrites = 9;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly SalesOpsDb _store;
    private readonly Dictionary<Type, RowShape> _shapes;
    private readonly TrackedRows _tracked;
    private readonly RowReader _reader;
    private readonly ChannelTallies _tallies;
    private readonly RowWriter _rows;
    private readonly Journal _journal;
    private readonly OperationRows _operations;
    private readonly CounterRows _counterRows;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _checkpoint;
    private readonly int _checkpointPages;
    private CounterTable _counters;
    private StoreDirectory _directory;
    private Touches _touches;
    private long _unfiledPages;

    /// <param name="checkpointPages">How many pages gather in the write-ahead log before they are taken into the database.</param>
    public LaneWriter(SqliteConnection connection, int checkpointPages, TimeProvider time)
    {
        _connection = connection;
        _checkpointPages = checkpointPages;
        _time = time;
        _store = new SalesOpsDb(StoreFiles.WriterOptions(connection));
        var shapes = RowShape.All(_store.Model);
        _shapes = shapes.ToDictionary(s => s.Type);
        _store.Tracked = _tracked = new TrackedRows(_shapes);
        _reader = new RowReader(connection, _shapes);
        _tallies = new ChannelTallies(_reader);
        _rows = new RowWriter(connection, shapes);
        _journal = new Journal(connection, _shapes);
        _operations = new OperationRows(connection);
        _counterRows = new CounterRows(connection);
        Debts = new ErasureDebts(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        _counters = new CounterTable(ReadCounters());
        _directory = StoreDirectory.Read(_store);
        _touches = Touches.From(_journal.Sequence);
    }

    /// <summary>What committed erasures still owe.</summary>
    public ErasureDebts Debts { get; }

    /// <summary>The store as it is now, every table of it.</summary>
    public Commit Current() => new(new CounterSnapshot(_journal.Sequence, Now(), _counters.Commit()), _directory, _shapes.Keys.ToImmutableHashSet()) { Touches = _touches };

    /// <summary>Carries the jobs out in one transaction and settles each; null when none changed anything.</summary>
    /// <exception cref="Exception">A handler or the store failed; nothing is committed until <see cref="RollBack"/> and another try.</exception>
    public async Task<Commit?> RunAsync(List<LaneJob> jobs)
    {
        var (changed, customers) = (new HashSet<Type>(), new HashSet<Guid?>());
        _begin.Run();
        foreach (var job in jobs) await RunAsync(job, changed, customers);
        var now = jobs[^1].Request.At ?? Now();
        _counterRows.Write(_counters.Pending, now);
        _commit.Run();
        Debts.Commit();
        if (changed.Count == 0) return null;
        _touches = _touches.And(customers, _journal.Sequence);
        return new Commit(new CounterSnapshot(_journal.Sequence, now, _counters.Commit()), _directory, changed) { Touches = _touches };
    }

    /// <summary>Forgets the running batch.</summary>
    public void RollBack()
    {
        try
        {
            _connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // A failed commit may have ended the transaction already.
        }
        _tracked.Clear();
        _counters.Discard();
        _tallies.Discard();
        Debts.Discard();
        _journal.ReadHead();
        _directory = StoreDirectory.Read(_store);
    }

    /// <summary>
    /// Takes what the write-ahead log holds into the database once enough has gathered. SQLite would do so by itself after a commit,
    /// but keep silent when it fails.
    /// </summary>
    public void CheckpointWhenDue()
    {
        raw.sqlite3_db_status(_connection.Handle, CacheWrites, out var written, out _, resetFlg: 1);
        _unfiledPages += written;
        if (_unfiledPages < _checkpointPages || !_checkpoint.Step()) return;
        // A reader that still looks at an older state holds the rest back until the next commit.
        if (_checkpoint.Long(1) == _checkpoint.Long(2)) _unfiledPages = 0;
        _checkpoint.Reset();
    }

    /// <summary>Writes to the store without changing what it says: proof that it takes writes.</summary>
    public void Prove() => Debts.Prove();

    /// <summary>Closes after a failure; the files stay as they are.</summary>
    public void Abandon()
    {
        _connection.LeaveLogAtClose();
        Dispose();
    }

    private async Task RunAsync(LaneJob job, HashSet<Type> changed, HashSet<Guid?> customers)
    {
        if (job.Tending is { } tending)
        {
            tending(_connection);
            job.Settle(new LaneAnswer(LaneStatus.Done));
            return;
        }
        var request = job.Request;
        if (_operations.Find(request.OperationId) is { } earlier)
        {
            job.Settle(earlier.IsOf(request.RequestHash)
                ? new LaneAnswer(LaneStatus.Duplicate, Stored: earlier.Answer, Sequence: earlier.Sequence)
                : new LaneAnswer(LaneStatus.Reused));
            return;
        }
        var change = new Change(_store, _tracked, _reader, _directory, _counters, _tallies, request.Actor, request.OperationId, request.At ?? Now());
        try
        {
            var outcome = await job.RunAsync(change);
            if (outcome.Answer is null)
            {
                job.Settle(new LaneAnswer(LaneStatus.Refused, outcome.Value));
                return;
            }
            if (_store.ChangeTracker.HasChanges()) throw new InvalidOperationException("A command's rows are added and removed through its Change.");
            var rows = _tracked.Changes();
            _rows.Write(rows);
            _journal.Append(change, rows, request, outcome.Answer);
            _counters.Apply(rows);
            _tallies.Apply(rows);
            foreach (var erasure in change.Erasures)
            {
                _operations.Forget(erasure.CustomerId);
                Debts.Take(erasure);
            }
            foreach (var resealed in change.Resealed) _operations.Forget(resealed);
            _operations.Add(request, outcome.Answer, _journal.Sequence, change.Now);
            if (rows.Exists(r => StoreDirectory.Holds(r.Shape.Type))) _directory = StoreDirectory.Read(_store);
            foreach (var row in rows)
            {
                changed.Add(row.Shape.Type);
                customers.Add(row.Shape.CustomerOf(row.Row));
                if (row.Before is { } before) customers.Add(row.Shape.CustomerOf(before));
            }
            // An act that changed no row is told all the same.
            foreach (var action in change.Actions) customers.Add(_shapes[action.Subject.GetType()].CustomerOf(action.Subject));
            job.Settle(new LaneAnswer(LaneStatus.Done, outcome.Value, Sequence: _journal.Sequence));
        }
        finally
        {
            _tracked.Clear();
        }
    }

    private ImmutableDictionary<(string, Guid), long> ReadCounters() =>
        _store.CounterValues.AsNoTracking().AsEnumerable().ToImmutableDictionary(c => (c.Code, c.Key), c => c.Value);

    private DateTime Now()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _checkpoint.Dispose();
        _reader.Dispose();
        _rows.Dispose();
        _journal.Dispose();
        _operations.Dispose();
        _counterRows.Dispose();
        _store.Dispose();
        _connection.Dispose();
    }
}
