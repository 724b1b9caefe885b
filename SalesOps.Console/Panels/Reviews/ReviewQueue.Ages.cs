using System.Globalization;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Reviews;

namespace SalesOps.Console.Panels.Reviews;

/// <summary>How long what waits may wait yet, and how many wait beyond that.</summary>
public sealed partial class ReviewQueue
{
    /// <summary>The address's filters, the age as the moment it means: to ten seconds, so that all who ask share one answer.</summary>
    private Dictionary<string, string> Query()
    {
        var filters = new Dictionary<string, string>(_filters.Where(f => f.Key != "age"));
        if (_filters.GetValueOrDefault("age") is { } age) filters["dueBefore"] = DueBefore(age == "soon" ? Ages.Soon : TimeSpan.Zero);
        return filters;
    }

    private string DueBefore(TimeSpan ahead) => Limit(ahead).ToString("O", CultureInfo.InvariantCulture);

    private DateTime Limit(TimeSpan ahead)
    {
        var now = Time.GetUtcNow().UtcDateTime + ahead;
        return now.AddTicks(-(now.Ticks % (10 * TimeSpan.TicksPerSecond)));
    }

    /// <summary>How many of a page wait beyond their limit, by time left; null when others than these may.</summary>
    private int? LateAmong(Page<ListReviews.Row> read)
    {
        if (_filters.Count > 0) return null;
        var limit = Limit(TimeSpan.Zero);
        var late = read.Rows.Count(r => r.DueAt < limit);
        return late < read.Rows.Count || read.Rows.Count < Most ? late : null;
    }

    /// <summary>How many wait beyond their limit, whatever the filters.</summary>
    private async Task<int> LateAsync()
    {
        var answer = await Mediator.Send(new ListReviews.Query(new GridRequest(Take: 1, Filters: new Dictionary<string, string> { ["dueBefore"] = DueBefore(TimeSpan.Zero) })));
        return answer.Succeeded ? answer.Value.Total : _late;
    }

    private async Task CheckAgesAsync()
    {
        if (!Live.IsLookedAt) return;
        try
        {
            if (_filters.ContainsKey("age")) await ReadAsync();
            else if (await LateAsync() is var late && late != _late)
            {
                _late = late;
                StateHasChanged();
            }
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }
}
