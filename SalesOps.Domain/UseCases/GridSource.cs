using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases;

/// <summary>The sorts and filters of a list, by the names that stand in the address bar; what is not here cannot be asked.</summary>
/// <param name="tie">Orders rows that are equal in the sort, so that pages neither repeat nor skip one.</param>
internal sealed class GridSource<T>(Expression<Func<T, object>> tie) where T : class
{
    private const string SearchName = "search";
    private const string TextsName = "text";
    /// <summary>From here on the rows of a page are found by their keys, which stand on the index, and not by passing over rows.</summary>
    private const int Deep = 200;
    /// <summary>Of rows that are met only one by one, so many are put into another order.</summary>
    private const int Glance = 200;
    /// <summary>Rows that no index of their own finds are counted so far.</summary>
    private const int Met = 1_000;
    /// <summary>So many rows that were found are put into another order; of more only if no index has it, and then the first in the list's own.</summary>
    private const int Resorted = 3_000;

    private readonly Dictionary<string, Func<IQueryable<T>, bool, IOrderedQueryable<T>>> _sorts = [];
    private readonly Dictionary<string, Func<string, DateTime, Expression<Func<T, bool>>?>> _filters = [];
    private (string Name, bool Descending)? _own;
    private readonly Dictionary<string, Func<string, Expression<Func<T, bool>>>> _walks = [];
    private readonly HashSet<string> _ordered = [];
    private readonly HashSet<string> _sorted = [];
    private readonly HashSet<string> _met = [];
    private readonly HashSet<string> _turning = [];
    private readonly HashSet<string> _indexed = [];
    private GridSearch<T>? _search;
    private Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>>? _texts;

    /// <summary>All that can be asked, for those who ask everything.</summary>
    public IEnumerable<string> Sorts => _sorts.Keys;
    /// <inheritdoc cref="Sorts"/>
    public IEnumerable<string> Filters => [.. _filters.Keys, .. _search is null ? (string[])[] : [SearchName], .. _texts is null ? (string[])[] : [TextsName]];

    /// <summary>Adds a sort; the first added is the list's own order, in the direction given.</summary>
    /// <param name="isIndexed">An index has this order too, so that a page is met in it however many rows there are.</param>
    public GridSource<T> Sort<TKey>(string name, Expression<Func<T, TKey>> key, bool descending = true, bool isIndexed = false)
    {
        _turning.Add(name);
        if (isIndexed) _indexed.Add(name);
        return Sort(name, (rows, down) => down ? rows.OrderByDescending(key) : rows.OrderBy(key), descending);
    }

    /// <inheritdoc cref="Sort{TKey}"/>
    public GridSource<T> Sort(string name, Func<IQueryable<T>, bool, IOrderedQueryable<T>> order, bool descending)
    {
        _own ??= (name, descending);
        _sorts.Add(name, (rows, down) => down ? order(rows, down).ThenByDescending(tie) : order(rows, down).ThenBy(tie));
        return this;
    }

    /// <summary>Adds a filter; <paramref name="filter"/> answers null for a value it does not understand.</summary>
    /// <param name="walk">The same so that no index has it: for values with so many rows that a page is met sooner than they are sorted.</param>
    /// <param name="isOrdered">The filter's index has the list's own order, so that <paramref name="walk"/> is only of use beside a filter that has no index, or for another order.</param>
    /// <param name="isSorted">The filter has an index for each sort that has one.</param>
    public GridSource<T> Filter(string name, Func<string, Expression<Func<T, bool>>?> filter, Func<string, Expression<Func<T, bool>>>? walk = null, bool isOrdered = false, bool isSorted = false)
    {
        if (isSorted) _sorted.Add(name);
        if (walk is not null) _walks.Add(name, walk);
        if (isOrdered) _ordered.Add(name);
        return Filter(name, (value, _) => filter(value));
    }

    /// <summary>Adds a filter by how long ago something was; <paramref name="filter"/> is told what time it is, in UTC.</summary>
    public GridSource<T> Filter(string name, Func<string, DateTime, Expression<Func<T, bool>>?> filter)
    {
        _filters.Add(name, filter);
        return this;
    }

    /// <summary>Adds a filter without an index of its own: its rows are met one by one on the index of the list's own order, which has the column too.</summary>
    public GridSource<T> Meet(string name, Func<string, Expression<Func<T, bool>>?> filter)
    {
        _met.Add(name);
        return Filter(name, filter);
    }

    /// <summary>Adds the filter <c>search</c>: rows of the customers who are found by name or channel account.</summary>
    /// <inheritdoc cref="GridSearch{T}" path="/param"/>
    public GridSource<T> Search(Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>> of, Func<IQueryable<T>, IQueryable<Customer>, IQueryable<T>>? among = null)
    {
        _search = new(of, among);
        return this;
    }

