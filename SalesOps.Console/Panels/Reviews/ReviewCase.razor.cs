using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using SalesOps.Console.Live;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>案情: everything that speaks for or against what the AI read, beside the queue's selected row, and the decision about it.</summary>
public sealed partial class ReviewCase : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetReviewCase.Case? _case;
    private Domain.Messaging.Error? _error;
    private bool _isRead;
    private int _asked;

    [Parameter, EditorRequired] public ReviewList List { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private IJSRuntime Js { get; set; } = default!;
    [Inject] private Viewings Viewings { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        List.SelectionChanged += OnSelectionChanged;
        List.RowsChanged += StateHasChanged;
        Navigation.LocationChanged += OnLocationChanged;
        Watch(Topics.Reviews | Topics.Customers | Topics.Names, ReadAsync, AtMostEvery);
        BeginClaims();
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var asked = ++_asked;
        var id = List.Selected?.Id;
        if (id is null)
        {
            (_case, _error, _isRead) = (null, null, true);
            Claim();
            StateHasChanged();
            return;
        }
        var answer = List.Selected!.RepeatsId is { } repeats ? await ReadRepeatAsync(repeats) : await Mediator.Send(new GetReviewCase.Query(id.Value));
        if (asked != _asked) return;
        if (answer.Succeeded && answer.Value.CustomerId != _case?.CustomerId)
        {
            await Viewings.NoteAsync(answer.Value.CustomerId);
            if (asked != _asked) return;
        }
        var gone = !answer.Succeeded && answer.Errors[0].Kind == ErrorKind.NotFound;
        _error = answer.Succeeded || gone ? null : answer.Errors[0];
        var fresh = answer.Succeeded ? answer.Value : null;
        Compare(_case, fresh);
        _case = fresh;
        _isRead = true;
        Claim();
        StateHasChanged();
    }

    /// <summary>An own case of before, as it looked then; gone when it was decided once more in another tab.</summary>
    private async Task<Domain.Messaging.Result<GetReviewCase.Case>> ReadRepeatAsync(Guid repeats)
    {
        var answer = await Mediator.Send(new GetRepeat.Query());
        return !answer.Succeeded ? Domain.Messaging.Result<GetReviewCase.Case>.Fail(answer.Errors)
            : answer.Value.Case is { } seen && seen.RepeatsId == repeats ? seen : Domain.Messaging.Error.NotFound("The review");
    }

    private void OnSelectionChanged() => _ = InvokeAsync(async () =>
    {
        _problem = null;
        SetMode(Mode.Decide);
        try
        {
            await ReadAsync();
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    });

    // The link to the customer keeps the rest of the address.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(StateHasChanged);

    protected override void Dispose(bool disposing)
    {
        List.SelectionChanged -= OnSelectionChanged;
        List.RowsChanged -= StateHasChanged;
        Navigation.LocationChanged -= OnLocationChanged;
        EndClaims();
        _final?.Dispose();
        base.Dispose(disposing);
    }
}
