using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Search;

namespace SalesOps.Domain.UseCases;

/// <summary>How a page is come by: which index finds its rows, in which order they are met, and how far they are counted.</summary>
internal sealed partial class GridSource<T>
{
    /// <summary>From here on the rows of a page are found by their keys, which stand on the index, and not by passing over rows.</summary>
    private const int Deep = 200;
    /// <summary>Of rows that are met only one by one, so many are put into another order.</summary>
    private const int Glance = 200;
    /// <summary>Rows that several filters find together, each of which finds many, are counted so far.</summary>
    private const int Met = 500;
    /// <summary>So many rows that were found are put into another order; of more only if no index has it, and then the first in the list's own.</summary>
    private const int Resorted = 3_000;
    /// <summary>Of several filters one that finds no more rows than this is looked up.</summary>
    private const int FewRows = 500;
    /// <summary>So many rows are passed over for a page, at most: the farther from each other the rows of many are, the fewer of them are counted.</summary>
    private const int Passed = 75_000;
    /// <summary>Rows are counted so far to see how far from each other they are.</summary>
    private const int Gauged = 50_000;
    private const int Round = 500;
    /// <summary>Of those whom an index has in the order that is asked for, so many are read to ask what else is wanted of them.</summary>
    private const int Led = 2_000;
    /// <summary>So many rows of an index that has all that can be asked are read whole, in whatever order they are asked for.</summary>
    private const int Small = 20_000;

    /// <summary>Reads the page that is asked for.</summary>
    /// <param name="select">What is read of each row in the store.</param>
    /// <param name="row">Makes the answer's row of it.</param>
    /// <param name="total">How many rows there are without filters, when a counter knows.</param>
    /// <param name="now">For filters that look back from now; UTC.</param>
    /// <param name="named">Those whose names the caller may know; null for everybody's. Rows of others are not found by them.</param>
    /// <param name="isWhole">The rows are a part of all whose index has the list's own order and every column that is asked, so that everything is met on it.</param>
    public async Task<Result<Page<TRow>>> ReadAsync<TFound, TRow>(SalesOpsDb store, IQueryable<T> rows, GridRequest request, Expression<Func<T, TFound>> select,
        Func<TFound, TRow> row, long? total, CancellationToken cancellationToken, DateTime now = default, bool isWhole = false, IQueryable<Customer>? named = null)
    {
        if (OrderOf(request) is not { } order) return Error.Invalid("sort", $"'{request.Sort}' is not a sort of this list.");
        var down = request.Sort is null ? _own!.Value.Descending : request.Descending;
        if (request.Keys is { } asked)
        {
            var some = await order.By(store, rows.Where(GridKeys.Among(tie, asked)), down).Select(select).ToListAsync(cancellationToken);
            return new Page<TRow>([.. some.Select(row)], some.Count);
        }
        var understood = Understand(new Wanted(store, rows, request, order, down, IsResorted: request.Sort is not null && request.Sort != _own!.Value.Name), now);
        if (!understood.Succeeded) return Result<Page<TRow>>.Fail(understood.Errors);
        var wanted = understood.Value;
        var way = await WayAsync(wanted, isWhole || wanted.Conditions.Exists(c => c.Filter.IsWhole), named, cancellationToken);
        if (request.OnlyKeys)
        {
            var all = new KeyList();
            await foreach (var key in wanted.Sorted(way.Rows).Select(tie).Take(request.First ?? GridKeys.Most + 1).AsAsyncEnumerable().WithCancellation(cancellationToken)) all.Add(key);
            return all.Count > GridKeys.Most ? new Error(ErrorKind.TooLarge, $"More than {GridKeys.Most} rows; filter them.", Code: "too_many") : new Page<TRow>([], all.Count) { Keys = all };
        }
        var (keys, count, isMore) = way.Found == Found.All
            ? await PlaceAsync(wanted, way, total, cancellationToken)
            : await SearchedAsync(wanted, way, cancellationToken);
        // Found among those that may be seen; asked by nothing else than their keys, lest SQLite look for them by whose they are.
        var page = keys is [] ? [] : keys is null
            ? await wanted.Sorted(way.Rows).Skip(request.Skip).Take(request.Take).Select(select).ToListAsync(cancellationToken)
            : await wanted.Sorted(store.Set<T>().Where(GridKeys.Among(tie, keys))).Select(select).ToListAsync(cancellationToken);
        return new Page<TRow>([.. page.Select(row)], count) { IsMore = isMore || way.IsMore };
    }

