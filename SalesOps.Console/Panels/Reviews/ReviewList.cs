using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>
/// The queue as one person sees it, which is not always as it is: while somebody is on it no row moves. New rows wait,
/// decided ones stay in their place, greyed, until the queue is left or the new ones are taken in.
/// </summary>
public sealed class ReviewList
{
    private IReadOnlyList<ListReviews.Row> _fresh = [];
    private HashSet<Guid> _gone = [];

    /// <summary>Called when another row is selected, or none.</summary>
    public event Action? SelectionChanged;

    /// <summary>Called when the rows, or which of them wait or are gone, changed.</summary>
    public event Action? RowsChanged;

    public IReadOnlyList<ListReviews.Row> Shown { get; private set; } = [];
    /// <summary>How many rows wait to be taken in.</summary>
    public int Waiting { get; private set; }
    public ListReviews.Row? Selected { get; private set; }

    /// <summary>Decided elsewhere, and still standing in its place.</summary>
    public bool IsGone(Guid id) => _gone.Contains(id);

    /// <summary>Takes what was read.</summary>
    /// <param name="hold">Somebody is on the queue: keep every row where it is.</param>
    public void Read(IReadOnlyList<ListReviews.Row> fresh, bool hold)
    {
        _fresh = fresh;
        if (!hold || Shown.Count == 0)
        {
            TakeIn();
            return;
        }
        var byId = fresh.ToDictionary(r => r.Id);
        Shown = [.. Shown.Select(r => byId.GetValueOrDefault(r.Id, r))];
        _gone = [.. Shown.Select(r => r.Id).Where(id => !byId.ContainsKey(id))];
        Waiting = fresh.Count - (Shown.Count - _gone.Count);
        RowsChanged?.Invoke();
    }

    /// <summary>Shows the queue as it is; the selected row stays selected, or the one that took its place is.</summary>
    public void TakeIn()
    {
        var place = Selected is null ? 0 : Math.Max(0, IndexOf(Selected.Id));
        Shown = _fresh;
        Waiting = 0;
        _gone = [];
        var kept = Selected is null ? -1 : IndexOf(Selected.Id);
        Set(Shown.Count == 0 ? null : Shown[kept >= 0 ? kept : Math.Min(place, Shown.Count - 1)]);
        RowsChanged?.Invoke();
    }

    public void Select(Guid id)
    {
        if (IndexOf(id) is var index and >= 0) Set(Shown[index]);
    }

    /// <summary>Selects the row <paramref name="by"/> places below; stops at the ends.</summary>
    public void Move(int by)
    {
        if (Shown.Count == 0) return;
        var at = Selected is null ? -1 : IndexOf(Selected.Id);
        Set(Shown[Math.Clamp(at + by, 0, Shown.Count - 1)]);
    }

    private int IndexOf(Guid id)
    {
        for (var i = 0; i < Shown.Count; i++)
            if (Shown[i].Id == id) return i;
        return -1;
    }

    private void Set(ListReviews.Row? row)
    {
        var same = Selected?.Id == row?.Id;
        Selected = row;
        if (!same) SelectionChanged?.Invoke();
    }
}
