namespace SalesOps.Console.Panels;

/// <summary>The rows of a grid that somebody chose to act on together; they stay chosen while one turns pages.</summary>
/// <param name="id">A row's id: the same row, read again, stays chosen with its new values.</param>
public sealed class GridSelection<TRow>(Func<TRow, string> id) where TRow : notnull
{
    /// <summary>What one command takes.</summary>
    public const int Most = 100;

    private readonly Dictionary<string, TRow> _chosen = new(StringComparer.Ordinal);
    private IReadOnlyList<TRow> _page = [];
    private string? _last;

    /// <summary>Raised on the page's own dispatcher when other rows are chosen, or chosen rows have new values.</summary>
    public event Action? Changed;

    /// <summary>In the order in which they were chosen.</summary>
    public IReadOnlyList<TRow> Rows => [.. _chosen.Values];
    public int Count => _chosen.Count;
    public bool IsPage => _page.Count > 0 && _page.All(Has);

    public bool Has(TRow row) => _chosen.ContainsKey(id(row));

    /// <summary>Whether the row can be chosen or given up.</summary>
    public bool CanToggle(TRow row) => _chosen.Count < Most || Has(row);

    /// <summary>The rows in view, read just now.</summary>
    public void Show(IReadOnlyList<TRow> page)
    {
        if (ReferenceEquals(page, _page)) return;
        _page = page;
        if (_chosen.Count == 0) return;
        foreach (var row in page)
            if (Has(row)) _chosen[id(row)] = row;
        Changed?.Invoke();
    }

    /// <summary>Chooses the row or gives it up; with <paramref name="range"/> every row from the one before to this becomes what this becomes.</summary>
    public void Toggle(TRow row, bool range = false)
    {
        var chosen = !Has(row);
        var (from, to) = (IndexOf(_last), IndexOf(id(row)));
        if (!range || from < 0 || to < 0) Set(row, chosen);
        else foreach (var between in _page.Skip(Math.Min(from, to)).Take(Math.Abs(to - from) + 1)) Set(between, chosen);
        _last = id(row);
        Changed?.Invoke();
    }

    /// <summary>Chooses all rows in view; when they are chosen already, gives them up.</summary>
    public void TogglePage()
    {
        var chosen = !IsPage;
        foreach (var row in _page) Set(row, chosen);
        Changed?.Invoke();
    }

    public void Clear()
    {
        if (_chosen.Count == 0) return;
        _chosen.Clear();
        Changed?.Invoke();
    }

    private void Set(TRow row, bool chosen)
    {
        if (!chosen) _chosen.Remove(id(row));
        else if (_chosen.Count < Most) _chosen[id(row)] = row;
    }

    private int IndexOf(string? rowId) => _page.Select(id).ToList().FindIndex(other => other == rowId);
}