    /// <summary>How the rows are come by.</summary>
    private async Task<Way> WayAsync(Wanted wanted, bool isWhole, IQueryable<Customer>? named, CancellationToken cancellationToken)
    {
        var (store, rows, conditions, words) = (wanted.Store, wanted.Rows, wanted.Conditions, wanted.Words);
        var small = isWhole ? null : conditions.Find(c => c.Filter.Sort is not null);
        if (small is not null && await rows.Where(small.Found).Take(Small + 1).CountAsync(cancellationToken) > Small) small = null;
        isWhole |= small is not null;
        var met = Where(Form);
        if (wanted.Texts is { } texts)
        {
            var said = _texts!(met, MessageSearch.Find(store, texts, MessageSearch.Few));
            var moreAreSaid = await MessageSearch.CountAsync(store, texts, MessageSearch.Few + 1, cancellationToken) > MessageSearch.Few;
            return new Way(words is null ? said : _search!.Read(store, said, words), said, Found.Few, IsMore: moreAreSaid);
        }
        // Where several things are asked, what an index finds few of is looked up, and the rest asked of those; else all is met in the list's own order.
        var walks = conditions.Exists(c => c.Filter.Walk is not null);
        var crosses = !isWhole && walks && (conditions.Count > 1 || words is not null);
        var least = crosses ? await LeastAsync(rows, conditions, takesSmall: words is null, cancellationToken) : null;
        if (least is not null) met = Where(c => least.Contains(c) ? c.Found : c.Met);
        if (words is not null)
        {
            if (named is not null) return new Way(_search!.Of(met, named, words), met, await GridSearch<T>.AreManyAsync(named, words, cancellationToken) ? Found.Many : Found.Few);
            if (isWhole || least is not null) return new Way(Few(_search!.Read(store, met, words)), met, Found.Few);
            var (found, areMany) = await _search!.FindAsync(store, met, first => Own(wanted, rows, first), words, cancellationToken);
            return new Way(found, found, areMany ? Found.Many : Found.Few);
        }
        if (crosses && least is null && conditions.Find(c => c.Filter.Sort is { } has && has == wanted.Request.Sort) is { } lead)
        {
            var led = wanted.Sorted(rows.Where(lead.Found)).Take(Led);
            return new Way(conditions.Aggregate(led, (some, c) => c == lead ? some : some.Where(c.Met)), led, Found.Few, IsMore: await rows.Where(lead.Found).Take(Led + 1).CountAsync(cancellationToken) > Led);
        }
        if (least is not null) return new Way(Few(met), met, Found.Few);
        if (crosses || isWhole) return new Way(met, met, Found.All, crosses, IsCovered: true, IsSorted: small is not null);
        var all = Where(c => c.Found);
        return new Way(all, walks ? Where(c => wanted.IsResorted && c.Filter.IsSorted ? c.Found : Form(c)) : all, Found.All);

        // As a statement within the statement, lest SQLite look through all rows in the order that is asked for.
        IQueryable<T> Few(IQueryable<T> few) => least is null ? few : store.Set<T>().Where(GridKeys.Among(tie, few));
        Expression<Func<T, bool>> Form(Asked asked) => asked == small || (!isWhole && (asked.Filter.IsSmall || (asked.Filter.Sort is { } sort && sort == wanted.Request.Sort))) ? asked.Found : asked.Met;
        IQueryable<T> Where(Func<Asked, Expression<Func<T, bool>>> form) => conditions.Aggregate(rows, (some, condition) => some.Where(form(condition)));
    }

    /// <summary>A filter, or those that are joined, that finds few; null when each finds many.</summary>
    /// <param name="takesSmall">Whether a small one will do when none finds fewer.</param>
    private static async Task<List<Asked>?> LeastAsync(IQueryable<T> rows, List<Asked> conditions, bool takesSmall, CancellationToken cancellationToken)
    {
        var apart = conditions.OrderBy(c => c.Filter.IsSmall).ThenByDescending(c => c.Filter.IsJoined).GroupBy(c => c.Filter.IsJoined ? null : c).Select(g => g.ToList());
        foreach (var some in apart)
        {
            if (takesSmall && some[0].Filter.IsSmall) return some;
            if (await some.Aggregate(rows, (found, c) => found.Where(c.Found)).Take(FewRows + 1).CountAsync(cancellationToken) <= FewRows) return some;
        }
        return null;
    }

