namespace SalesOps.Console.Live;

/// <summary>What one part of a page wants to be told, and how often at most.</summary>
internal sealed class Watch(LiveCircuit circuit, Topics topics, Func<Task> refresh, TimeSpan atMostEvery, Func<Exception, Task> failed) : IDisposable
{
    private long _last;
    private volatile bool _owed;
    private volatile bool _disposed;
    private volatile bool _running;

    /// <summary>Changed, but being refreshed, or refreshed too recently to be refreshed again.</summary>
    public bool IsOwed => _owed && !_disposed;

    /// <summary>It takes its time, as lists do that are read: nobody waits for it.</summary>
    public bool IsPaced => atMostEvery > TimeSpan.Zero;

    /// <summary>Owed, and may be refreshed now.</summary>
    public bool IsRipe(long now, TimeProvider time) => IsOwed && !_running && !IsTooSoon(now, time);

    public bool IsDue(Topics changed, long now, TimeProvider time)
    {
        if (_disposed || ((changed & topics) == Topics.None && !_owed)) return false;
        _owed = _running || IsTooSoon(now, time);
        if (_owed) return false;
        Volatile.Write(ref _last, now);
        return true;
    }

    /// <summary>Never throws: one part that fails must not keep the others from their update.</summary>
    public async Task RefreshAsync()
    {
        if (_disposed) return;
        _running = true;
        try
        {
            await refresh();
        }
        catch (Exception problem) when (_disposed || problem is OperationCanceledException)
        {
            // The part went away, or asked anew, while it was being refreshed.
        }
        catch (Exception problem)
        {
            await failed(problem);
        }
        finally
        {
            _running = false;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        circuit.Remove(this);
    }

    private bool IsTooSoon(long now, TimeProvider time) => Volatile.Read(ref _last) is var last && last != 0 && time.GetElapsedTime(last, now) < atMostEvery;
}
