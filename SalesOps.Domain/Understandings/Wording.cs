namespace SalesOps.Domain.Understandings;

/// <summary>
/// Messages for those who train a runtime, without what points at a person. Not names are looked for, whose number has no end, but what is common:
/// a word stays when the phrase book knows it or several customers wrote it, and every other gives way to a sign. Addresses, links, numbers and
/// the customer's own name go whatever they are.
/// </summary>
internal sealed class Wording
{
    /// <summary>From so many customers on a word is common.</summary>
    public const int Common = 5;
    /// <summary>In place of what was taken out.</summary>
    public const char Gone = '▢';

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Guid>> _writers = new(StringComparer.Ordinal);

    public Wording(PhraseBook book)
    {
        var phrases = book.Spellings.SelectMany(s => s.Value.Append(s.Key))
            .Concat(book.Negators.Values.Concat(book.Ignored.Values).Concat(book.Risks.SelectMany(r => r.Phrases.Values)).SelectMany(list => list))
            .Concat(book.Intents.SelectMany(i => i.Weighed()).Select(w => w.Phrase));
        foreach (var phrase in phrases)
            foreach (var unit in UnitsOf(phrase)) _known.Add(unit.Text);
    }

    /// <summary>Notes that a customer writes so.</summary>
    public void Hear(Guid customerId, string text)
    {
        foreach (var unit in UnitsOf(Open(text)))
        {
            if (!_writers.TryGetValue(unit.Text, out var writers)) _writers.Add(unit.Text, writers = []);
            if (writers.Count < Common) writers.Add(customerId);
        }
    }

    /// <summary>The text with signs in place of what is not common.</summary>
    /// <param name="name">The customer's, as the channel shows it.</param>
    public string Clean(string text, string name)
    {
        var open = Open(text);
        var own = UnitsOf(name).Select(u => name[u.Start..u.End]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (stays, isWord) = (new bool[open.Length], new bool[open.Length]);
        foreach (var unit in UnitsOf(open))
        {
            isWord.AsSpan(unit.Start, unit.End - unit.Start).Fill(true);
            if (IsCommon(unit.Text) && !own.Contains(open[unit.Start..unit.End])) stays.AsSpan(unit.Start, unit.End - unit.Start).Fill(true);
        }
        var clean = new System.Text.StringBuilder(open.Length);
        for (var i = 0; i < open.Length; i++)
        {
            var c = stays[i] || (!isWord[i] && IsSign(open[i])) ? open[i] : Gone;
            if (c != Gone || clean.Length == 0 || clean[^1] != Gone) clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>Common signs stay; a rare one, or an unknown letter's part, does not.</summary>
    private static bool IsSign(char c) => char.IsWhiteSpace(c) || (char.IsAscii(c) && char.IsPunctuation(c)) || c is '，' or '。' or '？' or '！' or '、' or '：' or '；' or '…';

    private bool IsCommon(string unit) => _known.Contains(unit) || (_writers.TryGetValue(unit, out var writers) && writers.Count >= Common);

    /// <summary>Words, and every two Chinese characters that stand together: one alone says as little of a name as one letter.</summary>
    private static IEnumerable<(string Text, int Start, int End)> UnitsOf(string text)
    {
        var words = new Words(text);
        var all = words.All.ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            var word = all[i];
            if (word.Kind == LetterKind.Break) continue;
            // With a digit in it it is a number, a code or an account, and never common.
            if (word.Kind is LetterKind.Digit || text.AsSpan(word.Start, word.End - word.Start).IndexOfAnyInRange('0', '9') >= 0) continue;
            if (word.Kind != LetterKind.Han)
            {
                yield return (words.Folded(word).ToString(), word.Start, word.End);
                continue;
            }
            var follows = i + 1 < all.Length && all[i + 1].Kind == LetterKind.Han && all[i + 1].Start == word.End;
            var leads = i > 0 && all[i - 1].Kind == LetterKind.Han && all[i - 1].End == word.Start;
            if (follows) yield return (text[word.Start..all[i + 1].End], word.Start, all[i + 1].End);
            else if (!leads) yield return (text[word.Start..word.End], word.Start, word.End);
        }
    }

    /// <summary>Addresses, handles and links give way whole, with all that is written on to them.</summary>
    private static string Open(string text)
    {
        var open = text.ToCharArray();
        for (var i = 0; i < open.Length;)
        {
            var end = i;
            while (end < open.Length && !char.IsWhiteSpace(open[end])) end++;
            if (IsAddress(text.AsSpan(i, end - i))) open.AsSpan(i, end - i).Fill(Gone);
            i = end + 1;
        }
        return new string(open);
    }

    private static bool IsAddress(ReadOnlySpan<char> part)
    {
        if (part.Contains('@') || part.Contains("://", StringComparison.Ordinal) || part.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return true;
        for (var i = 1; i < part.Length - 1; i++)
            if (part[i] == '.' && char.IsAsciiLetterOrDigit(part[i - 1]) && char.IsAsciiLetterOrDigit(part[i + 1])) return true;
        return false;
    }
}
