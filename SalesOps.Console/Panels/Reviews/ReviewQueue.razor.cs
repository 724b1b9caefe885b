using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using SalesOps.Console.Live;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>待决定: what waits for a person, by time left, and never moving under whoever works on it.</summary>
public sealed partial class ReviewQueue : LiveComponent
{
    private const int Most = 100;
    private const int Step = 30;
    private const int RepeatPlace = 3;
    /// <summary>The filter that a link to one case asks for.</summary>
    private const string Alone = "review";
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AgeCheck = TimeSpan.FromSeconds(15);
    private static readonly string[] Filters = ["kind", "language", "intent", "channel", "agent", "risk", "age", Alone];

    private Dictionary<string, string> _filters = [];
    private readonly SortedSet<string> _languages = new(StringComparer.Ordinal);
    private Domain.Messaging.Error? _error;
    private bool _isRead;
    private bool _pointer;
    private bool _focus;
    private int _asked;
    private int _drawn = Step;
    private int _total;
    private int _late;
    private long? _understandings;
    private long? _states;
    private ITimer? _timer;

    /// <summary>The rows and the selection, shared with the case beside and the page's keys.</summary>
    [Parameter, EditorRequired] public ReviewList List { get; set; } = default!;

    /// <summary>The marked rows are to be looked at and decided together.</summary>
    [Parameter] public EventCallback OnBulk { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private Domain.Store.Counting.ShownCounters Shown { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private ClaimBoard Claims { get; set; } = default!;
    [Inject] private TimeProvider Time { get; set; } = default!;

    private bool CanDecide => ApproveReview.Command.Access.Allows(Caller.Current);

    private bool IsHeld => _pointer || _focus;

    protected override async Task OnInitializedAsync()
    {
        List.IsTaken = id => Claims[id] is { } claim && claim.UserId != Caller.Current.SalesUserId;
        List.WasHeard = row => row.WasHeard(Caller.Current.SalesUserId);
        List.SelectionChanged += StateHasChanged;
        List.RowsChanged += StateHasChanged;
        Navigation.LocationChanged += OnLocationChanged;
        _filters = AskedFilters();
        Watch(Topics.Reviews | Topics.Names | Topics.Doubts, ReadAsync, AtMostEvery);
        Watch(Topics.Claims, StateHasChanged);
        // Time passes without a commit: what was in time is late.
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(CheckAgesAsync), null, AgeCheck, AgeCheck);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var asked = ++_asked;
        var answer = await Mediator.Send(new ListReviews.Query(new GridRequest(Take: Most, Filters: Query())));
        var late = (answer.Succeeded ? LateAmong(answer.Value) : null) ?? await LateAsync();
        var repeat = CanDecide && _filters.Count == 0 ? await Mediator.Send(new GetRepeat.Query()) : null;
        if (asked != _asked) return;
        _late = late;
        var (counters, key) = (Feed.Last.Counters, Caller.Current.CounterKey);
        (_understandings, _states) = (Shown[counters, Domain.Model.Counters.UnderstandingReviews, key], Shown[counters, Domain.Model.Counters.StateReviews, key]);
        _error = answer.Succeeded ? null : answer.Errors[0];
        if (answer.Succeeded)
        {
            _total = answer.Value.Total;
            _languages.UnionWith(answer.Value.Rows.Select(r => r.Language).OfType<string>());
            var rows = WithRepeat(answer.Value.Rows, repeat is { Succeeded: true } ? repeat.Value.Row : null);
            _total += rows.Count - answer.Value.Rows.Count;
            List.Read(rows, hold: IsHeld && _isRead);
            // Whoever asked for this case opens it also where somebody is at it.
            if (_filters.ContainsKey(Alone) && rows is [var alone]) List.Select(alone.Id);
            _isRead = true;
        }
        StateHasChanged();
    }

    /// <summary>A hidden repeat stands among what waits as if it did: never alone, and never first.</summary>
    private static IReadOnlyList<ListReviews.Row> WithRepeat(IReadOnlyList<ListReviews.Row> rows, ListReviews.Row? repeat)
    {
        if (repeat is null || rows.Count == 0) return rows;
        var place = Math.Min(RepeatPlace, rows.Count);
        return [.. rows.Take(place), repeat with { DueAt = rows[place - 1].DueAt }, .. rows.Skip(place)];
    }

    private void Leave(bool pointer)
    {
        if (pointer) _pointer = false;
        else _focus = false;
        // The greyed ones go when nobody is there to mistake the next row for them.
        if (!IsHeld && List.Waiting == 0) List.TakeIn();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        var asked = AskedFilters();
        if (asked.Count == _filters.Count && !asked.Except(_filters).Any()) return;
        _filters = asked;
        // Other rows were asked for: nothing of the old ones is worth keeping in place.
        (_isRead, _drawn) = (false, Step);
        try
        {
            await ReadAsync();
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    });

    private Dictionary<string, string> AskedFilters() => Filters
        .Select(name => KeyValuePair.Create(name, Navigation.Asked($"reviews.{name}")))
        .Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!);

    private bool Is(string name, string value) => _filters.GetValueOrDefault(name) == value;

    /// <summary>This page with the filter, or with none for null; any of them lifts the one to a single case, in which it would find nothing.</summary>
    private string Address(string? name, string? value) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(
        Filters.Where(f => name is null || f == name || f == Alone).Select(f => KeyValuePair.Create($"reviews.{f}", f == name ? (object?)value : null))));

    /// <summary>As many rows as are looked at: a hundred of them are half of what an open page costs. More come by scrolling, and ahead of the selection.</summary>
    private IEnumerable<ListReviews.Row> Drawn()
    {
        if (List.Selected is { } selected && List.Shown.Skip(_drawn - Step / 3).Any(r => r.Id == selected.Id)) _drawn = Most;
        return List.Shown.Take(_drawn);
    }

    private void Open(ListReviews.Row row) => Navigation.NavigateTo(Navigation.WithCustomer(row.CustomerId));

    private bool IsSelected(ListReviews.Row row) => List.Selected?.Id == row.Id;

    private string RowClass(ListReviews.Row row) => (IsSelected(row), List.IsGone(row.Id)) switch
    {
        (true, true) => "sel gone",
        (true, false) => "sel",
        (false, true) => "gone",
        _ when List.IsTaken(row.Id) => "taken",
        _ => "",
    };

    protected override void Dispose(bool disposing)
    {
        List.SelectionChanged -= StateHasChanged;
        List.RowsChanged -= StateHasChanged;
        Navigation.LocationChanged -= OnLocationChanged;
        _timer?.Dispose();
        base.Dispose(disposing);
    }
}
