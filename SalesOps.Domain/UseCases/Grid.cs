using System.Linq.Expressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases;

/// <summary>What a grid asks of a list: a page, an order, and filters, all from the address bar.</summary>
/// <param name="Take">1..100.</param>
/// <param name="Sort">A sort the list knows; null for its own order.</param>
/// <param name="Filters">Filters the list knows, with their values.</param>
public sealed record GridRequest(int Skip = 0, int Take = 20, string? Sort = null, bool Descending = false, IReadOnlyDictionary<string, string>? Filters = null)
{
    /// <summary>Asks for the keys of all rows in order, and for no row: how an export begins.</summary>
    public bool OnlyKeys { get; init; }
    /// <summary>Asks for the rows with these keys in the order, whatever the page and the filters: how an export goes on. Null for a page.</summary>
    public IReadOnlyList<object>? Keys { get; init; }

    internal bool IsExport => OnlyKeys || Keys is not null;

    public string? Filter(string name) => Filters?.GetValueOrDefault(name);

    /// <summary>Equal when the same is asked, filters compared by what they hold.</summary>
    public bool Equals(GridRequest? other) => other is not null && (Skip, Take, Sort, Descending, OnlyKeys) == (other.Skip, other.Take, other.Sort, other.Descending, other.OnlyKeys)
        && ReferenceEquals(Keys, other.Keys) && (Filters?.Count ?? 0) == (other.Filters?.Count ?? 0) && (Filters is null || Filters.All(f => other.Filter(f.Key) == f.Value));

    public override int GetHashCode() => HashCode.Combine(Skip, Take, Sort, Descending, Filters?.Count ?? 0);
}

/// <summary>A list's visible rows.</summary>
/// <param name="Total">How many rows there are; counted up to <see cref="CountedTo"/>.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total)
{
    public const int CountedTo = 10_000;

    /// <summary>The keys of all rows when they were asked for.</summary>
    public IReadOnlyList<object>? Keys { get; init; }

    /// <summary>There are more rows than were counted: say "10,000+".</summary>
    public bool IsMore => Total > CountedTo;
}

/// <summary>A list that a grid reads.</summary>
public interface IGridQuery : IShared
{
    GridRequest Grid { get; }

    // A hundred thousand rows are not kept for somebody who might ask the same.
    bool IShared.IsShared => !Grid.IsExport;
}

/// <summary>Bounds that every list keeps.</summary>
internal sealed class GridValidator<T> : AbstractValidator<T> where T : IGridQuery
{
    public GridValidator()
    {
        RuleFor(q => q.Grid.Skip).InclusiveBetween(0, 100_000_000);
        RuleFor(q => q.Grid.Take).InclusiveBetween(1, 100);
        RuleFor(q => q.Grid.Keys).Must(keys => keys is null || keys.Count <= GridKeys.AtOnce);
    }
}

/// <summary>The sorts and filters of a list, by the names that stand in the address bar; what is not here cannot be asked.</summary>
/// <param name="tie">Orders rows that are equal in the sort, so that pages neither repeat nor skip one.</param>
internal sealed class GridSource<T>(Expression<Func<T, object>> tie) where T : class
{
    private const string SearchName = "search";

    private readonly Dictionary<string, Func<IQueryable<T>, bool, IOrderedQueryable<T>>> _sorts = [];
    private readonly Dictionary<string, Func<string, Expression<Func<T, bool>>?>> _filters = [];
    private (string Name, bool Descending)? _own;
    private (Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>> Of, int Most)? _search;

    /// <summary>All that can be asked, for those who ask everything.</summary>
    public IEnumerable<string> Sorts => _sorts.Keys;
    /// <inheritdoc cref="Sorts"/>
    public IEnumerable<string> Filters => _search is null ? _filters.Keys : _filters.Keys.Append(SearchName);

    /// <summary>Adds a sort; the first added is the list's own order, in the direction given.</summary>
    public GridSource<T> Sort<TKey>(string name, Expression<Func<T, TKey>> key, bool descending = true) =>
        Sort(name, (rows, down) => down ? rows.OrderByDescending(key) : rows.OrderBy(key), descending);

