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
        if (CheckPassword(Text.Password, form.Password, form.PasswordAgain) is { } error) yield return error;
    }

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public static GateError? CheckPassword(string label, string? password, string? again) => password?.Length switch
    {
        null or 0 => new(nameof(NewAccountForm.Password), Text.Invalid_required.With(label)),
        < MinPassword => new(nameof(NewAccountForm.Password), Text.Invalid_too_short.With(label, MinPassword)),
        > MaxPassword => new(nameof(NewAccountForm.Password), Text.Invalid_too_long.With(label, MaxPassword)),
        _ => password == again ? null : new(nameof(NewAccountForm.PasswordAgain), Text.Invalid_password_again),
    };
}
