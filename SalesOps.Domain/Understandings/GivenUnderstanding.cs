using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>A reading that an AI runtime produced; the language is added to it, and where in the text its evidence stands.</summary>
/// <param name="evidence">The words that speak for the intent, as the text spells them.</param>
/// <param name="gloss">The text in the reviewer's language; null when there is none.</param>
/// <param name="glossEvidence">The words of the gloss that speak for the intent.</param>
public sealed class GivenUnderstanding(string? intent, string stage, double confidence, IReadOnlyList<string> risks, string model,
    IReadOnlyList<string>? evidence = null, IReadOnlyList<Alternative>? alternatives = null, string? gloss = null, IReadOnlyList<string>? glossEvidence = null) : IUnderstand
{
    public Reading Read(string text) => new(intent, stage, confidence, risks, Find(text, evidence), alternatives ?? [], model, LanguageOf.Detect(text),
        gloss is null ? null : new Gloss(gloss, Find(gloss, glossEvidence)));

    /// <summary>Where each quote stands first; programs that count in other units than we do need not count at all.</summary>
    private static List<EvidenceSpan> Find(string text, IReadOnlyList<string>? quotes) =>
        [.. from quote in quotes ?? []
            let at = text.IndexOf(quote, StringComparison.Ordinal)
            where at >= 0
            select new EvidenceSpan(at, quote.Length)];
}
