using System.Linq.Expressions;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.UseCases;

/// <summary>What is asked: the order, and what each filter's value means.</summary>
internal sealed partial class GridSource<T>
{
    /// <summary>Null for a sort that the list does not have.</summary>
    private Order? OrderOf(GridRequest request) => _sorts.GetValueOrDefault(request.Sort ?? _own!.Value.Name);

    /// <summary>Reads the filters; an error names the one that is none, or whose value means nothing.</summary>
    /// <param name="now">For filters that look back from now; UTC.</param>
    private Result<Wanted> Understand(Wanted wanted, DateTime now)
    {
        foreach (var (name, value) in wanted.Request.Filters ?? new Dictionary<string, string>())
        {
            if (name == SearchName && _search is not null)
            {
                wanted = wanted with { Words = CustomerSearch.Words(value) };
                if (wanted.Words.Count == 0) return NothingToSearch(name);
            }
            else if (name == TextsName && _texts is not null)
            {
                wanted = wanted with { Texts = MessageSearch.Query(value) };
                if (wanted.Texts is null) return NothingToSearch(name);
            }
            else if (!_filters.TryGetValue(name, out var filter)) return Error.Invalid(name, $"'{name}' is not a filter of this list.");
            else if (filter.Find(value, now) is not { } found) return Error.Invalid(name, $"'{name}' has no value '{value}'.");
            else wanted.Conditions.Add(new Asked(filter, found, filter.Walk?.Invoke(value, now) ?? found));
        }
        return wanted;
    }

    private static Error NothingToSearch(string name) => Error.Invalid(name, "There is nothing to search for.", "no_words");

    /// <summary>What is asked of the list.</summary>
    /// <param name="IsResorted">The order is another than the list's own.</param>
    private sealed record Wanted(SalesOpsDb Store, IQueryable<T> Rows, GridRequest Request, Order Order, bool Down, bool IsResorted)
    {
        public List<Asked> Conditions { get; } = [];
        /// <summary>What is searched for among names; null for nothing.</summary>
        public IReadOnlyList<string>? Words { get; init; }
        /// <summary>What is searched for among what was said, as the index is asked; null for nothing.</summary>
        public string? Texts { get; init; }

        /// <summary>The rows in the order that is asked for.</summary>
        /// <param name="isTurned">From its end.</param>
        public IQueryable<T> Sorted(IQueryable<T> rows, bool isTurned = false) => Order.By(Store, rows, Down != isTurned);
    }

    /// <param name="Found">By an index that has it.</param>
    /// <param name="Met">By asking each row.</param>
    private sealed record Asked(Condition Filter, Expression<Func<T, bool>> Found, Expression<Func<T, bool>> Met);
}
