using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases;

/// <summary>The sorts and filters of a list, by the names that stand in the address bar; what is not here cannot be asked.</summary>
/// <param name="tie">Orders rows that are equal in the sort, so that pages neither repeat nor skip one.</param>
internal sealed partial class GridSource<T>(Expression<Func<T, object>> tie) where T : class
{
    private const string SearchName = "search";
    private const string TextsName = "text";

    private readonly Dictionary<string, Order> _sorts = [];
    private readonly Dictionary<string, Condition> _filters = [];
    private (string Name, bool Descending)? _own;
    private GridSearch<T>? _search;
    private Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>>? _texts;

    /// <summary>All that can be asked, for those who ask everything.</summary>
    public IEnumerable<string> Sorts => _sorts.Keys;
    /// <inheritdoc cref="Sorts"/>
    public IEnumerable<string> Filters => [.. _filters.Keys, .. _search is null ? (string[])[] : [SearchName], .. _texts is null ? (string[])[] : [TextsName]];

    /// <summary>Adds a sort; the first added is the list's own order, in the direction given.</summary>
    /// <param name="isIndexed">An index has this order too, so that a page is met in it however many rows there are.</param>
    /// <param name="within">The filter whose rows alone an index has in this order, so that however many those are a page is met there.</param>
    public GridSource<T> Sort<TKey>(string name, Expression<Func<T, TKey>> key, bool descending = true, bool isIndexed = false, string? within = null) =>
        Sort(name, new Order((_, rows, down) => down ? rows.OrderByDescending(key) : rows.OrderBy(key), IsTurning: true, isIndexed, within), descending);

    /// <inheritdoc cref="Sort{TKey}"/>
    public GridSource<T> Sort(string name, Func<IQueryable<T>, bool, IOrderedQueryable<T>> order, bool descending) => Sort(name, (_, rows, down) => order(rows, down), descending);

    /// <summary>Adds a sort by what stands in another table.</summary>
    public GridSource<T> Sort(string name, Func<SalesOpsDb, IQueryable<T>, bool, IOrderedQueryable<T>> order, bool descending = true) =>
        Sort(name, new Order(order, IsTurning: false, IsIndexed: false), descending);

    /// <summary>Adds a filter; <paramref name="filter"/> answers null for a value it does not understand.</summary>
    /// <param name="walk">The same so that no index of its own has it: for values with so many rows that a page is met sooner than they are sorted.</param>
    /// <param name="isWhole">The filter's index has the list's own order and every column that the other filters and the search ask.</param>
    /// <param name="isSorted">The filter has an index for each sort that has one.</param>
    /// <param name="isSmall">However many rows it finds, they are few enough to be looked up.</param>
    /// <param name="isJoined">What it finds together with others that are joined stands on an index.</param>
    public GridSource<T> Filter(string name, Func<string, Expression<Func<T, bool>>?> filter, Func<string, Expression<Func<T, bool>>>? walk = null, bool isWhole = false, bool isSorted = false, bool isSmall = false, bool isJoined = false)
    {
        _filters.Add(name, new Condition((value, _) => filter(value), walk is null ? null : (value, _) => walk(value), isWhole, isSorted, isSmall, isJoined));
        return this;
    }

    /// <summary>Adds a filter by how long ago something was; <paramref name="filter"/> and <paramref name="walk"/> are told what time it is, in UTC.</summary>
    /// <param name="sort">The sort that the filter's index has, so that in it a page is met there. Every column that the other filters, the sorts and the search ask stands there too.</param>
    public GridSource<T> Filter(string name, Func<string, DateTime, Expression<Func<T, bool>>?> filter, Func<string, DateTime, Expression<Func<T, bool>>>? walk = null, string? sort = null)
    {
        _filters.Add(name, new Condition(filter, walk, Sort: sort));
        return this;
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

    /// <summary>How many rows the list has under one filter, or under none, however many that are.</summary>
    public long Count(IQueryable<T> rows, string? filter = null, string value = "") => (filter is null ? rows : rows.Where(_filters[filter].Find(value, default)!)).LongCount();

    private GridSource<T> Sort(string name, Order order, bool descending)
    {
        _own ??= (name, descending);
        _sorts.Add(name, order with { By = (store, rows, down) => down ? order.By(store, rows, down).ThenByDescending(tie) : order.By(store, rows, down).ThenBy(tie) });
        return this;
    }

    /// <param name="IsTurning">It can be met from its end as well.</param>
    /// <param name="Within">The filter within whose rows an index has this order; null for none.</param>
    private sealed record Order(Func<SalesOpsDb, IQueryable<T>, bool, IOrderedQueryable<T>> By, bool IsTurning, bool IsIndexed, string? Within = null);

    private sealed record Condition(Func<string, DateTime, Expression<Func<T, bool>>?> Find, Func<string, DateTime, Expression<Func<T, bool>>>? Walk = null, bool IsWhole = false, bool IsSorted = false, bool IsSmall = false,
        bool IsJoined = false, string? Sort = null);
}
