namespace SalesOps.Console.Live;

/// <summary>What one part of a page wants to be told, and how often at most.</summary>
internal sealed class Watch(LiveCircuit circuit, Topics topics, Func<Task> refresh, TimeSpan atMostEvery, Func<Exception, Task> failed) : IDisposable
{
    private long _last;
    private volatile bool _owed;
    private volatile bool _disposed;

    /// <summary>Changed, but refreshed too recently to be refreshed again.</summary>
    public bool IsOwed => _owed && !_disposed;

    /// <summary>Owed, and may be refreshed now.</summary>
    public bool IsRipe(long now, TimeProvider time) => IsOwed && !IsTooSoon(now, time);

    public bool IsDue(Topics changed, long now, TimeProvider time)
    {
        if (_disposed || ((changed & topics) == Topics.None && !_owed)) return false;
        _owed = IsTooSoon(now, time);
        if (_owed) return false;
        Volatile.Write(ref _last, now);
        return true;
    }

    /// <summary>Never throws: one part that fails must not keep the others from their update.</summary>
    public async Task RefreshAsync()
    {
        if (_disposed) return;
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
    }

    public void Dispose()
    {
        _disposed = true;
        circuit.Remove(this);
    }

    private bool IsTooSoon(long now, TimeProvider time) => Volatile.Read(ref _last) is var last && last != 0 && time.GetElapsedTime(last, now) < atMostEvery;
}
