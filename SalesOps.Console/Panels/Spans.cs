using SalesOps.Domain.Model;

namespace SalesOps.Console.Panels;

/// <summary>A piece of a message, and whether it is evidence.</summary>
public readonly record struct Piece(string Text, bool IsEvidence);

/// <summary>Cuts a message at its evidence. Spans come from outside: what lies beyond the text, overlaps or halves a character is mended, never thrown at.</summary>
public static class Spans
{
    public static IReadOnlyList<Piece> Cut(string text, IEnumerable<EvidenceSpan> spans)
    {
        var pieces = new List<Piece>();
        var at = 0;
        foreach (var span in spans.OrderBy(s => s.Start))
        {
            var start = Whole(text, Math.Clamp(span.Start, at, text.Length));
            var end = Whole(text, (int)Math.Clamp((long)span.Start + span.Length, start, text.Length));
            if (end <= start || start < at) continue;
            if (start > at) pieces.Add(new Piece(text[at..start], false));
            pieces.Add(new Piece(text[start..end], true));
            at = end;
        }
        if (at < text.Length || pieces.Count == 0) pieces.Add(new Piece(text[at..], false));
        return pieces;
    }

    /// <summary>Not between the two halves of a character.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at + 1 : at;
}
