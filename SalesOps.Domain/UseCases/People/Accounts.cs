using FluentValidation;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>What the commands about people and their accounts share.</summary>
internal static class Accounts
{
    public static Account New(SalesUser user) => new()
    {
        Id = user.Id,
        Email = user.Email,
        NormalizedEmail = user.Email.ToUpperInvariant(),
        SecurityStamp = Guid.NewGuid().ToString("N"),
    };

    public static readonly Error Taken = Error.Invalid("email", "Somebody has this e-mail address already.", "taken");

    /// <summary>Whether somebody has the address already.</summary>
    /// <param name="by">Whose it may be; null for nobody's.</param>
    public static bool IsTaken(StoreDirectory directory, string email, Guid? by = null) =>
        directory.SalesUsers.Values.Any(u => u.Id != by && string.Equals(u.Email, email, StringComparison.OrdinalIgnoreCase));

    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) => rule.Visible().MaximumLength(100).WithErrorCode("too_long").PlainText();

    public static IRuleBuilderOptions<T, string> Email<T>(this IRuleBuilderInitial<T, string> rule) => rule.Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").MaximumLength(200).WithErrorCode("too_long").EmailAddress().WithErrorCode("email");
}
