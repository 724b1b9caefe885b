using System.ComponentModel.DataAnnotations;
using SalesOps.Console.Resources;
using SalesOps.Console.SignIn;

namespace SalesOps.Console.Shell;

/// <summary>What can be said of a new account's form without asking anybody.</summary>
public static class NewAccountFields
{
    public const int MinPassword = 12;
    public const int MaxPassword = 256;
    public const int MaxName = 100;
    public const int MaxEmail = 254;

    private static readonly EmailAddressAttribute EmailRule = new();

    public static IEnumerable<GateError> Check(NewAccountForm form, bool withPerson)
    {
        if (withPerson)
        {
            if (string.IsNullOrWhiteSpace(form.Name)) yield return new(nameof(form.Name), Text.Invalid_required.With(Text.Name));
            else if (form.Name.Length > MaxName) yield return new(nameof(form.Name), Text.Invalid_too_long.With(Text.Name, MaxName));
            if (string.IsNullOrWhiteSpace(form.Email)) yield return new(nameof(form.Email), Text.Invalid_required.With(Text.Email));
            else if (form.Email.Length > MaxEmail || !EmailRule.IsValid(form.Email)) yield return new(nameof(form.Email), Text.Invalid_email);
        }
        if (string.IsNullOrEmpty(form.Password)) yield return new(nameof(form.Password), Text.Invalid_required.With(Text.Password));
        else if (form.Password.Length < MinPassword) yield return new(nameof(form.Password), Text.Invalid_too_short.With(Text.Password, MinPassword));
        else if (form.Password.Length > MaxPassword) yield return new(nameof(form.Password), Text.Invalid_too_long.With(Text.Password, MaxPassword));
        else if (form.Password != form.PasswordAgain) yield return new(nameof(form.PasswordAgain), Text.Invalid_password_again);
    }
}
