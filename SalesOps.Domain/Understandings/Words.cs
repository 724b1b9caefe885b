using System.Runtime.InteropServices;

namespace SalesOps.Domain.Understandings;

/// <summary>A word of a text: a run of letters and digits, one Chinese character, or a break between phrases. Offsets are the original text's.</summary>
internal readonly record struct Word(int Start, int End, int FoldedStart, int FoldedLength, Accents Accents, LetterKind Kind);

/// <summary>A text cut into folded words that remember where they stood.</summary>
internal sealed class Words
{
    // Longer messages are cut by the channels; what lies behind is not read.
    private const int LongestText = 8_000;
    private readonly List<char> _folded;
    private readonly List<Word> _all;

    public Words(string text)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, LongestText));
        _folded = new(read.Length);
        _all = new(read.Length / 4 + 4);
        Word? open = null;
        for (int i = 0, length; i < read.Length; i += length)
        {
            var letter = Letter.At(read, i, out length);
            HasAccents |= letter.Accents != Accents.None;
            if (letter.Kind == LetterKind.Joined)
            {
                if (open is { } marked && letter.Folded.Length == 0) open = marked with { End = i + length, Accents = marked.Accents | letter.Accents };
                continue;
            }
            if (open is { } word && Continues(word.Kind, letter.Kind))
            {
                open = word with { End = i + length, Accents = word.Accents | letter.Accents, Kind = letter.Kind == LetterKind.Latin ? LetterKind.Latin : word.Kind };
                _folded.AddRange(letter.Folded.AsSpan());
                continue;
            }
            Close(ref open);
            if (letter.Kind == LetterKind.Gap) continue;
            open = new(i, i + length, _folded.Count, 0, letter.Accents, letter.Kind);
            if (letter.Kind != LetterKind.Break) _folded.AddRange(letter.Folded.AsSpan());
        }
        Close(ref open);
    }

    public bool HasAccents { get; }

    public ReadOnlySpan<Word> All => CollectionsMarshal.AsSpan(_all);

    public ReadOnlySpan<char> Folded(Word word) => CollectionsMarshal.AsSpan(_folded).Slice(word.FoldedStart, word.FoldedLength);

    private static bool Continues(LetterKind word, LetterKind next) => word switch
    {
        LetterKind.Latin or LetterKind.Digit => next is LetterKind.Latin or LetterKind.Digit,
        LetterKind.Foreign => next == LetterKind.Foreign,
        LetterKind.Break => next == LetterKind.Break,
        _ => false,
    };

    private void Close(ref Word? open)
    {
        if (open is not { } word) return;
        if (word.Kind == LetterKind.Latin) ShortenCries(word.FoldedStart);
        _all.Add(word with { FoldedLength = _folded.Count - word.FoldedStart });
        open = null;
    }

    /// <summary>A letter three times or more stands for one: chàoooo is chào.</summary>
    private void ShortenCries(int start)
    {
        var kept = start;
        for (var i = start; i < _folded.Count;)
        {
            var end = i + 1;
            while (end < _folded.Count && _folded[end] == _folded[i]) end++;
            var copies = end - i >= 3 && char.IsAsciiLetter(_folded[i]) ? 1 : end - i;
            for (var copy = 0; copy < copies; copy++) _folded[kept++] = _folded[i];
            i = end;
        }
        _folded.RemoveRange(kept, _folded.Count - kept);
    }
}
