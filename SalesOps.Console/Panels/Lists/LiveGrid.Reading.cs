using Microsoft.JSInterop;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>When rows are read, and which answer counts.</summary>
public sealed partial class LiveGrid<TRow>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>From half a second to a whole, by lot: else the lists of all sessions would be drawn in one burst, and every number would wait for its end.</summary>
    private static TimeSpan AtMostEvery => Pause * (1 + Random.Shared.NextDouble());

    private CancellationTokenSource? _reading;
    private bool _isReading;
    private bool _owed;
    private string? _problem;
    private bool _isFilterProblem;

    /// <summary>Nobody points at the rows, stands among them or reads an open one, and new ones belong at the top: they may move.</summary>
    private bool MayMove => _view.IsTop && !_pointer && !_focus && !(Opened is { } open && _rows.Rows?.Any(row => RowId(row) == open) == true);

    /// <summary>Shows what the rows are by now, after an act on them was refused: those that went from view are chosen no more.</summary>
    public async Task RefusedAsync()
    {
        var before = _rows.Rows ?? [];
        await RefreshAsync();
        Selection.GiveUpGone(before);
    }

    private Task ReadAsync() => ReadAsync(Load, show: true);

    private async Task FollowAsync()
    {
        if (_isReading)
        {
            // It may have read before the commit.
            _owed = true;
            return;
        }
        await ReadAsync((asked, stop) => Reads.RunAsync(() => Load(asked, stop), stop), show: MayMove || _rows.Rows is not { Count: > 0 });
    }

    /// <summary>Reads the view; an answer that a newer read has overtaken no longer counts.</summary>
    /// <param name="show">Show the page as it is; else rows in view keep their places.</param>
    private async Task ReadAsync(Func<GridRequest, CancellationToken, Task<Result<Page<TRow>>>> load, bool show)
    {
        _reading?.Cancel();
        using var reading = new CancellationTokenSource();
        _reading = reading;
        _isReading = true;
        GridView? nearest = null;
        try
        {
            var answer = await load(_view.Request(DefaultFilters, Filters), reading.Token);
            if (reading != _reading) return;
            nearest = show && answer is { Succeeded: true, Value: { Rows.Count: 0 } page } ? _view.Within(page.Total) : null;
            if (nearest is null) Take(answer, show);
        }
        catch (Exception problem)
        {
            if (reading != _reading) return;
            Log.LogError(problem, "The rows of {Section} could not be read", Section);
            (_problem, _isFilterProblem) = (Text.ReadFailed, false);
        }
        finally
        {
            if (reading == _reading) (_reading, _isReading) = (null, false);
        }
        // Beyond the end is nothing to see: the last page that has rows is what is left.
        if (nearest is not null)
        {
            await GoToAsync(nearest, isStep: false);
            return;
        }
        StateHasChanged();
        if (!_owed) return;
        _owed = false;
        await FollowAsync();
    }

    private void Take(Result<Page<TRow>> answer, bool show)
    {
        _problem = null;
        _isFilterProblem = false;
        if (!answer.Succeeded)
        {
            var error = answer.Errors[0];
            _isFilterProblem = error.Kind == ErrorKind.Invalid;
            _problem = error.Code == "no_words" ? Text.SearchNoWords
                : _isFilterProblem && error.Field == "sort" ? Text.SortUnknown.With(_view.Sort)
                : _isFilterProblem ? Text.FilterUnknown.With(_view.Filters.GetValueOrDefault(error.Field ?? "") is { } value ? $"{error.Field}={value}" : error.Field)
                : ErrorTexts.Of(error);
        }
        else if (show)
            _rows.Show(answer.Value);
        else
            _rows.Follow(answer.Value);
        if (_rows.Rows is { } rows) Selection.Show(rows);
    }

    /// <summary>Chooses what the filters find, as it is now: what is changed or comes later was not seen.</summary>
    private async Task ChooseAllAsync()
    {
        var view = _view;
        var asked = view.Request(DefaultFilters, Filters);
        var found = await Load(asked with { OnlyKeys = true, First = GridSelection<TRow>.Most }, CancellationToken.None);
        var (all, failed) = found.Succeeded ? await SeenAsync(asked, found.Value.Keys!) : ([], found);
        if (failed is not null) Take(failed, show: false);
        else if (view.HasFiltersOf(_view)) Selection.ChooseAll(all);
        StateHasChanged();
        // The button goes with the offer.
        await Browser.InvokeVoidAsync("salesOps.focus", $"#{Section} .grid-acts");
    }

    /// <summary>What acts need of rows, by the rows' ids; or the read that failed.</summary>
    private async Task<(Dictionary<string, object?> Found, Result<Page<TRow>>? Failed)> SeenAsync(GridRequest asked, IReadOnlyList<object> keys)
    {
        var found = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var some in keys.Chunk(GridKeys.AtOnce))
        {
            var page = await Load(asked with { Keys = some }, CancellationToken.None);
            if (!page.Succeeded) return (found, page);
            foreach (var row in page.Value.Rows) found[RowId(row)] = Selection.SeenOf(row);
        }
        return (found, null);
    }

    /// <summary>New rows stand on the first page.</summary>
    private async Task ShowNewAsync()
    {
        if (!await GoToAsync(_view with { Page = 1 })) await ReadAsync();
    }

    private Task SetPointerAsync(bool inside)
    {
        _pointer = inside;
        return SettleAsync();
    }

    private Task SetFocusAsync(bool inside)
    {
        _focus = inside;
        return SettleAsync();
    }

    /// <summary>What waited only for the pointer or the focus comes as soon as they leave.</summary>
    private Task SettleAsync() => _rows.Waiting is not null && MayMove ? ReadAsync() : Task.CompletedTask;
}
