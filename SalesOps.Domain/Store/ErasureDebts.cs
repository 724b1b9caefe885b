using Microsoft.Data.Sqlite;

namespace SalesOps.Domain.Store;

/// <summary>
/// What a committed erasure still owes: its line on the list beside the store, and its old bytes out of the store and the write-ahead log.
/// <c>secure_delete</c> overwrites what is deleted, but not the copies that stay behind in a page when rows move to another: so the store is
/// written anew. A reader in the middle of an older state delays the emptying of the log, a full disk everything; all is tried again until it is done.
/// </summary>
internal sealed class ErasureDebts(SqliteConnection connection)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly ErasureList _list = new(Path.GetDirectoryName(connection.DataSource)!);
    private readonly List<Erasure> _running = [];
    private readonly List<Erasure> _unlisted = [];
    private bool _isStoreUnclean;
    private bool _isLogUnclean;
    private long _triedAt;

    public bool Any => _isLogUnclean || _unlisted.Count > 0;

    /// <summary>An erasure of the running batch.</summary>
    public void Take(Erasure erasure) => _running.Add(erasure);

    /// <summary>The running batch was rolled back.</summary>
    public void Discard() => _running.Clear();

    /// <summary>The running batch is committed.</summary>
    public void Commit()
    {
        if (_running.Count == 0) return;
        _unlisted.AddRange(_running);
        _running.Clear();
        (_isStoreUnclean, _isLogUnclean, _triedAt) = (true, true, 0);
    }

    /// <summary>What the lane's earlier connection left unpaid.</summary>
    public void TakeOver(ErasureDebts earlier)
    {
        _unlisted.AddRange(earlier._unlisted);
        _isStoreUnclean |= earlier._isStoreUnclean;
        _isLogUnclean |= earlier._isLogUnclean;
    }

    /// <summary>Pays what it can, at most once a second.</summary>
    /// <exception cref="IOException">The list cannot be written; the rest was tried.</exception>
    /// <exception cref="SqliteException">The store cannot be written anew, or the log not be emptied.</exception>
    public void Pay()
    {
        if (!Any || (_triedAt != 0 && TimeProvider.System.GetElapsedTime(_triedAt) < Again)) return;
        _triedAt = TimeProvider.System.GetTimestamp();
        if (_isStoreUnclean) RewriteStore();
        if (_isLogUnclean) _isLogUnclean = !TryEmptyLog();
        _list.Add(_unlisted);
        _unlisted.Clear();
    }

    private void RewriteStore()
    {
        CustomerSearch.Rewrite(connection);
        // A copy of the whole store belongs into a file, not into memory.
        connection.Execute("PRAGMA temp_store = FILE");
        try
        {
            connection.Execute("VACUUM");
            _isStoreUnclean = false;
        }
        finally
        {
            connection.Execute("PRAGMA temp_store = MEMORY");
        }
    }

    /// <summary>Brings everything from the write-ahead log into the store and cuts the log to nothing; false while a reader is in the way.</summary>
    private bool TryEmptyLog()
    {
        // Readers that finish within this time are waited for; the lane stands still meanwhile.
        connection.Execute("PRAGMA busy_timeout = 50");
        try
        {
            using var checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return checkpoint.Step() && checkpoint.Long(0) == 0;
        }
        finally
        {
            connection.Execute("PRAGMA busy_timeout = 0");
        }
    }
}