    /// <summary>How many rows there are, and the keys of the page when it is found by them.</summary>
    /// <param name="everything">How many rows the list has without filters, when a counter knows.</param>
    private async Task<(List<object>? Keys, int Count, bool IsMore)> PlaceAsync(Wanted wanted, Way way, long? everything, CancellationToken cancellationToken)
    {
        var (rows, skip, take) = (way.Rows, wanted.Request.Skip, wanted.Request.Take);
        var most = way.Crosses && everything is not <= Passed ? Met : Page<T>.CountedTo;
        if (most == Met && !wanted.IsResorted)
        {
            // Met once, to be counted and to be turned over.
            var met = await KeysAsync(wanted, rows, 0, most + 1, cancellationToken);
            return ([.. met.Take(most).Skip(skip).Take(take)], Math.Min(met.Count, most), met.Count > most);
        }
        var total = wanted.Request.Filters is { Count: > 0 } ? null : everything;
        var count = total is { } known ? (int)Math.Min(known, int.MaxValue) : await rows.Take(most + 1).CountAsync(cancellationToken);
        if (total is null && count == 0) return ([], 0, false);
        var isMore = total is null && count > most;
        var areMany = isMore || count > Resorted;
        if (wanted.IsResorted && !way.IsSorted && !(areMany && IsMetInItsOrder(wanted)))
            // Within a statement of its own, for the same reason.
            return (await KeysAsync(wanted, areMany ? Own(wanted, rows, Resorted) : wanted.Store.Set<T>().Where(GridKeys.Among(tie, rows)), skip, take, cancellationToken), Math.Min(count, Resorted), areMany);
        if (isMore) count = way.Met == rows || everything is not > Passed ? most
            : (int)Math.Clamp(Passed * await rows.Take(Gauged).LongCountAsync(cancellationToken) / everything.Value / Round * Round, Met, most);
        // Nobody turns to a page that is not counted.
        if (isMore && skip >= count) return ([], count, true);
        // As many rows are passed over until the page is full as stand between them, which is less than to look all up and sort them.
        if (wanted.IsResorted || (way.Met != rows && (isMore || (everything is { } of && (long)(skip + take) * of < (long)count * count)))) rows = way.Met;
        else if (skip < Deep && !way.IsCovered) return (null, count, isMore);
        if (isMore || skip <= count / 2 || !wanted.Order.IsTurning) return (await KeysAsync(wanted, rows, skip, take, cancellationToken), count, isMore);
        // Nearer to the end.
        return (skip >= count ? [] : await KeysAsync(wanted, rows, Math.Max(0, count - skip - take), Math.Min(take, count - skip), cancellationToken, isTurned: true), count, false);
    }

    /// <summary>As <see cref="PlaceAsync"/>, for rows that are looked up, or met one by one.</summary>
    private async Task<(List<object>? Keys, int Count, bool IsMore)> SearchedAsync(Wanted wanted, Way way, CancellationToken cancellationToken)
    {
        var (rows, areMany, skip, take) = (way.Rows, way.Found == Found.Many, wanted.Request.Skip, wanted.Request.Take);
        if (areMany && !wanted.IsResorted)
        {
            // They are not counted: it is enough to know that there is a next page, and one after it.
            var met = await KeysAsync(wanted, rows, skip, 2 * take + 1, cancellationToken);
            return ([.. met.Take(take)], skip + Math.Min(met.Count, 2 * take), met.Count > 2 * take);
        }
        var most = areMany ? Glance : Page<T>.CountedTo;
        var found = await KeysAsync(wanted, areMany ? Own(wanted, rows, most + 1) : rows, 0, most + 1, cancellationToken);
        return ([.. found.Skip(skip).Take(take)], Math.Min(found.Count, most), found.Count > most);
    }

    /// <summary>An index has the order that is asked for, and no filter would keep a page from being met in it.</summary>
    private bool IsMetInItsOrder(Wanted wanted) => (wanted.Order.Within is { } within && wanted.Request.Filter(within) is not null) || wanted.Order.IsIndexed && wanted.Request.Filters?.Keys.All(name => _filters.TryGetValue(name, out var filter) && (filter.Walk is not null || filter.IsSorted)) != false;

    /// <summary>The first rows in the list's own order.</summary>
    private IQueryable<T> Own(Wanted wanted, IQueryable<T> rows, int first) => _sorts[_own!.Value.Name].By(wanted.Store, rows, _own.Value.Descending).Take(first);

    /// <param name="isTurned">From the end of the order that is asked for.</param>
    private Task<List<object>> KeysAsync(Wanted wanted, IQueryable<T> rows, int skip, int take, CancellationToken cancellationToken, bool isTurned = false) =>
        wanted.Sorted(rows, isTurned).Skip(skip).Take(take).Select(tie).ToListAsync(cancellationToken);

    /// <param name="Rows">The rows asked for.</param>
    /// <param name="Met">The same rows, met in the order that is asked for.</param>
    /// <param name="Crosses">Each of several filters finds many, so that nobody knows how long to go on.</param>
    /// <param name="IsCovered">An index has all that is asked, so that keys are found without reading a row.</param>
    /// <param name="IsSorted">They are sorted on that index too, whatever order is asked for.</param>
    /// <param name="IsMore">There are more than these rows.</param>
    private sealed record Way(IQueryable<T> Rows, IQueryable<T> Met, Found Found, bool Crosses = false, bool IsCovered = false, bool IsSorted = false, bool IsMore = false);

    private enum Found
    {
        All,
        Few,
        Many,
    }
}
