using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>案情: everything that speaks for or against what the AI read, beside the queue's selected row.</summary>
public sealed partial class ReviewCase : LiveComponent
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private GetReviewCase.Case? _case;
    private Domain.Messaging.Error? _error;
    private int _asked;

    [Parameter, EditorRequired] public ReviewList List { get; set; } = default!;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        List.SelectionChanged += OnSelectionChanged;
        Navigation.LocationChanged += OnLocationChanged;
        Watch(Topics.Reviews | Topics.Customers, ReadAsync, AtMostEvery);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var asked = ++_asked;
        var id = List.Selected?.Id;
        if (id is null)
        {
            (_case, _error) = (null, null);
            StateHasChanged();
            return;
        }
        var answer = await Mediator.Send(new GetReviewCase.Query(id.Value));
        if (asked != _asked) return;
        var gone = !answer.Succeeded && answer.Errors[0].Kind == ErrorKind.NotFound;
        _error = answer.Succeeded || gone ? null : answer.Errors[0];
        _case = answer.Succeeded ? answer.Value : null;
        StateHasChanged();
    }

    private void OnSelectionChanged() => _ = InvokeAsync(async () =>
    {
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

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Why(string reason, string? intent) => reason switch
    {
        ReviewPolicy.AlwaysReview => Text.CaseAlwaysReview.With(intent),
        _ when reason.StartsWith(ReviewPolicy.RiskPrefix, StringComparison.Ordinal) => $"{Text.CaseRisks}: {reason[ReviewPolicy.RiskPrefix.Length..]}",
        _ => Labels.OrCode("ReviewReason", reason),
    };

    protected override void Dispose(bool disposing)
    {
        List.SelectionChanged -= OnSelectionChanged;
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
