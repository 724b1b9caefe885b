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

    /// <summary>The folded words of a text, parted by spaces and colons; each Chinese or Japanese character is a word of its own.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Text(text).EnumerateRunes())
        {
            var alone = IsIdeograph(rune.Value);
            if (alone || rune.Value == ':' || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) End();
            else word.Append(rune.ToString());
            if (alone) words.Add(rune.ToString());
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsIdeograph(int value) => value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    /// <summary>Code points that will never be characters; Unicode normalization refuses them.</summary>
    internal static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) sound.Append((IsNoncharacter(rune.Value) ? Rune.ReplacementChar : rune).ToString());
        return sound.ToString();
    }
}
