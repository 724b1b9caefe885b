using SalesOps.Domain.Model;
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
    private readonly HashSet<Guid> _marked = [];
    private Guid? _awaited;

    /// <summary>Called when another row is selected, or none.</summary>
    public event Action? SelectionChanged;

    /// <summary>Called when the rows, their marks, or which of them wait or are gone, changed.</summary>
    public event Action? RowsChanged;

    /// <summary>Whether somebody else is at a review; nobody's way leads there by itself.</summary>
    public Func<Guid, bool> IsTaken { get; set; } = _ => false;

    /// <summary>Whether this person said what they think of it already, and another is asked.</summary>
    public Func<ListReviews.Row, bool> WasHeard { get; set; } = _ => false;

    public IReadOnlyList<ListReviews.Row> Shown { get; private set; } = [];
    /// <summary>How many rows wait to be taken in.</summary>
    public int Waiting { get; private set; }
    public ListReviews.Row? Selected { get; private set; }
    /// <summary>The rows chosen for one decision together, all of one kind.</summary>
    public IReadOnlyList<ListReviews.Row> Marked => [.. Shown.Where(r => _marked.Contains(r.Id))];
    /// <summary>What is there, somebody else is at: nothing is left for this person.</summary>
    public bool IsAllTaken => Shown.Any(IsOpen) && !Shown.Any(IsFree);

    /// <summary>What is left waits for somebody else to say what they think of it.</summary>
    public bool IsAllHeard => Shown.Any(IsOpen) && Shown.Where(IsOpen).All(WasHeard);

    /// <summary>Decided, and still standing in its place.</summary>
    public bool IsGone(Guid id) => _gone.Contains(id);

    public bool IsMarked(Guid id) => _marked.Contains(id);

    /// <summary>Takes what was read.</summary>
    /// <param name="hold">Somebody is on the queue: keep every row where it is.</param>
    public void Read(IReadOnlyList<ListReviews.Row> fresh, bool hold)
    {
        _fresh = fresh;
        var byId = fresh.ToDictionary(r => r.Id);
        _marked.IntersectWith(byId.Keys);
        var awaited = _awaited is { } id && byId.ContainsKey(id) ? _awaited : null;
        if (!hold || Shown.Count == 0 || (awaited is { } back && IndexOf(back) < 0))
        {
            TakeIn();
        }
        else
        {
            Shown = [.. Shown.Select(r => byId.GetValueOrDefault(r.Id, r))];
            _gone = [.. Shown.Select(r => r.Id).Where(row => !byId.ContainsKey(row))];
            Waiting = fresh.Count - (Shown.Count - _gone.Count);
            RowsChanged?.Invoke();
        }
        if (awaited is null) return;
        _awaited = null;
        Select(awaited.Value);
    }

    /// <summary>Shows the queue as it is; the selected row stays selected, or the one that took its place is.</summary>
    public void TakeIn()
    {
        var place = Selected is null ? 0 : Math.Max(0, IndexOf(Selected.Id));
        Shown = _fresh;
        Waiting = 0;
        _gone = [];
        var kept = Selected is null ? -1 : IndexOf(Selected.Id);
        Set(kept >= 0 ? Shown[kept] : FirstFree(place));
        RowsChanged?.Invoke();
    }

    public void Select(Guid id)
    {
        // Whoever goes elsewhere is not called back.
        if (id != _awaited) _awaited = null;
        if (IndexOf(id) is var index and >= 0) Set(Shown[index]);
    }

    /// <summary>Selects the row <paramref name="by"/> places below; stops at the ends.</summary>
    public void Move(int by)
    {
        if (Shown.Count == 0) return;
        _awaited = null;
        var at = Selected is null ? -1 : IndexOf(Selected.Id);
        Set(Shown[Math.Clamp(at + by, 0, Shown.Count - 1)]);
    }

    /// <summary>Selects the next row that nobody is at, from the selected one on and then from the top; none when nothing is left.</summary>
    public void Next()
    {
        if (!Shown.Any(r => r.Id != Selected?.Id && IsFree(r)) && Waiting > 0) TakeIn();
        var at = Selected is null ? -1 : IndexOf(Selected.Id);
        Set(FirstFree(at + 1));
    }

    /// <summary>These were decided here: they grey at once, and the next one opens.</summary>
    public void Decided(IReadOnlyCollection<Guid> ids)
    {
        _awaited = null;
        _gone.UnionWith(ids);
        _marked.ExceptWith(ids);
        _fresh = [.. _fresh.Where(r => !ids.Contains(r.Id))];
        if (Selected is { } row && ids.Contains(row.Id)) Next();
        RowsChanged?.Invoke();
    }

    /// <summary>It waits again: it is selected as soon as it was read.</summary>
    public void Await(Guid id)
    {
        _gone.Remove(id);
        _awaited = id;
        Select(id);
        RowsChanged?.Invoke();
    }

    /// <summary>Marks or unmarks a row; rows of another kind than those marked are not marked.</summary>
    public void Mark(ListReviews.Row row)
    {
        if (!_marked.Remove(row.Id) && CanMark(row)) _marked.Add(row.Id);
        RowsChanged?.Invoke();
    }

    public bool CanMark(ListReviews.Row row) => IsFree(row) && row.RepeatsId is null && _marked.Count < DecideReviews.Most && (Marked is not [{ } first, ..] || first.Kind == row.Kind);

    /// <summary>Marks all of the kind that is marked already, or of the selected row's.</summary>
    public void MarkAll()
    {
        ReviewKind? kind = Marked is [{ } first, ..] ? first.Kind : Selected?.Kind;
        foreach (var row in Shown.Where(r => r.Kind == kind && !_marked.Contains(r.Id) && CanMark(r))) _marked.Add(row.Id);
        RowsChanged?.Invoke();
    }

    public void Unmark()
    {
        _marked.Clear();
        RowsChanged?.Invoke();
    }

    private bool IsOpen(ListReviews.Row row) => !_gone.Contains(row.Id);

    private bool IsFree(ListReviews.Row row) => IsOpen(row) && !IsTaken(row.Id) && !WasHeard(row);

    private ListReviews.Row? FirstFree(int from) => Shown.Skip(from).Concat(Shown.Take(Math.Max(0, from))).FirstOrDefault(IsFree);

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
