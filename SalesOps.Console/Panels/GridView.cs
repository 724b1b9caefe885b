using Microsoft.AspNetCore.WebUtilities;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases;

namespace SalesOps.Console.Panels;

/// <summary>What a grid shows, as it stands in the address: <c>customers.status=discovery&amp;customers.sort=name&amp;customers.page=2</c>.</summary>
/// <param name="Page">From 1.</param>
public sealed record GridView(IReadOnlyDictionary<string, string> Filters, string? Sort, bool Descending, int Page)
{
    public const int PageSize = 20;
    private const int LastPage = 1_000_000;
    private const string HiddenColumns = "hidden";

    /// <summary>The first page in the list's own order: where new rows come in at the top.</summary>
    public bool IsTop => Page == 1 && Sort is null;

    public static GridView Parse(string section, Uri address)
    {
        var prefix = section + ".";
        var filters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (sort, descending, page) = ((string?)null, false, 1);
        foreach (var (name, values) in QueryHelpers.ParseQuery(address.Query))
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || values.ToString() is not { Length: > 0 } value) continue;
            switch (name[prefix.Length..])
            {
                case "sort": sort = value; break;
                case "desc": descending = value == "1"; break;
                case "page": page = int.TryParse(value, out var number) ? Math.Clamp(number, 1, LastPage) : 1; break;
                case var filter: filters[filter] = value; break;
            }
        }
        return new GridView(filters, sort, descending, page);
    }

    /// <summary>The parameters that turn <paramref name="before"/>'s address into this one's; null takes one away.</summary>
    public IReadOnlyDictionary<string, object?> Address(string section, GridView before)
    {
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in before.Filters.Keys) changes[$"{section}.{name}"] = null;
        foreach (var (name, value) in Filters) changes[$"{section}.{name}"] = value;
        changes[$"{section}.sort"] = Sort;
        changes[$"{section}.desc"] = Sort is not null && Descending ? "1" : null;
        changes[$"{section}.page"] = Page == 1 ? null : Page;
        return changes;
    }

    /// <summary>What a saved view keeps of this: all but the page and words that were searched for. See <see cref="ViewRules"/>.</summary>
    public string Keep(IEnumerable<string> hidden)
    {
        var pairs = Filters.Where(f => ViewRules.MayKeep(f.Key)).Select(f => (f.Key, f.Value)).ToList();
        if (Sort is not null) pairs.Add(("sort", Sort));
        if (Sort is not null && Descending) pairs.Add(("desc", "1"));
        if (string.Join(',', hidden.Order(StringComparer.Ordinal)) is { Length: > 0 } columns) pairs.Add((HiddenColumns, columns));
        return string.Join('&', pairs.Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
    }

    /// <summary>What <see cref="Keep"/> kept.</summary>
    public static (GridView View, IReadOnlySet<string> Hidden) Kept(string shows)
    {
        const string Any = "kept";
        var view = Parse(Any, new Uri("http://localhost/?" + string.Join('&', shows.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => $"{Any}.{pair}"))));
        var hidden = view.Filters.GetValueOrDefault(HiddenColumns)?.Split(',').ToHashSet(StringComparer.Ordinal) ?? [];
        return (view with { Filters = view.Filters.Where(f => f.Key != HiddenColumns).ToDictionary(StringComparer.Ordinal) }, hidden);
    }

    /// <summary>The view with a filter set, or taken away by null; on its first page.</summary>
    public GridView With(string filter, string? value)
    {
        var filters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, kept) in Filters) if (name != filter) filters[name] = kept;
        if (!string.IsNullOrWhiteSpace(value)) filters[filter] = value.Trim();
        return this with { Filters = filters, Page = 1 };
    }

    /// <summary>What to ask of the list under these filters.</summary>
    public GridRequest Under(IReadOnlyDictionary<string, string> filters) => new((Page - 1) * PageSize, PageSize, Sort, Descending, filters);

    /// <summary>The same on the last page that so many rows have; null when it lies within them.</summary>
    public GridView? Within(int rows) => Math.Max(1, (rows + PageSize - 1) / PageSize) is var last && last < Page ? this with { Page = last } : null;

    public bool HasFiltersOf(GridView other) =>
        Filters.Count == other.Filters.Count && Filters.All(f => other.Filters.TryGetValue(f.Key, out var value) && value == f.Value);

    public bool Equals(GridView? other) => other is not null && Sort == other.Sort && Descending == other.Descending && Page == other.Page && HasFiltersOf(other);

    public override int GetHashCode() => HashCode.Combine(Sort, Descending, Page, Filters.Count);
}
