using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>The rows of a grid that somebody chose to act on together; they stay chosen while one turns pages.</summary>
/// <param name="id">A row's id: the same row, read again, stays chosen with its new values.</param>
/// <param name="seen">What acts need of a row, as it was seen; of rows that were chosen without being shown nothing else is kept. The row itself when null.</param>
public sealed class GridSelection<TRow>(Func<TRow, string> id, Func<TRow, object?>? seen = null) where TRow : class
{
    /// <summary>What one act takes.</summary>
    public const int Most = Bulk.MostChosen;

    private readonly Dictionary<string, Chosen> _chosen = new(StringComparer.Ordinal);
    private IReadOnlyList<TRow> _page = [];
    private string? _last;

    /// <summary>Raised on the page's own dispatcher when other rows are chosen, or chosen rows have new values.</summary>
    public event Action? Changed;

    public int Count => _chosen.Count;
    public IEnumerable<string> Ids => _chosen.Keys;
    public bool IsPage => _page.Count > 0 && _page.All(Has);
    /// <summary>The row when it is the only one that is chosen, by hand; else null.</summary>
    public TRow? Only => _chosen.Count == 1 ? _chosen.Values.First().Row : null;

    /// <summary>What acts need of the rows, in the order in which they were chosen; rows of which they need nothing are left out.</summary>
    public IReadOnlyList<T> Seen<T>() => [.. _chosen.Values.Select(c => c.Seen).OfType<T>()];

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
            if (Has(row)) Set(row, true);
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

    /// <summary>Chooses these rows and no others, most of which were never shown.</summary>
    /// <param name="found">What acts need of each row, by its id.</param>
    public void ChooseAll(IReadOnlyDictionary<string, object?> found)
    {
        _chosen.Clear();
        foreach (var (row, needed) in found.Take(Most)) _chosen[row] = new Chosen(needed, null);
        Changed?.Invoke();
    }

    public void Clear()
    {
        if (_chosen.Count == 0) return;
        _chosen.Clear();
        // Thousands leave their room behind else.
        _chosen.TrimExcess();
        Changed?.Invoke();
    }

    /// <summary>Gives up all but those that were left as they were.</summary>
    /// <param name="isLeft">Asked with what acts need of a row.</param>
    public void Keep(Func<object?, bool> isLeft)
    {
        foreach (var (row, chosen) in _chosen)
            if (!isLeft(chosen.Seen)) _chosen.Remove(row);
        _chosen.TrimExcess();
        Changed?.Invoke();
    }

    /// <summary>Chosen rows as they are by now; those of which acts need nothing any more are given up.</summary>
    /// <param name="found">What acts need of each row, by its id.</param>
    public void Renew(IReadOnlyDictionary<string, object?> found)
    {
        foreach (var (row, chosen) in _chosen)
            if (found.GetValueOrDefault(row) is { } needed) _chosen[row] = chosen with { Seen = needed };
            else _chosen.Remove(row);
        Changed?.Invoke();
    }

    /// <summary>Gives up those of the rows that are in view no more.</summary>
    /// <param name="before">Which were in view.</param>
    public void GiveUpGone(IReadOnlyList<TRow> before)
    {
        foreach (var row in before)
            if (IndexOf(id(row)) < 0) Set(row, false);
        Changed?.Invoke();
    }

    /// <summary>What acts need of the row.</summary>
    public object? SeenOf(TRow row) => seen is null ? row : seen(row);

    private void Set(TRow row, bool chosen)
    {
        if (!chosen) _chosen.Remove(id(row));
        else if (CanToggle(row)) _chosen[id(row)] = new Chosen(SeenOf(row), row);
    }

    private int IndexOf(string? rowId) => _page.Select(id).ToList().FindIndex(other => other == rowId);

    /// <param name="Row">Null for rows that were chosen without being shown.</param>
    private readonly record struct Chosen(object? Seen, TRow? Row);
}
