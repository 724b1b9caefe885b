using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Learning;

namespace SalesOps.Console.Panels.Learning;

/// <summary>What is asked stands in the address, as <c>learning.intent=…</c>.</summary>
public sealed partial class LearningSection : LiveComponent
{
    private const string Section = "learning";
    private const string OwnPeriod = "30";
    private static readonly string[] Languages = ["vi", "zh", "en"];
    private static readonly string[] Periods = ["7", OwnPeriod, "90", "366"];
    // Figures over weeks do not need to follow every decision, and readings are counted anew only when something else is asked.
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(30);

    private GetReliability.Answer? _reliability;
    private GetForecasts.Answer? _forecasts;
    private GridView _view = default!;
    private Scope _scope = default!;
    private string? _problem;
    private int _asked;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private Playbook Playbook { get; set; } = default!;

    private IEnumerable<(string Value, string Label)> Agents => GridOptions.Agents(Feed.Last.Directory, Caller.Current).Select(a => (a.Value, a.Label));

    /// <summary>Those whose readings were judged; the one that is asked for even when it has none.</summary>
    private IEnumerable<(string Value, string Label)> Producers => (_reliability?.Producers ?? []).Select(p => (p.Producer, $"{p.Producer} · {p.Outcomes}"))
        .Concat(Unjudged.Where(p => _reliability?.Producers.Any(known => known.Producer == p) != true).Select(p => (p, $"{p} · 0"))).DefaultIfEmpty(("", "–"));

    private IEnumerable<string> Unjudged => new[] { _scope.Producer, _forecasts?.Producer }.OfType<string>().Distinct();

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Take(GridView.Parse(Section, new Uri(Navigation.Uri)));
        Watch(Topics.Reviews, ReadReliabilityAsync, AtMostEvery);
        await ReadAsync();
    }

    private void Take(GridView view)
    {
        _view = view;
        var agent = Guid.TryParse(Filter("agent"), out var id) ? id : (Guid?)null;
        var channel = Codes.TryParse<Channel>(Filter("channel"), out var known) ? known : (Channel?)null;
        var days = int.TryParse(Filter("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.Parse(OwnPeriod, CultureInfo.InvariantCulture);
        _scope = new Scope(new Slice(Filter("intent"), Filter("language"), channel), agent, Filter("producer"), days);
    }

    private string? Filter(string name) => _view.Filters.GetValueOrDefault(name);

    /// <summary>The producer that is shown without having been asked for is named all the same.</summary>
    private string Shown(string name) => Filter(name) ?? name switch
    {
        "producer" => _reliability?.Producer ?? _forecasts?.Producer ?? "",
        "days" => OwnPeriod,
        _ => "",
    };

    private void Ask(string name, string? value) => Navigation.NavigateTo(Navigation.WithView(Section, _view.With(name, value), _view));

    private async Task ReadAsync()
    {
        var asked = ++_asked;
        var reliability = await Mediator.Send(new GetReliability.Query(_scope));
        // The same producer in both, also when the last reading and the last judged one are of two.
        var forecasts = await Mediator.Send(new GetForecasts.Query(_scope with { Producer = _scope.Producer ?? (reliability.Succeeded ? reliability.Value.Producer : null) }));
        if (asked != _asked) return;
        var error = reliability.Errors.Concat(forecasts.Errors).FirstOrDefault();
        _problem = error is null ? null : error.Kind == ErrorKind.Invalid ? Text.LearnNoSuchSlice : ErrorTexts.Of(error);
        if (error is null) (_reliability, _forecasts) = (reliability.Value, forecasts.Value);
        StateHasChanged();
    }

    private async Task ReadReliabilityAsync()
    {
        var asked = _asked;
        var answer = await Mediator.Send(new GetReliability.Query(_scope));
        if (asked != _asked || !answer.Succeeded || _reliability is null) return;
        if (answer.Value.Producer != _reliability.Producer)
        {
            await ReadAsync();
            return;
        }
        _reliability = answer.Value;
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        var view = GridView.Parse(Section, new Uri(e.Location));
        if (view.Equals(_view)) return;
        Take(view);
        try
        {
            await ReadAsync();
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    });

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
