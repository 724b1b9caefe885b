namespace SalesOps.Console.Live;

/// <summary>
/// Reads the lists that follow commits, for all pages: on no page's own thread, because SQLite reads on the thread that asks and a page's numbers and
/// clicks would wait, and as many at once as there are cores, so that messages and requests come through between them.
/// </summary>
public sealed class ListReads : IDisposable
{
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    /// <summary>Reads once there is a place.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
