using Microsoft.Data.Sqlite;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Proofs;
using SalesOps.Domain.Store.Rows;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.Store.Erasing;

/// <summary>
/// What a committed erasure still owes: its line on the list beside the store, and its old bytes out of the store and the write-ahead log.
/// <c>secure_delete</c> overwrites what is deleted, but not the copies that stay behind in a page when rows move to another: those are cleared
/// page by page. A reader in the middle of an older state delays the emptying of the log, a full disk everything; all is tried again until it is done,
/// and the store itself notes that it is not, for a process that ends before.
/// </summary>
internal sealed class ErasureDebts
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly ErasureList _list;
    private readonly List<Erasure> _running = [];
    private readonly List<Erasure> _unlisted = [];
    private bool _isUnclean;
    private bool _isIndexUnclean;
    private long _triedAt;

    public ErasureDebts(SqliteConnection connection)
    {
        _connection = connection;
        _list = new ErasureList(Path.Combine(Path.GetDirectoryName(connection.DataSource)!, ErasureList.FileName));
        // Marked from the commit of an erasure until its old bytes are gone.
        _isUnclean = _isIndexUnclean = connection.Number("PRAGMA user_version") != 0;
    }

    public bool Any => _isUnclean || _unlisted.Count > 0;

    /// <summary>An erasure of the running batch.</summary>
    public void Take(Erasure erasure)
    {
        if (_running.Count == 0) _connection.Execute("PRAGMA user_version = 1");
        _running.Add(erasure);
    }

    /// <summary>The running batch was rolled back.</summary>
    public void Discard() => _running.Clear();

    /// <summary>The running batch is committed.</summary>
    public void Commit()
    {
        if (_running.Count == 0) return;
        _unlisted.AddRange(_running);
        _running.Clear();
        (_isUnclean, _isIndexUnclean, _triedAt) = (true, true, 0);
    }

    /// <summary>The lines that the lane's earlier connection left unwritten; of the rest the store knows itself.</summary>
    public void TakeOver(ErasureDebts earlier) => _unlisted.AddRange(earlier._unlisted);

    /// <summary>Writes to the store without changing what it says.</summary>
    public void Prove() => _connection.Execute(_isUnclean ? "PRAGMA user_version = 1" : "PRAGMA user_version = 0");

    /// <summary>Pays what it can, at most once a second.</summary>
    /// <exception cref="IOException">The list cannot be written; the rest was tried.</exception>
    /// <exception cref="SqliteException">The log cannot be emptied, or the store not be written.</exception>
    public void Pay()
    {
        if (!Any || (_triedAt != 0 && TimeProvider.System.GetElapsedTime(_triedAt) < Again)) return;
        _triedAt = TimeProvider.System.GetTimestamp();
        try
        {
            _list.Add(_unlisted);
            _unlisted.Clear();
        }
        finally
        {
            Clean();
        }
    }

    private void Clean()
    {
        if (!_isUnclean) return;
        if (_isIndexUnclean)
        {
            CustomerSearch.Rewrite(_connection);
            MessageSearch.Rewrite(_connection);
        }
        _isIndexUnclean = false;
        if (!TryEmptyLog()) return;
        PageScrub.Run(_connection);
        _isUnclean = false;
        _connection.Execute("PRAGMA user_version = 0");
    }

    /// <summary>Brings everything from the write-ahead log into the store and cuts the log to nothing; false while a reader is in the way.</summary>
    private bool TryEmptyLog()
    {
        // Readers that finish within this time are waited for; the lane stands still meanwhile.
        _connection.Execute("PRAGMA busy_timeout = 50");
        try
        {
            using var checkpoint = new Statement(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return checkpoint.Step() && checkpoint.Long(0) == 0;
        }
        finally
        {
            _connection.Execute("PRAGMA busy_timeout = 0");
        }
    }
}
