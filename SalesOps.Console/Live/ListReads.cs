namespace SalesOps.Console.Live;

/// <summary>
/// Reads the grids that follow commits, for all pages: on no page's own thread, because SQLite reads on the thread that asks and a page's numbers and
/// clicks would wait, and as many at once as there are cores, so that messages and requests come through between them.
/// </summary>
public sealed class ListReads : IDisposable
{
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    /// <summary>Reads once there is a place.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        // Nothing here waits for the page that asks: a place that it keeps would be missing to the others.
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<T> reading;
        try
        {
            // The call lasts as long as it reads; what is left after it waits for the answer to another who asks the same.
            reading = await Task.Factory.StartNew(read, cancellationToken, TaskCreationOptions.PreferFairness, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
        return await reading.ConfigureAwait(false);
    }

    public void Dispose() => _places.Dispose();
}
