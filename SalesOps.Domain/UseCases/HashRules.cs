using FluentValidation;

namespace SalesOps.Domain.UseCases;

/// <summary>Tokens and keys come here as their hashes alone.</summary>
internal static class HashRules
{
    /// <summary>As long as a SHA-256 is.</summary>
    public static IRuleBuilderOptions<T, byte[]> Sha256<T>(this IRuleBuilder<T, byte[]> rule) => rule.Must(hash => hash is { Length: 32 }).WithMessage("This is no SHA-256.");
}
