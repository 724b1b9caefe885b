using System.Globalization;
using System.Text;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>The accents a word carries, as a set: where they stand does not matter, so that hòa equals hoà.</summary>
[Flags]
internal enum Accents
{
    None = 0,
    Grave = 1,
    Acute = 2,
    Circumflex = 4,
    Tilde = 8,
    Breve = 16,
    Horn = 32,
    Hook = 64,
    Dot = 128,
    Bar = 256,
    Other = 512,
}

internal enum LetterKind
{
    /// <summary>Ends a word: a space, a dash.</summary>
    Gap,
    /// <summary>Ends a phrase: a full stop, an emoji.</summary>
    Break,
    /// <summary>Belongs to the letter before it, or to nothing: an accent, an apostrophe, a zero-width sign.</summary>
    Joined,
    Latin,
    Digit,
    Han,
    Foreign,
}

/// <summary>One character as the understanding sees it.</summary>
internal readonly record struct Letter(string Folded, Accents Accents, LetterKind Kind)
{
    private const int PageSize = 256;
    private static readonly Letter Unreadable = new("\ufffd", Accents.None, LetterKind.Break);
    // Filled when first met; two threads may fill the same page, with the same content.
    private static readonly Letter[]?[] Pages = new Letter[]?[char.MaxValue / PageSize + 1];

    /// <summary>The letter at a place, and how many UTF-16 units it takes there.</summary>
    public static Letter At(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        if (!char.IsSurrogate(c)) return (Pages[c / PageSize] ??= Page(c / PageSize))[c % PageSize];
        if (Rune.DecodeFromUtf16(text[index..], out var rune, out var taken) != System.Buffers.OperationStatus.Done) return Unreadable;
        length = taken;
        return Rune.IsLetterOrDigit(rune) ? Make(rune) : Unreadable;
    }

    private static Letter[] Page(int number)
    {
        var page = new Letter[PageSize];
        for (var i = 0; i < PageSize; i++)
            page[i] = Rune.TryCreate((char)(number * PageSize + i), out var rune) ? Make(rune) : Unreadable;
        return page;
    }

    private static Letter Make(Rune rune)
    {
        if (Fold.IsNoncharacter(rune.Value)) return Unreadable;
        var folded = Fold.Text(rune.ToString());
        return new(folded, AccentsOf(rune), KindOf(rune, folded));
    }

    private static Accents AccentsOf(Rune rune)
    {
        var accents = rune.Value is 'đ' or 'Đ' ? Accents.Bar : Accents.None;
        foreach (var c in rune.ToString().Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) continue;
            accents |= c switch
            {
                '\u0300' => Accents.Grave,
                '\u0301' => Accents.Acute,
                '\u0302' => Accents.Circumflex,
                '\u0303' => Accents.Tilde,
                '\u0306' => Accents.Breve,
                '\u031b' => Accents.Horn,
                '\u0309' => Accents.Hook,
                '\u0323' => Accents.Dot,
                >= '\u0300' and < '\u0370' => Accents.Other,
                _ => Accents.None,
            };
        }
        return accents;
    }

    private static LetterKind KindOf(Rune rune, string folded)
    {
        if (folded.Length == 0 || rune.Value is '\'' or '\u2019' or '\u02bc' or '`') return LetterKind.Joined;
        var first = Rune.GetRuneAt(folded, 0);
        if (IsHan(first.Value)) return LetterKind.Han;
        if (Rune.IsDigit(first)) return LetterKind.Digit;
        if (Rune.IsLetter(first)) return first.Value < 0x250 ? LetterKind.Latin : LetterKind.Foreign;
        return Rune.GetUnicodeCategory(first) switch
        {
            UnicodeCategory.Format => LetterKind.Joined,
            UnicodeCategory.SpacingCombiningMark => LetterKind.Foreign,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation => LetterKind.Gap,
            _ => first.Value is '/' or '\t' ? LetterKind.Gap : LetterKind.Break,
        };
    }

    private static bool IsHan(int code) => code is >= 0x4e00 and <= 0x9fff or >= 0x3400 and <= 0x4dbf or >= 0x20000 and <= 0x3ffff or 0x3007;
}
