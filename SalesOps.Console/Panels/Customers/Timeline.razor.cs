using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using EventKind = SalesOps.Domain.UseCases.Customers.GetTimeline.EventKind;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Everything that happened with one customer, the newest first, and what happens now.</summary>
public sealed partial class Timeline : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private IReadOnlyList<GetTimeline.Event>? _events;
    private GetTimeline.Answer? _newest;
    private EventKind? _kind;
    private bool _failed;
    private bool _isMore;
    private int _earlier;
    private (EventKind? Kind, int Earlier) _shown;
    private int _asked;
    private int? _toFocus;
    private string? _awaited;

    [Parameter, EditorRequired] public Guid CustomerId { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private IJSRuntime Browser { get; set; } = default!;

    private static IEnumerable<(EventKind? Kind, string Label)> Kinds =>
        [(null, Text.Timeline_all), .. Enum.GetValues<EventKind>().Select(kind => ((EventKind?)kind, KindLabel(kind)))];

    private EventKind? Asked => Codes.TryParse<EventKind>(Navigation.Asked(PageQuery.Timeline) ?? "", out var kind) ? kind : null;

    protected override async Task OnInitializedAsync()
    {
        _kind = Asked;
        Navigation.LocationChanged += OnLocationChanged;
        Watch(Topics.Audit, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (_toFocus is not { } row || _events?.Count <= row) return;
        _toFocus = null;
        await Browser.InvokeVoidAsync("salesOps.focus", $".timeline .stream > li:nth-child({row + 1})");
    }

    private async Task ReadAsync()
    {
        var (asked, wanted) = (++_asked, (_kind, _earlier));
        var answer = await Mediator.Send(new GetTimeline.Query(CustomerId, _kind));
        // The same answer again: what changed was somebody else's.
        if (asked != _asked || (!_failed && answer.Succeeded && wanted == _shown && ReferenceEquals(answer.Value, _newest))) return;
        var newest = answer.Succeeded ? answer.Value : null;
        List<GetTimeline.Event> events = [.. newest?.Events ?? []];
        for (var page = 0; answer is { Succeeded: true, Value.IsMore: true } && page < wanted._earlier; page++)
        {
            answer = await Mediator.Send(new GetTimeline.Query(CustomerId, _kind, GetTimeline.Most, GetTimeline.Place.Behind(events)));
            if (asked != _asked) return;
            if (answer.Succeeded) events.AddRange(answer.Value.Events);
        }
        _failed = !answer.Succeeded;
        if (answer.Succeeded) (_shown, _newest, _events, _isMore) = (wanted, newest, events, answer.Value.IsMore);
        StateHasChanged();
    }

    private Task ShowAsync(EventKind? kind)
    {
        if (kind == _kind) return ReadAsync();
        Turn(kind);
        _awaited = Navigation.GetUriWithQueryParameter(PageQuery.Timeline, kind?.Code());
        Navigation.NavigateTo(_awaited);
        return ReadAsync();
    }

    private void Turn(EventKind? kind) => (_kind, _earlier, _toFocus) = (kind, 0, null);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        // Answers to earlier presses are overtaken by the last.
        if (_awaited is not null && _awaited != e.Location) return;
        _awaited = null;
        _ = InvokeAsync(FollowAsync);
    }

    private async Task FollowAsync()
    {
        if (Navigation.AskedCustomer() != CustomerId || Asked == _kind) return;
        Turn(Asked);
        try
        {
            await ReadAsync();
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }

    /// <summary>The focus goes to the first event that was not shown: the button may be gone.</summary>
    private Task EarlierAsync()
    {
        (_toFocus, _earlier) = (_events!.Count, _shown.Earlier + 1);
        return ReadAsync();
    }

    private static string Words(string text) => text.Length == 0 ? Text.WrittenNothing : text;

    private static string KindLabel(EventKind kind) => kind switch
    {
        EventKind.Message => Text.Timeline_messages,
        EventKind.Understanding => Text.Timeline_understandings,
        EventKind.Transition => Text.Timeline_transitions,
        EventKind.Task => Text.Timeline_tasks,
        EventKind.Handover => Text.Timeline_handovers,
        EventKind.Details => Text.Timeline_details,
        _ => Text.Timeline_audit,
    };

    private static string LabelOf(EventKind kind) => kind switch
    {
        EventKind.Message => "Direction",
        EventKind.Understanding or EventKind.Transition => "Intent",
        EventKind.Task => "TaskKind",
        EventKind.Handover => "HandoverKind",
        _ => "Action",
    };

    private static string StatusLabelOf(EventKind kind) => kind switch
    {
        EventKind.Understanding => "ReviewStatus",
        EventKind.Transition => "TransitionStatus",
        EventKind.Task => "WorkTaskStatus",
        EventKind.Details => "Written",
        _ => "Status",
    };

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
