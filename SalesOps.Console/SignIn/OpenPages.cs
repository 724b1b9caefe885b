namespace SalesOps.Console.SignIn;

/// <summary>
/// Who has a page open now, by this process's own sockets and without the store. It is only shown: a page in the background tells nothing, and who works in the channel itself needs none,
/// so that nothing is routed by it.
/// </summary>
public sealed class OpenPages
{
    private readonly Dictionary<Guid, int> _pages = [];

    /// <summary>Somebody opened a first page or closed the last. Must return at once.</summary>
    public event Action? Changed;

    /// <summary>Whether the person has one.</summary>
    public bool IsOpen(Guid salesUserId)
    {
        lock (_pages) return _pages.ContainsKey(salesUserId);
    }

    internal void Add(Guid salesUserId)
    {
        lock (_pages)
        {
            _pages[salesUserId] = _pages.GetValueOrDefault(salesUserId) + 1;
            if (_pages[salesUserId] > 1) return;
        }
        Changed?.Invoke();
    }

    internal void Remove(Guid salesUserId)
    {
        lock (_pages)
            if (--_pages[salesUserId] > 0) return;
            else _pages.Remove(salesUserId);
        Changed?.Invoke();
    }
}
