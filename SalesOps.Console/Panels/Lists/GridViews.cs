using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels.Lists;

/// <summary>A view by the filters that its list has.</summary>
public static class GridViews
{
    /// <summary>What to ask of the list: a default filter counts until the address names it or one that lifts it.</summary>
    public static GridRequest Request(this GridView view, IReadOnlyDictionary<string, string>? defaults, IReadOnlyList<GridFilter> filters)
    {
        var asked = new Dictionary<string, string>(view.Filters, StringComparer.Ordinal);
        foreach (var (name, value) in defaults ?? new Dictionary<string, string>())
            if (!filters.Any(f => f.Lifts == name && view.Filters.ContainsKey(f.Name))) asked.TryAdd(name, value);
        foreach (var filter in filters)
            if (asked.TryGetValue(filter.Name, out var value) && filter.Options.FirstOrDefault(o => o.Value == value)?.Means is { } means) asked[filter.Name] = means;
        return view.Under(asked);
    }

    /// <summary>The same with what depends on who looks said in a way that fits everybody: as a view of before kept it, or a link of one's own.</summary>
    public static GridView ForAnybody(this GridView view, IReadOnlyList<GridFilter> filters, bool isKept)
    {
        var same = view;
        foreach (var filter in filters)
            if (view.Filters.TryGetValue(filter.Name, out var value) && filter.Options.FirstOrDefault(o => o.Means is not null) is { } option && option.Value != value && (isKept || option.Means == value))
                same = same.With(filter.Name, option.Value) with { Page = same.Page };
        return same;
    }
}
