namespace SalesOps.Domain.Understandings;

/// <summary>A phrase to look for, and what it stands for.</summary>
internal sealed record Phrase<T>(T Meaning, string Language, double Weight, Accents[] Accents)
{
    // A word typed with other accents is most likely another word; one typed without, among words with, perhaps.
    private const double OtherWord = 0.8;
    private const double PerhapsOtherWord = 0.3;
    private const double OtherLanguage = 0.6;

    /// <summary>How well the words fit the phrase, 0..1.</summary>
    public double Fit(ReadOnlySpan<Token> tokens, bool textHasAccents, string? language)
    {
        var doubt = 0.0;
        for (var i = 0; i < Accents.Length; i++)
        {
            if (tokens[i].Accents == Accents[i]) continue;
            if (tokens[i].Accents != Understandings.Accents.None) doubt += OtherWord;
            else if (textHasAccents) doubt += PerhapsOtherWord;
        }
        var fit = 1 - doubt / Accents.Length;
        return language is null || Language == language || Language == "zh" ? fit : fit * OtherLanguage;
    }
}

/// <summary>Where phrases stand in a text: tokens from <paramref name="First"/> up to before <paramref name="End"/>.</summary>
internal readonly record struct Hit<T>(IReadOnlyList<Phrase<T>> Phrases, int First, int End);

/// <summary>Finds many phrases in one pass. Where phrases overlap, the one that begins first counts, and of these the longest.</summary>
internal sealed class PhraseTree<T>(Vocabulary vocabulary)
{
    private const int MostHits = 100;
    private readonly Node _root = new();

    public void Add(string phrase, string language, double weight, T meaning)
    {
        var tokens = vocabulary.Learn(phrase);
        var node = _root;
        foreach (var token in tokens)
        {
            if (token.Id == Vocabulary.Break) throw new InvalidOperationException($"The phrase '{phrase}' holds punctuation.");
            if (!node.Next.TryGetValue(token.Id, out var next)) node.Next[token.Id] = next = new();
            node = next;
        }
        if (node == _root) throw new InvalidOperationException($"The phrase '{phrase}' holds no words.");
        node.Ends.Add(new(meaning, language, weight, [.. tokens.Select(token => token.Accents)]));
    }

    public List<Hit<T>> Find(ReadOnlySpan<Token> tokens)
    {
        var hits = new List<Hit<T>>();
        for (var first = 0; first < tokens.Length && hits.Count < MostHits;)
        {
            Hit<T>? longest = null;
            var node = _root;
            for (var i = first; i < tokens.Length && node.Next.TryGetValue(tokens[i].Id, out node); i++)
            {
                if (node.Ends.Count > 0) longest = new(node.Ends, first, i + 1);
            }
            if (longest is { } hit) hits.Add(hit);
            first = longest?.End ?? first + 1;
        }
        return hits;
    }

    private sealed class Node
    {
        public Dictionary<int, Node> Next { get; } = [];
        public List<Phrase<T>> Ends { get; } = [];
    }
}
