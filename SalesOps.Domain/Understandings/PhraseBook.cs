using System.Text.Json;

namespace SalesOps.Domain.Understandings;

/// <summary>What <c>phrases.json</c> holds: the rules of the built-in understanding, as data.</summary>
/// <param name="Spellings">How people shorten a word: <c>không</c> is also <c>ko</c>.</param>
/// <param name="Negators">Language → phrases that turn what follows them into its opposite.</param>
/// <param name="Ignored">Language → phrases that say nothing, yet contain words that would.</param>
/// <param name="Intents">Of two equally likely intents the one listed first wins.</param>
internal sealed record PhraseBook(
    IReadOnlyDictionary<string, string[]> Spellings,
    IReadOnlyDictionary<string, string[]> Negators,
    IReadOnlyDictionary<string, string[]> Ignored,
    IReadOnlyList<IntentPhrases> Intents,
    IReadOnlyList<RiskPhrases> Risks)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static PhraseBook Load()
    {
        using var file = typeof(PhraseBook).Assembly.GetManifestResourceStream("phrases.json")
            ?? throw new InvalidOperationException("phrases.json is not embedded.");
        return JsonSerializer.Deserialize<PhraseBook>(file, Format) ?? throw new InvalidOperationException("phrases.json is empty.");
    }
}

/// <summary>What customers say when they mean one intent at one stage; the same intent may stand at several stages.</summary>
/// <param name="Courtesy">It opens or closes a message; beside any other intent it counts little.</param>
/// <param name="Negated">The intent meant by its opposite, <c>none</c> for nothing; left out when it has no opposite.</param>
internal sealed record IntentPhrases(
    string Intent,
    string Stage,
    IReadOnlyDictionary<string, PhraseList> Phrases,
    bool Courtesy = false,
    string? Negated = null)
{
    public IEnumerable<(string Language, string Phrase, double Weight)> Weighed() =>
        Phrases.SelectMany(entry => entry.Value.Weighed().Select(weighed => (entry.Key, weighed.Phrase, weighed.Weight)));
}

/// <summary>Phrases by how much each says: a strong one is enough alone, a weak one is a hint.</summary>
internal sealed record PhraseList(string[]? Strong = null, string[]? Fair = null, string[]? Weak = null)
{
    public IEnumerable<(string Phrase, double Weight)> Weighed() =>
        (Strong ?? []).Select(phrase => (phrase, 3.0))
            .Concat((Fair ?? []).Select(phrase => (phrase, 2.0)))
            .Concat((Weak ?? []).Select(phrase => (phrase, 1.0)));
}

/// <summary>What customers say that a person should see, by language.</summary>
internal sealed record RiskPhrases(string Risk, IReadOnlyDictionary<string, string[]> Phrases);