    /// <summary>Adds the filter <c>text</c>: rows of the customers who are found by what was said, of so many newest messages as are few.</summary>
    /// <param name="of">The rows of the customers found.</param>
    public GridSource<T> Texts(Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>> of)
    {
        _texts = of;
        return this;
    }

    /// <summary>How many rows the list has under one filter, however many that are.</summary>
    public long Count(IQueryable<T> rows, string filter, string value) => rows.Where(_filters[filter](value, default)!).LongCount();

    /// <summary>Reads the page that is asked for.</summary>
    /// <param name="select">What is read of each row in the store.</param>
    /// <param name="row">Makes the answer's row of it.</param>
    /// <param name="total">How many rows there are without filters, when a counter knows.</param>
    /// <param name="now">For filters that look back from now; UTC.</param>
    public async Task<Result<Page<TRow>>> ReadAsync<TFound, TRow>(SalesOpsDb store, IQueryable<T> rows, GridRequest request, Expression<Func<T, TFound>> select,
        Func<TFound, TRow> row, long? total, CancellationToken cancellationToken, DateTime now = default)
    {
        var (own, descending) = _own!.Value;
        if (!_sorts.TryGetValue(request.Sort ?? own, out var sort)) return Error.Invalid("sort", $"'{request.Sort}' is not a sort of this list.");
        var down = request.Sort is null ? descending : request.Descending;
        if (request.Keys is { } asked)
        {
            var some = await sort(rows.Where(GridKeys.Among(tie, asked)), down).Select(select).ToListAsync(cancellationToken);
            return new Page<TRow>([.. some.Select(row)], some.Count);
        }
        var (search, everything, unfiltered, met, found) = (Found.All, total, rows, rows, rows);
        var (isSaid, moreIsSaid) = (false, false);
        var meets = request.Filters?.Keys.Any(_met.Contains) == true;
        foreach (var (name, value) in request.Filters ?? new Dictionary<string, string>())
        {
            total = null;
            if (name == SearchName && _search is not null)
            {
                if (await _search.FindAsync(store, rows, r => Own(r, GridSearch<T>.Sample), value, cancellationToken) is not { } those) return Error.Invalid(name, "There is nothing to search for.", "no_words");
                (rows, search) = (those.Rows, those.AreMany ? Found.Many : Found.Few);
                continue;
            }
            if (name == TextsName && _texts is not null)
            {
                if (MessageSearch.Query(value) is not { } words) return Error.Invalid(name, "There is nothing to search for.", "no_words");
                rows = _texts(rows, MessageSearch.Find(store, words, GridSearch<T>.Few));
                (isSaid, moreIsSaid) = (true, await MessageSearch.CountAsync(store, words, GridSearch<T>.Few + 1, cancellationToken) > GridSearch<T>.Few);
                continue;
            }
            if (!_filters.TryGetValue(name, out var filter)) return Error.Invalid(name, $"'{name}' is not a filter of this list.");
            if (filter(value, now) is not { } condition) return Error.Invalid(name, $"'{name}' has no value '{value}'.");
            (rows, met) = (rows.Where(condition), met.Where((meets || !(IsResorted(request) ? _sorted : _ordered).Contains(name)) && _walks.TryGetValue(name, out var walk) ? walk(value) : condition));
            if (!_met.Contains(name)) found = found.Where(condition);
        }
        if (isSaid) search = Found.Few;
        // What an index finds few of is looked up, and the rest asked of those; else all is met in the list's own order.
        if (meets && search == Found.All && (ReferenceEquals(found, unfiltered) || await found.Take(GridSearch<T>.Few + 1).CountAsync(cancellationToken) > GridSearch<T>.Few)) rows = met;
        if (request.OnlyKeys)
        {
            var all = await sort(rows, down).Select(tie).Take(GridKeys.Most + 1).ToListAsync(cancellationToken);
            return all.Count > GridKeys.Most ? new Error(ErrorKind.TooLarge, $"More than {GridKeys.Most} rows; filter them.", Code: "too_many") : new Page<TRow>([], all.Count) { Keys = all };
        }
        var (keys, count, isMore) = search == Found.All ? await PlaceAsync(store, rows, met, meets, everything, request, down, total, cancellationToken)
            : await SearchedAsync(rows, request, down, search == Found.Many, cancellationToken);
        // Found among those that may be seen; asked by nothing else than their keys, lest SQLite look for them by whose they are.
        var page = keys is [] ? [] : keys is null
            ? await sort(rows, down).Skip(request.Skip).Take(request.Take).Select(select).ToListAsync(cancellationToken)
            : await sort(store.Set<T>().Where(GridKeys.Among(tie, keys)), down).Select(select).ToListAsync(cancellationToken);
        return new Page<TRow>([.. page.Select(row)], count) { IsMore = isMore || moreIsSaid };
    }

