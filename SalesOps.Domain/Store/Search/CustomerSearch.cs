using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Search;

/// <summary>
/// Finds customers by name, channel account and phone number on the store's trigram index, which triggers keep beside Customers. Three characters and more
/// are found anywhere in a word, one or two at its beginning; a Chinese character is a word.
/// </summary>
internal static class CustomerSearch
{
    private const int MostWords = 16;
    private const int Trigram = 3;
    /// <summary>Of words longer than this the index is asked for three pieces: of an account's many digits each is in thousands, and all would have to be gathered.</summary>
    private const int Whole = 9;

    /// <summary>The words to find, each in its folded form; none when the text holds none.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Fold.Words(Fold.BarePhones(text)).Select(Bare).Distinct().Take(MostWords)];

    /// <summary>Digits that begin like a phone number with the country's code, which others wrote with a zero: the part that both have.</summary>
    private static string Bare(string word) => word.StartsWith("84", StringComparison.Ordinal) && word.Length is 11 or 12 && word.All(char.IsAsciiDigit) ? word[2..] : word;

    /// <summary>The index finds whoever has the pieces of this word, and each must be read to see whether they make the word.</summary>
    public static bool IsFoundByPieces(string word) => word.EnumerateRunes().Count() > Whole;

    /// <summary>How many customers have the word, or its pieces; counted up to <paramref name="most"/>.</summary>
    public static Task<int> CountAsync(SalesOpsDb store, string word, int most, CancellationToken cancellationToken)
    {
        var match = Phrase(word);
        return store.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM (SELECT 1 FROM CustomerSearch WHERE CustomerSearch MATCH {match} LIMIT {most})").SingleAsync(cancellationToken);
    }

    /// <summary>The customers who have every one of the words, or the pieces of those that are found by pieces.</summary>
    public static IQueryable<Guid> Find(SalesOpsDb store, IEnumerable<string> words)
    {
        var match = string.Join(" AND ", words.Select(Phrase));
        // In this order, row by row as they are found: SQLite would first gather all that match.
        return store.Database.SqlQuery<Guid>(
            $"SELECT r.CustomerId AS Value FROM CustomerSearch AS s CROSS JOIN CustomerSearch_rows AS r ON r.Row = s.rowid WHERE s.CustomerSearch MATCH {match}");
    }

    /// <summary>Of these customers those who have every one of the words, by reading each: what the index would say, for words that many have.</summary>
    public static IQueryable<Customer> Having(IQueryable<Customer> customers, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var begin = " " + word;
            customers = IsShort(word) ? customers.Where(c => (" " + c.SearchText).Contains(begin)) : customers.Where(c => c.SearchText.Contains(word));
        }
        return customers;
    }

    /// <summary>Customers whose name ends in all the words of <paramref name="name"/> and who last wrote from one of the channels, those who came last; null for no name or no channel.</summary>
    public static IQueryable<Guid>? Namesakes(SalesOpsDb store, string name, IEnumerable<Channel> channels, int most)
    {
        // The index holds the words of name and account in their order, two spaces before each.
        var words = string.Join("  ", Fold.Words(name)).Replace("\"", "\"\"", StringComparison.Ordinal);
        var match = string.Join(" OR ", channels.Select(channel => $"\"  {words}  {Fold.Text(channel.Code())}  \""));
        return words.Length == 0 || match.Length == 0 ? null : store.Database.SqlQuery<Guid>(
            $"SELECT CustomerId AS Value FROM CustomerSearch_rows WHERE Row IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {match} ORDER BY rowid DESC LIMIT {most})");
    }

    /// <summary>See <see cref="SearchIndex.Rewrite"/>.</summary>
    public static void Rewrite(SqliteConnection connection) => SearchIndex.Rewrite(connection, "CustomerSearch", "   ");

    private static string Phrase(string word)
    {
        if (!IsFoundByPieces(word)) return Quoted($"{(IsShort(word) ? "  " : "")}{word}");
        Rune[] runes = [.. word.EnumerateRunes()];
        int[] begins = [0, (runes.Length - Trigram) / 2, runes.Length - Trigram];
        return $"({string.Join(" AND ", begins.Select(begin => Quoted(string.Concat(runes.Skip(begin).Take(Trigram)))))})";
    }

    private static string Quoted(string phrase) => $"\"{phrase.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsShort(string word) => word.EnumerateRunes().Count() < Trigram;
}
