using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>Understanding by the rules in <c>phrases.json</c>, for when no AI runtime is connected. One instance serves every thread.</summary>
public sealed class BuiltInUnderstanding : IUnderstand
{
    /// <summary>The name its readings carry.</summary>
    public const string Producer = "built-in-1";
    private const string Unclear = "unclear";
    private const double UnclearConfidence = 0.2;
    private const double RiskFits = 0.5;
    private const double NegatorFits = 0.5;
    // "don't want [to make a] deposit"
    private const int NegatorReach = 3;

    private readonly Vocabulary _vocabulary;
    private readonly PhraseTree<Meaning> _phrases;
    private readonly PhraseTree<string?> _risks;
    private readonly IntentPhrases[] _groups;

    public BuiltInUnderstanding() : this(PhraseBook.Load()) { }

    internal BuiltInUnderstanding(PhraseBook book)
    {
        _vocabulary = new(book.Spellings);
        _phrases = new(_vocabulary);
        _risks = new(_vocabulary);
        _groups = [.. book.Intents];
        for (var group = 0; group < _groups.Length; group++)
        {
            var meaning = new Meaning(group, Opposite(_groups[group]));
            foreach (var (language, phrase, weight) in _groups[group].Weighed()) _phrases.Add(phrase, language, weight, meaning);
        }
        foreach (var (language, phrase) in Flat(book.Negators)) _phrases.Add(phrase, language, 0, Meaning.Negator);
        foreach (var (language, phrase) in Flat(book.Ignored))
        {
            _phrases.Add(phrase, language, 0, Meaning.Nothing);
            _risks.Add(phrase, language, 0, null);
        }
        foreach (var risk in book.Risks)
        {
            foreach (var (language, phrase) in Flat(risk.Phrases)) _risks.Add(phrase, language, 1, risk.Risk);
        }
    }

    public Reading Read(string text)
    {
        var words = new Words(text);
        var language = LanguageOf.Detect(words);
        var tokens = _vocabulary.Read(words);
        var weighing = new Weighing(_groups);
        Weigh(tokens, words.HasAccents, language, weighing);
        var risks = Risks(tokens, words.HasAccents);
        return weighing.Winner() is { } winner
            ? new(winner.Intent, winner.Stage, winner.Confidence, risks, winner.Evidence, winner.Alternatives, Producer, language)
            : new(null, Unclear, UnclearConfidence, risks, [], [], Producer, language);
    }

    private void Weigh(ReadOnlySpan<Token> tokens, bool textHasAccents, string? language, Weighing weighing)
    {
        var (negatorFirst, negatedUntil) = (0, -1);
        foreach (var hit in _phrases.Find(tokens))
        {
            var place = tokens[hit.First..hit.End];
            var negated = hit.First <= negatedUntil && !HoldsBreak(tokens[negatorFirst..hit.First]);
            foreach (var phrase in hit.Phrases)
            {
                var fit = phrase.Fit(place, textHasAccents, language);
                var (meaning, first) = (phrase.Meaning, hit.First);
                if (meaning == Meaning.Nothing) continue;
                if (meaning == Meaning.Negator)
                {
                    if (fit >= NegatorFits) (negatorFirst, negatedUntil) = (hit.First, hit.End + NegatorReach);
                    continue;
                }
                if (negated && meaning.Opposite != Meaning.HasNoOpposite)
                {
                    (meaning, first) = (meaning with { Group = meaning.Opposite }, negatorFirst);
                    negatedUntil = hit.End + NegatorReach;
                }
                if (meaning.Group != Meaning.NoGroup) weighing.Add(meaning.Group, phrase, phrase.Weight * fit, tokens[first].Start, tokens[hit.End - 1].End);
            }
        }
    }

    private string[] Risks(ReadOnlySpan<Token> tokens, bool textHasAccents)
    {
        List<string>? found = null;
        foreach (var hit in _risks.Find(tokens))
        {
            foreach (var phrase in hit.Phrases)
            {
                if (phrase.Meaning is not { } risk || found?.Contains(risk) == true) continue;
                if (phrase.Fit(tokens[hit.First..hit.End], textHasAccents, language: null) >= RiskFits) (found ??= []).Add(risk);
            }
        }
        return found?.ToArray() ?? [];
    }

    private int Opposite(IntentPhrases group) => group.Negated switch
    {
        null => Meaning.HasNoOpposite,
        "none" => Meaning.NoGroup,
        var intent => Array.FindIndex(_groups, other => other.Intent == intent) is >= 0 and var found
            ? found
            : throw new InvalidOperationException($"'{group.Intent}' is negated by the unknown intent '{intent}'."),
    };

    private static bool HoldsBreak(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens)
            if (token.Id == Vocabulary.Break) return true;
        return false;
    }

    private static IEnumerable<(string Language, string Phrase)> Flat(IReadOnlyDictionary<string, string[]> phrases) =>
        phrases.SelectMany(entry => entry.Value.Select(phrase => (entry.Key, phrase)));
}
