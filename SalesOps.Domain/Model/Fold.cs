using System.Globalization;
using System.Text;

namespace SalesOps.Domain.Model;

/// <summary>Text without case, accents, width and the bar of Đ, so that search finds what people type without them.</summary>
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

    /// <summary>Code points that will never be characters; Unicode normalization refuses them.</summary>
    private static bool IsNonCharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) sound.Append((IsNonCharacter(rune.Value) ? Rune.ReplacementChar : rune).ToString());
        return sound.ToString();
    }
}
