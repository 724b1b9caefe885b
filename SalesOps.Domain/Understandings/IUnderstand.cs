using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>What fills a message's understanding: the built-in rules do, and so does what an AI runtime sent along.</summary>
public interface IUnderstand
{
    /// <summary>Never throws, whatever the text holds.</summary>
    Reading Read(string text);
}
