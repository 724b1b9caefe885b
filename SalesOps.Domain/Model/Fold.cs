using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SalesOps.Domain.Model;

/// <summary>One form for text that can be written in several: composed to store it, and without case, accents, width and the bar of Đ to find it.</summary>
public static class Fold
{
    private const int ShortestPhone = 9;
    private const int LongestPhone = 15;
    /// <summary>Unicode's own limit for text that is normalized in a stream (UAX #15-D3): no language puts as many marks over one letter.</summary>
    private const int MostMarks = 30;
    private const char Joiner = '\u034f';

    /// <summary>Digits in several groups.</summary>
    private static readonly Regex Grouped = new(@"(?<![\w+])\+?\(?\d{1,5}\)?(?:[ .\-]{1,2}\(?\d{1,5}\)?)+(?!\w)");

    /// <summary>Digits in one group or several, with a plus, a zero or the country's code before them.</summary>
    private static readonly Regex Dialled = new(@"(?<![\w+])\(?(?:\+|0|84(?=[ .\-(]))\(?\d{0,14}\)?(?:[ .\-]{1,2}\(?\d{1,5}\)?)*(?!\w)");

    /// <summary>The folded form; <c>Nguyễn Thị Đào</c> is <c>nguyen thi dao</c>. Bad UTF-16 and noncharacters are kept as U+FFFD.</summary>
    public static string Text(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var c in Parted(Sound(text)).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(c is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }

    /// <summary>The composed form (NFC), in which text from outside is stored. Bad UTF-16 and noncharacters are kept as U+FFFD, and endless marks over one letter are parted.</summary>
    public static string Composed(string text) => Ascii.IsValid(text) ? text : Parted(Sound(text)).Normalize();

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

    /// <summary>
    /// The phone numbers that a text spells in groups, each as its digits alone: <c>+84 90 123.4567</c> is <c>84901234567</c>.
    /// </summary>
    public static IEnumerable<string> Phones(string text) =>
        text.Count(char.IsDigit) < ShortestPhone ? [] : Grouped.Matches(Text(text)).Select(m => Digits(m.Value)).Where(IsPhone);

    /// <summary>The text with each phone number as the part of it that every way to write it has: without the country's code or the zero.</summary>
    public static string BarePhones(string text) => Dialled.Replace(Text(text), m => Digits(m.Value) is var digits && IsPhone(digits) ? $" {Bare(digits)} " : m.Value);

    private static string Bare(string digits) => digits.StartsWith("84", StringComparison.Ordinal) && digits.Length >= 11 ? digits[2..]
        : digits.StartsWith("0084", StringComparison.Ordinal) ? digits[4..] : digits[0] == '0' ? digits[1..] : digits;

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>So many digits are a phone number, and nothing else is.</summary>
    internal static bool IsPhone(string word) => word.Length is >= ShortestPhone and <= LongestPhone && word.All(char.IsAsciiDigit);

    private static bool IsIdeograph(int value) => value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    /// <summary>Code points that will never be characters; Unicode normalization refuses them.</summary>
    internal static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>
    /// The text with a joiner, which nobody sees, after so many marks: normalizing puts the marks of a letter in order one by one, which takes the square
    /// of their number, and nobody knows how long a text is before it is composed.
    /// </summary>
    private static string Parted(string text)
    {
        StringBuilder? parted = null;
        var marks = 0;
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            // A joiner is itself such a mark by its kind, but the letters' order begins anew behind it.
            marks = text[i] == Joiner || CharUnicodeInfo.GetUnicodeCategory(text, i) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) ? 0 : marks + 1;
            if (marks > MostMarks)
            {
                parted ??= new StringBuilder(text, 0, i, text.Length + text.Length / MostMarks + 1);
                parted.Append(Joiner);
                marks = 1;
            }
            parted?.Append(text, i, char.IsHighSurrogate(text[i]) ? 2 : 1);
        }
        return parted?.ToString() ?? text;
    }

    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) sound.Append((IsNoncharacter(rune.Value) ? Rune.ReplacementChar : rune).ToString());
        return sound.ToString();
    }
}
