using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>
/// A section of the page: a list that is read by pages and follows the store. The address is its state. Rows move only while nobody
/// points at them or stands among them; otherwise new rows wait behind a bar.
/// </summary>
public sealed partial class LiveGrid<TRow> : IDisposable where TRow : class
{
    private const int SkeletonRows = 4;

    private GridRows<TRow> _rows = default!;
    private GridLook _look = default!;
    private GridView _view = default!;
    private IReadOnlyList<(string, string)> _titles = [];
    private IDisposable? _watch;
    private bool _pointer;
    private bool _focus;

    /// <summary>The section's id: its element, its texts and the prefix of its parameters in the address.</summary>
    [Parameter, EditorRequired] public string Section { get; set; } = "";
    [Parameter, EditorRequired] public Func<GridRequest, CancellationToken, Task<Result<Page<TRow>>>> Load { get; set; } = default!;
    /// <summary>What of the store the rows are made of.</summary>
    [Parameter, EditorRequired] public Topics Topics { get; set; }
    [Parameter, EditorRequired] public IReadOnlyList<GridColumn<TRow>> Columns { get; set; } = [];
    [Parameter, EditorRequired] public Func<TRow, string> RowId { get; set; } = default!;
    /// <summary>The list's own sort and its direction, for the arrow in the head.</summary>
    [Parameter, EditorRequired] public string OwnSort { get; set; } = "";
    [Parameter] public bool OwnSortDown { get; set; } = true;
    [Parameter] public IReadOnlyList<GridFilter> Filters { get; set; } = [];
    /// <summary>Filters that count while the address does not name them.</summary>
    [Parameter] public IReadOnlyDictionary<string, string>? DefaultFilters { get; set; }
    /// <summary>The list has a filter <c>search</c>.</summary>
    [Parameter] public bool Searchable { get; set; }
    /// <summary>The list has a filter <c>text</c>, and this is said of it while it counts.</summary>
    [Parameter] public RenderFragment? TextsNote { get; set; }
    [Parameter, EditorRequired] public string EmptyTitle { get; set; } = "";
    [Parameter] public string? EmptyHint { get; set; }
    /// <summary>The section's own buttons.</summary>
    [Parameter] public RenderFragment? Tools { get; set; }
    /// <summary>The id of the row that is open, among these or not; null when none is.</summary>
    [Parameter] public string? Opened { get; set; }
    /// <summary>What stands under the row that is open; it is made for that one alone.</summary>
    [Parameter] public RenderFragment<TRow>? Detail { get; set; }
    /// <summary>
    /// Buttons for the rows that are chosen; rows can be chosen only when there are such. Their handlers ask the selection when they are pressed:
    /// a press can arrive at a handler that was drawn before the last rows were chosen.
    /// </summary>
    [Parameter] public RenderFragment<GridSelection<TRow>>? Acts { get; set; }
    /// <summary>What acts need of a row: see <see cref="GridSelection{TRow}"/>. Given where they act on many, and all that is found may be chosen.</summary>
    [Parameter] public Func<TRow, object?>? Seen { get; set; }
    /// <summary>What a row is about, for its checkbox; null where rows cannot be chosen.</summary>
    [Parameter] public Func<TRow, string>? RowName { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private LiveCircuit Live { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private ListReads Reads { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;
    [Inject] private IJSRuntime Browser { get; set; } = default!;
    [Inject] private ILogger<LiveGrid<TRow>> Log { get; set; } = default!;

    /// <summary>The rows that are chosen.</summary>
    public GridSelection<TRow> Selection { get; private set; } = default!;

    private IReadOnlyDictionary<string, string> InForce => _view.Request(DefaultFilters, Filters).Filters!;
    /// <summary>The columns, without the sorts that mean nothing to what is shown.</summary>
    private IReadOnlyList<GridColumn<TRow>> Sortable => Columns.Any(c => c.IsSortedWithin)
        ? [.. Columns.Select(c => c is { IsSortedWithin: true, Among: var (filter, value) } && c.Sort != _view.Sort && InForce.GetValueOrDefault(filter) != value ? c with { Sort = null } : c)] : Columns;
    private bool IsFiltered => _view.Filters.Count > 0 || _view.Page > 1;
    private string TotalText => _rows.Total.ToString("N0", CultureInfo.CurrentCulture) + (_rows.IsMore ? "+" : "");

    protected override async Task OnInitializedAsync()
    {
        _rows = new GridRows<TRow>(RowId);
        Selection = new GridSelection<TRow>(RowId, Seen);
        _look = new GridLook(Browser, $"grid:{Caller.Current.SalesUserId}:{Section}");
        _titles = [.. Columns.Select(c => (c.Key, c.Title))];
        _view = Asked(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
        // Before the first read: what is committed in between is told.
        _watch = Live.Watch(Topics, FollowAsync, AtMostEvery);
        await Task.WhenAll(_look.ReadAsync([.. Columns.Select(c => c.Key)]), ReadAsync());
    }

    /// <summary>Brings a row into view that was just made: from the top of the list, without the filters that would hide it.</summary>
    /// <param name="filters">The filters under which it stands.</param>
    public async Task ShowRowAsync(string id, IReadOnlyDictionary<string, string> filters)
    {
        if (!await GoToAsync(new GridView(filters, null, false, 1))) await ReadAsync();
        await Browser.InvokeVoidAsync("salesOps.revealRow", Section, id);
    }

    /// <summary>Shows the list as it is now, also where somebody points at it: after what was done from one of its rows.</summary>
    public Task RefreshAsync() => ReadAsync();

    /// <summary>Shows what was done to the chosen rows before others can be chosen: who acts on a row again at once must act on what it is now.</summary>
    public async Task DoneAsync()
    {
        await RefreshAsync();
        Selection.Clear();
    }

    /// <inheritdoc cref="DoneAsync()"/>
    /// <remarks>Rows that were left as they were stay chosen, so that one sees which they are and can try them again.</remarks>
    /// <param name="isLeft">Tells it of what acts need of a row.</param>
    public async Task DoneAsync<TSeen>(Func<TSeen, bool> isLeft)
    {
        await RefreshAsync();
        Selection.Keep(seen => seen is TSeen needed && isLeft(needed));
        if (Selection.Count == 0) return;
        var (found, failed) = await SeenAsync(_view.Request(DefaultFilters, Filters), [.. Selection.Ids.Select(id => (object)Guid.Parse(id))]);
        if (failed is null) Selection.Renew(found);
        StateHasChanged();
    }

    private Task ToggleColumnAsync(string column) => _look.ToggleAsync(column);

    private Task SetCompactAsync(bool compact) => _look.SetCompactAsync(compact);

    /// <summary>Looks at the list as a saved view does.</summary>
    private async Task ShowViewAsync(string shows)
    {
        var (view, hidden) = GridView.Kept(shows);
        await _look.HideAsync(hidden, [.. Columns.Select(c => c.Key)]);
        await GoToAsync(view.ForAnybody(Filters, isKept: true));
    }

    /// <summary>Filters that can be taken away: those in the address that no chip in the head shows.</summary>
    private IEnumerable<(string Name, string Label)> Removable()
    {
        foreach (var (name, value) in _view.Filters)
        {
            var filter = Filters.FirstOrDefault(f => f.Name == name);
            var option = filter?.Options.FirstOrDefault(o => o.Value == value || o.Means == value);
            if (filter is { AsChips: true } && option is not null || name == "search" || name == "text" && TextsNote is not null) continue;
            yield return (name, $"{filter?.Label ?? Labels.For("Filter", name) ?? name}: {option?.Label ?? Said(name, value)}");
        }
    }

    /// <summary>A value that the filter's menu does not offer, as links ask for it.</summary>
    private string Said(string name, string value) => GridRanges.TrySpan(value, out var from, out var until) ? Days.Said(from, until, Time) : name == "rows" ? Labels.OrCode("Rows", value) : name == "bound" ? Labels.OrCode("Bound", value) : Guid.TryParse(value, out var id) ? NameOf(name, id) ?? $"#{ShortId.Of(id)}" : value;

    private string? NameOf(string filter, Guid id) => filter switch
    {
        "agent" => Feed.Last.Directory.AiAgents.TryGetValue(id, out var agent) && Caller.Current.Sees(agent.OwnerId) ? agent.Name : null,
        "person" => Caller.Current.Sees(id) ? Feed.Last.Directory.NameOfUser(id) : null,
        _ => null,
    };

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _watch?.Dispose();
        var reading = _reading;
        _reading = null;
        reading?.Cancel();
    }
}
