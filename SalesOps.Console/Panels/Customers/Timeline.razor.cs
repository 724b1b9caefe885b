using MediatR;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Domain.UseCases.Customers;
using EventKind = SalesOps.Domain.UseCases.Customers.GetTimeline.EventKind;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Everything that happened with one customer, the newest first, and what happens now.</summary>
public sealed partial class Timeline : LiveComponent
{
    private const int Step = 50;
    private const int Most = 200;
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetTimeline.Answer? _answer;
    private EventKind? _kind;
    private bool _failed;
    private int _take = Step;
    private int _asked;

    [Parameter, EditorRequired] public Guid CustomerId { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;

    private static IEnumerable<(EventKind? Kind, string Label)> Kinds =>
        [(null, Text.Timeline_all), .. Enum.GetValues<EventKind>().Select(kind => ((EventKind?)kind, KindLabel(kind)))];

    protected override async Task OnInitializedAsync()
    {
        Watch(Topics.Audit, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var asked = ++_asked;
        var answer = await Mediator.Send(new GetTimeline.Query(CustomerId, _kind, _take));
        // The same answer again: what changed was somebody else's.
        if (asked != _asked || (!_failed && answer.Succeeded && ReferenceEquals(answer.Value, _answer))) return;
        _failed = !answer.Succeeded;
        if (answer.Succeeded) _answer = answer.Value;
        StateHasChanged();
    }

    private Task ShowAsync(EventKind? kind)
    {
        (_kind, _take) = (kind, Step);
        return ReadAsync();
    }

    private Task MoreAsync()
    {
        _take = Math.Min(Most, _take + Step);
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
}
