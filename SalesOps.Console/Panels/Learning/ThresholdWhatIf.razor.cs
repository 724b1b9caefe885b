using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Learning;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Learning;

namespace SalesOps.Console.Panels.Learning;

/// <summary>阈值试算, and what holds for the slice.</summary>
public sealed partial class ThresholdWhatIf : ComponentBase
{
    private const int MostChanges = 5;
    private static readonly double[] Shares = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    private (Slice Slice, double Threshold)? _shown;
    private string? _problem;
    private bool _isBusy;
    private int _tried;

    [Parameter, EditorRequired] public GetForecasts.Answer Of { get; set; } = default!;
    /// <summary>Whose threshold is tried.</summary>
    [Parameter, EditorRequired] public Slice Slice { get; set; }
    /// <summary>The figures are of one AI agent alone; a threshold never is.</summary>
    [Parameter] public bool IsNarrowed { get; set; }
    /// <summary>Something was set, and all figures are to be read anew.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private Playbook Playbook { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    private int Hundredths => Whole(Of.Threshold);
    private bool IsNow => Math.Abs(Of.Threshold - _tried / 100.0) < 1e-9;
    private Forecast Now => Of.ByHundredths[Hundredths];
    private Forecast Tried => Of.ByHundredths[_tried];

    private IReadOnlyList<PolicyChange> Changes => [.. Feed.Last.Directory.Policy.All.Reverse().Take(MostChanges)];

    /// <summary>How long the missing outcomes take to come, in words.</summary>
    private string Wait => Of.SampledShare == 0 ? Text.WhatIfNoSamples
        : Text.WhatIfWait.With(Math.Max(1, Math.Ceiling(Tried.Missing / (Tried.PassesADay * Of.SampledShare))), ReliabilityView.Percent(Of.SampledShare));

    protected override void OnParametersSet()
    {
        // What is being tried stays until another slice is looked at; while nothing is, what holds is shown, whoever changes it.
        var isTried = _shown is { } shown && shown.Slice == Slice && _tried != Whole(shown.Threshold);
        _shown = (Slice, Of.Threshold);
        if (!isTried) _tried = Hundredths;
    }

    private Task SaveAsync(PolicyKind kind, Slice slice, double? value) => SendAsync(kind, slice, value, kind == PolicyKind.Threshold ? Of.Threshold : Of.SampledShare);

    /// <summary>Sets what had been set before it; nothing, when nothing had.</summary>
    private Task UndoAsync(PolicyChange change)
    {
        var before = Feed.Last.Directory.Policy.All.LastOrDefault(c => c.Number < change.Number && c.Kind == change.Kind && c.Slice == change.Slice);
        return SendAsync(change.Kind, change.Slice, before?.Value, new ReviewPolicy(Playbook, Feed.Last.Directory.Policy).Of(change.Kind, change.Slice));
    }

    private bool IsLast(PolicyChange change) =>
        Feed.Last.Directory.Policy.All.Last(c => c.Kind == change.Kind && c.Slice == change.Slice) == change;

    private async Task SendAsync(PolicyKind kind, Slice slice, double? value, double was)
    {
        if (_isBusy) return;
        (_isBusy, _problem) = (true, null);
        var answer = await Mediator.Send(new ChangePolicy.Command(Guid.CreateVersion7(), kind, slice, value, was));
        (_isBusy, _problem) = (false, answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]));
        if (answer.Succeeded)
            Undos.Offer(Mediator, $"{Labels.OrCode("PolicyKind", kind.Code())} · {Words(slice)}", () => new ChangePolicy.Command(Guid.CreateVersion7(), kind, slice, answer.Value.Before, answer.Value.Holds), OnChanged.InvokeAsync);
        await OnChanged.InvokeAsync();
    }

    private string Minutes(Forecast forecast) => Of.Decision is { } one ? N(forecast.ReviewsADay * one.TotalMinutes) : "–";

    /// <summary>The slice in words: what it leaves open is named as open.</summary>
    private static string Words(Slice slice) => string.Join(" · ",
        slice.Intent is { } intent ? Labels.OrCode("Intent", intent) : Text.LearnAnyIntent,
        slice.Language is { } language ? Labels.OrCode("Language", language) : Text.LearnAnyLanguage,
        slice.Channel is { } channel ? Labels.OrCode("Channel", channel.Code()) : Text.LearnAnyChannel);

    private static string N(double value) => value.ToString(value is 0 or >= 9.95 ? "N0" : value < 0.095 ? "0.00" : "0.0", CultureInfo.CurrentCulture);

    private static int Whole(double threshold) => (int)Math.Round(threshold * 100);

    private static string F(double value) => value.ToString("0.00##", CultureInfo.CurrentCulture);

    private static string Shown(PolicyChange change, double value) => change.Kind == PolicyKind.SampledShare ? value.ToString("0.##%", CultureInfo.CurrentCulture) : F(value);

    private static string Value(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
