using System.Globalization;
using System.Text;
using FluentValidation;

namespace SalesOps.Domain.UseCases;

/// <summary>What text from outside may hold.</summary>
internal static class TextRules
{
    /// <summary>Letters and signs by name, with nothing drawn: the Hangul fillers and the Braille pattern without dots.</summary>
    private static readonly HashSet<Rune> Blanks = [new(0x115F), new(0x1160), new(0x3164), new(0xFFA0), new(0x2800)];

    /// <summary>Whole UTF-16 without NUL: what both stores keep and give back unchanged.</summary>
    public static IRuleBuilderOptions<T, string?> SoundText<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || IsSound(text)).WithMessage("The text holds a NUL or a broken character.").WithErrorCode("unsound");

    /// <summary>One line of sound text: names, ids.</summary>
    public static IRuleBuilderOptions<T, string?> PlainText<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || (IsSound(text) && !text.Any(char.IsControl))).WithMessage("The text holds a control or broken character.").WithErrorCode("unsound");

    /// <summary>Holds something to be seen: more than spaces and characters that only shape others.</summary>
    public static IRuleBuilderOptions<T, string?> Visible<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is not null && IsVisible(text))
            .WithMessage("There is nothing to be seen in it.").WithErrorCode("required");

    /// <summary>Lower-case letters, digits, underscores, dots and hyphens.</summary>
    public static IRuleBuilderOptions<T, string?> Code<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || text.Length == 0 || IsCode(text)).WithMessage("A code has lower-case letters, digits, '_', '.' and '-' only.");

    /// <inheritdoc cref="Visible"/>
    public static bool IsVisible(string text) =>
        text.EnumerateRunes().Any(r => !Rune.IsWhiteSpace(r) && Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Format or UnicodeCategory.Control) && !Blanks.Contains(r));

    public static bool IsCode(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or '-');

    private static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 0) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!Rune.TryGetRuneAt(text, i, out _)) return false;
            i++;
        }
        return true;
    }
}
