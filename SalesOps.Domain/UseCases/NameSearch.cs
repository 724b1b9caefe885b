using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases;

/// <summary>Searches the names of tables that the directory holds whole, without case and accents.</summary>
internal static class NameSearch
{
    private const string Name = "search";

    /// <summary>The filter <c>search</c> of such a list: what it finds is in the rows that are asked, see <see cref="Find"/>.</summary>
    public static GridSource<T> SearchNames<T>(this GridSource<T> source) where T : class => source.Filter(Name, _ => row => true);

    /// <summary>The ids of those in whose text every word stands; null when nothing is searched, or rows are asked by their keys.</summary>
    public static IReadOnlyCollection<Guid>? Find<T>(GridRequest asked, IEnumerable<KeyValuePair<Guid, T>> all, Func<T, string> text)
    {
        if (asked.Keys is not null || asked.Filters?.GetValueOrDefault(Name) is not { } search) return null;
        var words = Fold.Words(search);
        return words.Count == 0 ? [] : [.. all.Where(one => Fold.Text(text(one.Value)) is var folded && words.All(word => folded.Contains(word, StringComparison.Ordinal))).Select(one => one.Key)];
    }
}