    /// <summary>How many rows there are, and the keys of the page when it is found by them.</summary>
    /// <param name="met">The same rows, met in the order that is asked for.</param>
    /// <param name="meets">Whether some filter has no index of its own.</param>
    /// <param name="everything">How many rows the list has without filters, when a counter knows.</param>
    private async Task<(List<object>? Keys, int Count, bool IsMore)> PlaceAsync(SalesOpsDb store, IQueryable<T> rows, IQueryable<T> met, bool meets, long? everything, GridRequest request, bool down, long? total, CancellationToken cancellationToken)
    {
        var (skip, take) = (request.Skip, request.Take);
        var most = meets ? Met : Page<T>.CountedTo;
        var count = total is { } known ? (int)Math.Min(known, int.MaxValue) : await rows.Take(most + 1).CountAsync(cancellationToken);
        if (total is null && count == 0) return ([], 0, false);
        var isMore = total is null && count > most;
        var areMany = isMore || count > Resorted;
        if (IsResorted(request) && !(areMany && IsMetInItsOrder(request)))
            // As a statement within the statement, lest SQLite look through all rows in the order that is asked for.
            return (await KeysAsync(store.Set<T>().Where(GridKeys.Among(tie, areMany ? Own(rows, Resorted) : rows)), request, down, skip, take, cancellationToken), Math.Min(count, Resorted), areMany);
        if (isMore) count = most;
        // Nobody turns to a page that is not counted.
        if (isMore && skip >= count) return ([], count, true);
        // As many rows are passed over until the page is full as stand between them, which is less than to look all up and sort them.
        if (IsResorted(request) || (_walks.Count > 0 && (isMore || (everything is { } of && (long)(skip + take) * of < (long)count * count)))) rows = met;
        else if (skip < Deep && !meets) return (null, count, isMore);
        if (isMore || skip <= count / 2 || !_turning.Contains(request.Sort ?? _own!.Value.Name)) return (await KeysAsync(rows, request, down, skip, take, cancellationToken), count, isMore);
        // Nearer to the end.
        return (skip >= count ? [] : await KeysAsync(rows, request, !down, Math.Max(0, count - skip - take), Math.Min(take, count - skip), cancellationToken), count, false);
    }

    /// <summary>As <see cref="PlaceAsync"/>, for rows that are looked up, or met one by one.</summary>
    private async Task<(List<object>? Keys, int Count, bool IsMore)> SearchedAsync(IQueryable<T> rows, GridRequest request, bool down, bool areMany, CancellationToken cancellationToken)
    {
        var (skip, take) = (request.Skip, request.Take);
        if (areMany && !IsResorted(request))
        {
            // They are not counted: it is enough to know that there is a next page, and one after it.
            var met = await KeysAsync(rows, request, down, skip, 2 * take + 1, cancellationToken);
            return ([.. met.Take(take)], skip + Math.Min(met.Count, 2 * take), met.Count > 2 * take);
        }
        var most = areMany ? Glance : Page<T>.CountedTo;
        var found = await KeysAsync(areMany ? Own(rows, most + 1) : rows, request, down, 0, most + 1, cancellationToken);
        return ([.. found.Skip(skip).Take(take)], Math.Min(found.Count, most), found.Count > most);
    }

    /// <summary>An index has the order that is asked for, and no filter would keep a page from being met in it.</summary>
    private bool IsMetInItsOrder(GridRequest request) => _indexed.Contains(request.Sort!) && request.Filters?.Keys.All(name => _walks.ContainsKey(name) || _met.Contains(name) || _sorted.Contains(name)) != false;

    private bool IsResorted(GridRequest request) => request.Sort is not null && request.Sort != _own!.Value.Name;

    private IQueryable<T> Own(IQueryable<T> rows, int first) => _sorts[_own!.Value.Name](rows, _own.Value.Descending).Take(first);

    private Task<List<object>> KeysAsync(IQueryable<T> rows, GridRequest request, bool down, int skip, int take, CancellationToken cancellationToken) =>
        _sorts[request.Sort ?? _own!.Value.Name](rows, down).Skip(skip).Take(take).Select(tie).ToListAsync(cancellationToken);

    private enum Found
    {
        All,
        Few,
        Many,
    }
}
