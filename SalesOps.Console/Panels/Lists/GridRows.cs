using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>The rows a grid shows, and what came since. The list object changes only when a row does: unchanged rows are not drawn again.</summary>
internal sealed class GridRows<TRow>(Func<TRow, string> id) where TRow : notnull
{
    private static readonly IReadOnlySet<string> NoRows = new HashSet<string>();

    private int _shownTotal;

    /// <summary>Null until the first answer.</summary>
    public IReadOnlyList<TRow>? Rows { get; private set; }
    /// <summary>As of the last answer; "10,000+" is <see cref="IsMore"/>.</summary>
    public int Total { get; private set; }
    public bool IsMore { get; private set; }
    /// <summary>How many new rows wait to be shown: null for nothing new, 0 when only the order or the choice of rows changed.</summary>
    public int? Waiting { get; private set; }
    /// <summary>Rows in view that the page holds no more: they keep their place, but not their values.</summary>
    public IReadOnlySet<string> Aside { get; private set; } = NoRows;

    /// <summary>Shows the page as it is.</summary>
    public void Show(Page<TRow> page)
    {
        if (Rows is null || !Rows.SequenceEqual(page.Rows)) Rows = page.Rows;
        (Total, IsMore, Waiting, _shownTotal, Aside) = (page.Total, page.IsMore, null, page.Total, NoRows);
    }

    /// <summary>Takes over new values of the rows in view and moves none; what would move them waits.</summary>
    public void Follow(Page<TRow> page)
    {
        if (Rows is null)
        {
            Show(page);
            return;
        }
        var fresh = page.Rows.ToDictionary(id, StringComparer.Ordinal);
        var kept = Rows.Select(row => fresh.TryGetValue(id(row), out var now) ? now : row).ToList();
        if (!kept.SequenceEqual(Rows)) Rows = kept;
        var aside = Rows.Select(id).Where(row => !fresh.ContainsKey(row)).ToHashSet(StringComparer.Ordinal);
        if (!aside.SetEquals(Aside)) Aside = aside;
        var same = page.Total == _shownTotal && page.Rows.Select(id).SequenceEqual(Rows.Select(id), StringComparer.Ordinal);
        (Total, IsMore, Waiting) = (page.Total, page.IsMore, same ? null : Math.Max(0, page.Total - _shownTotal));
    }
}
