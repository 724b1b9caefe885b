using System.Runtime.InteropServices;

namespace SalesOps.Domain.Understandings;

/// <summary>A word as the phrases know it. Several tokens share a place when the customer wrote a short form.</summary>
internal readonly record struct Token(int Id, int Start, int End, Accents Accents);

/// <summary>The words that occur in phrases, numbered, and the short forms people write for them.</summary>
internal sealed class Vocabulary
{
    public const int Break = -1;
    private const int Unknown = 0;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Accents Accents, Token[] Meaning)> _short = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idBySpan;
    private readonly Dictionary<string, (Accents Accents, Token[] Meaning)>.AlternateLookup<ReadOnlySpan<char>> _shortBySpan;

    public Vocabulary(IReadOnlyDictionary<string, string[]> spellings)
    {
        _idBySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _shortBySpan = _short.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (full, shorts) in spellings)
        {
            var meaning = Learn(full);
            foreach (var spelling in shorts)
            {
                var words = new Words(spelling);
                if (words.All.Length != 1) throw new InvalidOperationException($"The spelling '{spelling}' is not one word.");
                _short.Add(words.Folded(words.All[0]).ToString(), (words.All[0].Accents, meaning));
            }
        }
    }

    /// <summary>The tokens of a phrase from the phrase book; words not seen before get a number.</summary>
    public Token[] Learn(string phrase)
    {
        var words = new Words(phrase);
        foreach (var word in words.All)
        {
            if (word.Kind != LetterKind.Break) _ids.TryAdd(words.Folded(word).ToString(), _ids.Count + 1);
        }
        return [.. Tokens(words)];
    }

    public ReadOnlySpan<Token> Read(Words words) => CollectionsMarshal.AsSpan(Tokens(words));

    private List<Token> Tokens(Words words)
    {
        var tokens = new List<Token>(words.All.Length + 4);
        foreach (var word in words.All)
        {
            var folded = words.Folded(word);
            if (word.Kind == LetterKind.Break) tokens.Add(new(Break, word.Start, word.End, Accents.None));
            else if (_shortBySpan.TryGetValue(folded, out var form) && (word.Accents == Accents.None || word.Accents == form.Accents))
                foreach (var token in form.Meaning) tokens.Add(token with { Start = word.Start, End = word.End });
            else tokens.Add(new(_idBySpan.TryGetValue(folded, out var id) ? id : Unknown, word.Start, word.End, word.Accents));
        }
        return tokens;
    }
}
