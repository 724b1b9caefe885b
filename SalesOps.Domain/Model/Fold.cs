using System.Globalization;
using System.Text;

namespace SalesOps.Domain.Model;

/// <summary>One form for text that can be written in several: composed to store it, and without case, accents, width and the bar of Đ to find it.</summary>
public static class Fold
{
    /// <summary>The folded form; <c>Nguyễn Thị Đào</c> is <c>nguyen thi dao</c>. Bad UTF-16 and noncharacters are kept as U+FFFD.</summary>
    public static string Text(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var c in Sound(text).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(c is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }

    /// <summary>The composed form (NFC), in which text from outside is stored. Bad UTF-16 and noncharacters are kept as U+FFFD.</summary>
    public static string Composed(string text) => Ascii.IsValid(text) ? text : Sound(text).Normalize();

    /// <summary>Code points that will never be characters; Unicode normalization refuses them.</summary>
    internal static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) sound.Append((IsNoncharacter(rune.Value) ? Rune.ReplacementChar : rune).ToString());
        return sound.ToString();
    }
}
