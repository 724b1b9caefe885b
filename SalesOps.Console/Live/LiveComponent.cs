using Microsoft.AspNetCore.Components;

namespace SalesOps.Console.Live;

/// <summary>A part of the page that follows the feed for as long as it stands there.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly List<IDisposable> _watches = [];

    [Inject] protected LiveCircuit Live { get; set; } = default!;
    [Inject] protected ChangeFeed Feed { get; set; } = default!;

    /// <summary>Refreshes after changes of the topics; what it throws goes to the part's error boundary.</summary>
    protected void Watch(Topics topics, Func<Task> refresh, TimeSpan atMostEvery = default) =>
        _watches.Add(Live.Watch(topics, refresh, atMostEvery, DispatchExceptionAsync));

    /// <inheritdoc cref="Watch(Topics, Func{Task}, TimeSpan)"/>
    protected void Watch(Topics topics, Action refresh) => Watch(topics, () =>
    {
        refresh();
        return Task.CompletedTask;
    });

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var watch in _watches) watch.Dispose();
    }
}
