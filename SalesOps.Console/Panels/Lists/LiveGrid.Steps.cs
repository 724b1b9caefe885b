using Microsoft.AspNetCore.Components.Routing;

namespace SalesOps.Console.Panels.Lists;

/// <summary>From one view to another: each is a step that Back takes back, but for more letters of a word and for what the list corrects by itself.</summary>
public sealed partial class LiveGrid<TRow>
{
    private static readonly TimeSpan TypingEnds = TimeSpan.FromSeconds(5);

    private string? _awaited;
    private (string? Address, DateTime At) _typed;

    /// <summary>The page's address, also while the browser has yet to say so.</summary>
    private string Address => _awaited ?? Navigation.Uri;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        // Answers to earlier changes of ours are overtaken by the last.
        if (_awaited is not null && _awaited != e.Location) return;
        _awaited = null;
        var view = Asked(e.Location);
        if (view.Equals(_view)) return;
        Turn(view);
        _ = InvokeAsync(ReadAsync);
    }

    /// <summary>Puts the view into the address and reads it; false when it stands there already.</summary>
    /// <param name="isStep">Back takes it back; else it belongs to the step before.</param>
    private async Task<bool> GoToAsync(GridView view, bool isStep = true)
    {
        view = WithSortsFilter(view);
        if (view.Equals(_view)) return false;
        _awaited = Navigation.WithView(Section, view, _view);
        Turn(view);
        Navigation.NavigateTo(_awaited, replace: !isStep);
        await ReadAsync();
        return true;
    }

    /// <summary>What was chosen under other filters is not acted on unseen.</summary>
    private void Turn(GridView view)
    {
        if (!view.HasFiltersOf(_view)) Selection.Clear();
        _view = view;
    }

    private async Task FilterAsync((string Name, string? Value) filter)
    {
        var isTyped = filter.Name is "search" or "text";
        // More letters of a word are one step with those before.
        var isMore = isTyped && _typed.Address == Address && Time.Now - _typed.At < TypingEnds;
        var view = WithoutOther(filter.Name).With(filter.Name, DefaultFilters?.GetValueOrDefault(filter.Name) == filter.Value && !IsLifted(filter.Name) ? null : filter.Value);
        var going = GoToAsync(WithoutLostSort(view), !isMore);
        if (isTyped) _typed = (Address, Time.Now);
        await going;
    }

    /// <summary>One box searches for customers or for what was said.</summary>
    private GridView WithoutOther(string filter) => filter switch { "search" => _view.With("text", null), "text" => _view.With("search", null), _ => _view };

    /// <summary>What the address asks for.</summary>
    private GridView Asked(string address) => WithSortsFilter(GridView.Parse(Section, new Uri(address)));

    /// <summary>With the filter that its sort sets shown as in force: the list has no other rows in that order.</summary>
    private GridView WithSortsFilter(GridView view) =>
        SortedBy(view) is { Among: var (filter, value) } && Value(view, filter) is null ? view.With(filter, value) with { Page = view.Page } : view;

    /// <summary>A sort goes with the filter that it set: it would set it again.</summary>
    private GridView WithoutLostSort(GridView view) =>
        SortedBy(view) is { Among: var (filter, value) } column && (Value(view, filter) is not { } now || column.IsSortedWithin && now != value) ? view with { Sort = null, Descending = false } : view;

    private GridColumn<TRow>? SortedBy(GridView view) => view.Sort is null ? null : Columns.FirstOrDefault(c => c.Sort == view.Sort);

    private string? Value(GridView view, string filter) => view.Request(DefaultFilters, Filters).Filter(filter);

    private bool IsLifted(string name) => Filters.Any(f => f.Lifts == name && _view.Filters.ContainsKey(f.Name));

    private Task ClearAsync() => GoToAsync(new GridView(new Dictionary<string, string>(), null, false, 1));

    private Task PageAsync(int page) => GoToAsync(_view with { Page = page });

    private Task SortAsync(GridColumn<TRow> column)
    {
        var down = (_view.Sort ?? OwnSort) == column.Sort ? !(_view.Sort is null ? OwnSortDown : _view.Descending) : column.SortDown;
        var own = column.Sort == OwnSort && down == OwnSortDown;
        var among = column.Among is { } rows && !_view.Filters.ContainsKey(rows.Filter) ? _view.With(rows.Filter, rows.Value) : _view;
        return GoToAsync(among with { Sort = own ? null : column.Sort, Descending = !own && down, Page = 1 });
    }
}
