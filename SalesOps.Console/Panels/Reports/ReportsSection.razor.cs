using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases.Reports;

namespace SalesOps.Console.Panels.Reports;

/// <summary>What is asked stands in the address: <c>reports.days=30</c>, or <c>reports.from=</c> and <c>reports.to=</c>, <c>reports.measure=</c> for what the bars show, and <c>reports.of=</c> for whose hours. Read when asked, not with each commit: the figures are of days.</summary>
public sealed partial class ReportsSection : IDisposable
{
    private const string Section = "reports", Chosen = "chosen";
    private const int Own = 7;
    private static readonly int[] Periods = [1, Own, 30, 90];

    private GetReport.Answer? _report;
    private GridView _view = default!;
    // Until the browser says that it is there: the next step may come before.
    private GridView? _going;
    private string? _problem;
    private bool _isReading;
    private int _asked;
    private int? _days;
    private DateOnly _from, _to;
    private Guid? _of;
    private string? _named;
    // What the figures are of, until those that were asked for are there.
    private (DateOnly From, DateOnly To, Guid? Of, string? Named) _shown;
    // Options lie in no circuit before somebody looks at them.
    private bool _choosesOne;
    private ReportMeasure _measure = ReportMeasure.All[0];

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;

    private GridView Next => _going ?? _view;

    private DateOnly Today => DateOnly.FromDateTime(Time.OnClock(Time.Now));

    protected override Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Take(GridView.Parse(Section, new Uri(Navigation.Uri)));
        return ReadAsync();
    }

    private void Take(GridView view)
    {
        _view = view;
        _measure = ReportMeasure.All.FirstOrDefault(m => m.Code == view.Filters.GetValueOrDefault("measure")) ?? ReportMeasure.All[0];
        var (of, directory) = (Guid.TryParse(view.Filters.GetValueOrDefault("of"), out var one) ? one : (Guid?)null, Feed.Last.Directory);
        _named = directory.NameOfAgent(of) ?? directory.NameOfUser(of);
        // An address may name somebody who is gone.
        _of = _named is null ? null : of;
        if (Asked("from") is { } from && Asked("to") is { } to)
        {
            (_days, _from, _to) = (null, from, to);
            return;
        }
        _days = int.TryParse(view.Filters.GetValueOrDefault("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Periods.Contains(days) ? days : Own;
        (_from, _to) = (Today.AddDays(1 - _days.Value), Today);
    }

    private DateOnly? Asked(string name) => Days.Typed(_view.Filters.GetValueOrDefault(name));

    private void ChoosePeriod(string value)
    {
        Go(value == Chosen
            ? Next.With("days", null).With("from", Machine(_from)).With("to", Machine(_to))
            : Next.With("from", null).With("to", null).With("days", value == Own.ToString(CultureInfo.InvariantCulture) ? null : value));
    }

    private void ChooseMeasure(string code) => Go(Next.With("measure", code == ReportMeasure.All[0].Code ? null : code));

    private void ChooseOne(string? id) => Go(Next.With("of", id));

    private void ChooseDay(string name, DateOnly? day)
    {
        // Typed before another period was chosen, it comes too late.
        if (day is { } chosen && Next.Filters.ContainsKey("from")) Go(Next.With(name, Days.Machine(chosen)));
    }

    private void Go(GridView view)
    {
        _going = view;
        Navigation.NavigateTo(Navigation.WithView(Section, view, _view));
    }

    private async Task ReadAsync()
    {
        var (asked, shown) = (++_asked, (_from, _to, _of, _named));
        _isReading = true;
        StateHasChanged();
        var answer = await Mediator.Send(new GetReport.Query(_from, _to, Time.Zone, _of));
        if (asked != _asked) return;
        _isReading = false;
        _problem = answer.Succeeded ? null : answer.Errors[0].Kind == ErrorKind.Invalid ? Text.ReportNoSuchTime.With(GetReport.MostDays) : ErrorTexts.Of(answer.Errors[0]);
        if (answer.Succeeded) (_report, _shown) = (answer.Value, shown);
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        var view = GridView.Parse(Section, new Uri(e.Location));
        if (view.Equals(_going)) _going = null;
        if (view.Equals(_view)) return;
        var asked = (_from, _to, _of);
        Take(view);
        try
        {
            // Of the same days other bars are drawn at once.
            if (asked == (_from, _to, _of)) StateHasChanged();
            else await ReadAsync();
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    });

    private static string Machine(DateOnly day) => Days.Machine(day);

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;
}