    /// <inheritdoc cref="Sort{TKey}"/>
    public GridSource<T> Sort(string name, Func<IQueryable<T>, bool, IOrderedQueryable<T>> order, bool descending)
    {
        _own ??= (name, descending);
        _sorts.Add(name, (rows, down) => down ? order(rows, down).ThenByDescending(tie) : order(rows, down).ThenBy(tie));
        return this;
    }

    /// <summary>Adds a filter; <paramref name="filter"/> answers null for a value it does not understand.</summary>
    public GridSource<T> Filter(string name, Func<string, Expression<Func<T, bool>>?> filter)
    {
        _filters.Add(name, filter);
        return this;
    }

    /// <summary>Adds the filter <c>search</c>: rows of the customers who are found by name or channel account.</summary>
    /// <param name="of">The rows of the customers found.</param>
    /// <param name="most">More customers than this are refused: the reader must say more.</param>
    public GridSource<T> Search(Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>> of, int most = 1000)
    {
        _search = (of, most);
        return this;
    }

    /// <summary>How many rows the list has under one filter, however many that are.</summary>
    public long Count(IQueryable<T> rows, string filter, string value) => rows.Where(_filters[filter](value)!).LongCount();

    /// <summary>Reads the page that is asked for.</summary>
    /// <param name="select">What is read of each row in the store.</param>
    /// <param name="row">Makes the answer's row of it.</param>
    /// <param name="total">How many rows there are without filters, when a counter knows.</param>
    public async Task<Result<Page<TRow>>> ReadAsync<TFound, TRow>(SalesOpsDb store, IQueryable<T> rows, GridRequest request, Expression<Func<T, TFound>> select,
        Func<TFound, TRow> row, long? total, CancellationToken cancellationToken)
    {
        var (own, descending) = _own!.Value;
        if (!_sorts.TryGetValue(request.Sort ?? own, out var sort)) return Error.Invalid("sort", $"'{request.Sort}' is not a sort of this list.");
        var down = request.Sort is null ? descending : request.Descending;
        if (request.Keys is { } keys)
        {
            var some = await sort(rows.Where(GridKeys.Among(tie, keys)), down).Select(select).ToListAsync(cancellationToken);
            return new Page<TRow>([.. some.Select(row)], some.Count);
        }
        foreach (var (name, value) in request.Filters ?? new Dictionary<string, string>())
        {
            total = null;
            if (name == SearchName && _search is { } search)
            {
                if (CustomerSearch.Find(store, value) is not { } found) return Error.Invalid(name, "There is nothing to search for.", "no_words");
                if (await found.Take(search.Most + 1).CountAsync(cancellationToken) > search.Most)
                    return Error.Invalid(name, $"More than {search.Most} customers match; say more.", "too_many");
                rows = search.Of(rows, found);
                continue;
            }
            if (!_filters.TryGetValue(name, out var filter)) return Error.Invalid(name, $"'{name}' is not a filter of this list.");
            if (filter(value) is not { } condition) return Error.Invalid(name, $"'{name}' has no value '{value}'.");
            rows = rows.Where(condition);
        }
        if (request.OnlyKeys)
        {
            var all = await sort(rows, down).Select(tie).Take(GridKeys.Most + 1).ToListAsync(cancellationToken);
            return all.Count > GridKeys.Most ? new Error(ErrorKind.TooLarge, $"More than {GridKeys.Most} rows; filter them.", Code: "too_many") : new Page<TRow>([], all.Count) { Keys = all };
        }
        var count = total is { } known ? (int)Math.Min(known, int.MaxValue) : await rows.Take(Page<TRow>.CountedTo + 1).CountAsync(cancellationToken);
        if (request.Sort is not null && request.Sort != own && count > Page<TRow>.CountedTo)
        {
            // No index has this order: only the first rows in the list's own order are put into it, as many as are counted.
            rows = _sorts[own](rows, descending).Take(count = Page<TRow>.CountedTo + 1);
        }
        var page = await sort(rows, down).Skip(request.Skip).Take(request.Take).Select(select).ToListAsync(cancellationToken);
        return new Page<TRow>([.. page.Select(row)], count);
    }
}
