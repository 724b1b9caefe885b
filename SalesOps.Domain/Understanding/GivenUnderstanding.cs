using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>A reading that an AI runtime produced; only the language is added to it.</summary>
public sealed class GivenUnderstanding(string? intent, string stage, double confidence, IReadOnlyList<string> risks, string model) : IUnderstand
{
    public Reading Read(string text) => new(intent, stage, confidence, risks, [], [], model, LanguageOf.Detect(text));
}
