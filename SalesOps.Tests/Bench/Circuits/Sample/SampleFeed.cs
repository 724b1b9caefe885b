using System.Collections.Concurrent;

namespace SalesOps.Tests.Bench.Circuits.Sample;

/// <summary>Tells the open sample pages a number.</summary>
public sealed class SampleFeed
{
    private readonly ConcurrentDictionary<object, Action<long>> _pages = new();

    /// <summary>How many pages are open.</summary>
    public int OpenPages => _pages.Count;

    /// <summary>Tells every open page a number.</summary>
    public void Publish(long sequence)
    {
        foreach (var show in _pages.Values) show(sequence);
    }

    internal void Open(object page, Action<long> show) => _pages[page] = show;

    internal void Close(object page) => _pages.TryRemove(page, out _);
}
