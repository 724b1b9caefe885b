using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.UseCases;

/// <summary>
/// Rows of customers with words that somebody searches for. What few customers have is looked up on the index; words that many have are read
/// for in the list's own order, which soon finds a page of them, while the index would have to gather and sort all.
/// </summary>
/// <param name="of">The rows of the customers found.</param>
/// <param name="among">The rows whose customer is among those given, asked row by row; null when the rows are the customers.</param>
internal sealed class GridSearch<T>(Func<IQueryable<T>, IQueryable<Guid>, IQueryable<T>> of, Func<IQueryable<T>, IQueryable<Customer>, IQueryable<T>>? among) where T : class
{
    /// <summary>Of one salesperson's customers more than this are many.</summary>
    private const int ManyOfOnes = 200;

    /// <summary>More customers than this are many: to look them all up takes longer than to meet some of them. A customer's words stand on the index of the list's order.</summary>
    private readonly int _few = among is null ? 1_000 : 3_000;
    /// <summary>So many rows are read to see how often all words stand together, and so often they must.</summary>
    private readonly (int Rows, int Often) _sample = among is null ? (4_000, 8) : (1_000, 3);

    /// <summary>
    /// Those of the rows whose customer is one of these and has every word: for a salesperson's own, who are so few that all their names are read on
    /// one index, and no row of anybody else.
    /// </summary>
    public IQueryable<T> Of(IQueryable<T> rows, IQueryable<Customer> customers, IEnumerable<string> words) => of(rows, CustomerSearch.Having(customers, words).Select(c => c.Id));

    /// <summary>Whether so many of these customers have every word that their rows are met rather than looked up.</summary>
    public static async Task<bool> AreManyAsync(IQueryable<Customer> customers, IEnumerable<string> words, CancellationToken cancellationToken) =>
        await CustomerSearch.Having(customers, words).Take(ManyOfOnes + 1).CountAsync(cancellationToken) > ManyOfOnes;

    /// <summary>Those of the rows whose customer has every word, by reading each.</summary>
    public IQueryable<T> Read(SalesOpsDb store, IQueryable<T> rows, IEnumerable<string> words) => Having(rows, store.Customers, words);

    /// <param name="first">The first rows in the list's own order.</param>
    /// <returns>The rows found, and whether they may be many.</returns>
    public async Task<(IQueryable<T> Rows, bool AreMany)> FindAsync(SalesOpsDb store, IQueryable<T> rows, Func<int, IQueryable<T>> first, IReadOnlyList<string> words,
        CancellationToken cancellationToken)
    {
        var (rare, common, least) = (new List<string>(), new List<string>(), int.MaxValue);
        // Long words first: they are rare more often.
        foreach (var word in words.OrderByDescending(w => w.Length))
        {
            var count = least <= _few ? int.MaxValue : await CustomerSearch.CountAsync(store, word, _few + 1, cancellationToken);
            (count <= _few ? rare : common).Add(word);
            least = Math.Min(least, count);
        }
        if (rare.Count == 0)
        {
            // Each is common, but together they may be rare, or nobody's.
            if (await Having(first(_sample.Rows), store.Customers, common).CountAsync(cancellationToken) >= _sample.Often) return (Having(rows, store.Customers, common), true);
            (rare, common) = (common, rare);
        }
        var found = CustomerSearch.Find(store, rare);
        common.AddRange(rare.Where(CustomerSearch.IsFoundByPieces));
        if (common.Count == 0) return (of(rows, found), false);
        if (among is null) return (Having(of(rows, found), store.Customers, common), false);
        return (of(rows, CustomerSearch.Having(store.Customers.Where(c => found.Contains(c.Id)), common).Select(c => c.Id)), false);
    }

    private IQueryable<T> Having(IQueryable<T> rows, IQueryable<Customer> customers, IEnumerable<string> words) =>
        among is null ? (IQueryable<T>)CustomerSearch.Having((IQueryable<Customer>)rows, words) : among(rows, CustomerSearch.Having(customers, words));
}
