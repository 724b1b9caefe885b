using System.Globalization;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Checks that the states and transitions make one usable state machine.</summary>
internal static class PlaybookGraph
{
    internal static void Check(
        JsonSpot root,
        IReadOnlyList<(PlaybookState State, JsonSpot Spot)> states,
        IReadOnlyList<(PlaybookTransition Move, JsonSpot Spot)> moves,
        string? start,
        string? takeover)
    {
        if (start is not null && start == takeover) root.Need("takeover")?.Problem("a conversation cannot start in the takeover state");
        CheckMoves(moves, takeover);
        CheckGuards(moves);
        var reached = Reached(moves, start);
        foreach (var (state, spot) in states)
        {
            if (state.Code == takeover) continue;
            var leaves = moves.Any(at => at.Move.From == state.Code);
            if (start is not null && !reached.Contains(state.Code)) spot.Problem($"'{state.Code}' is never reached from '{start}'", "unreachable", state.Code);
            if (!leaves && !state.IsFinal) spot.Problem($"'{state.Code}' is a dead end: nothing leaves it and it is not final", "dead_end", state.Code);
            if (leaves && state.IsFinal) spot.Problem($"'{state.Code}' is final, but a transition leaves it", "leaves_final", state.Code);
        }
    }

    private static void CheckMoves(IReadOnlyList<(PlaybookTransition Move, JsonSpot Spot)> moves, string? takeover)
    {
        foreach (var (move, spot) in moves)
        {
            if (move.From == move.To) spot.Problem($"goes from '{move.From}' to itself", "itself", move.From);
            if (move.From == takeover || move.To == takeover) spot.Problem($"'{takeover}' is entered and left by people, not by a transition", "takeover", takeover);
        }
    }

    private static void CheckGuards(IReadOnlyList<(PlaybookTransition Move, JsonSpot Spot)> moves)
    {
        for (var later = 1; later < moves.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var (move, spot) = moves[later];
                var (other, at) = moves[earlier];
                if (move.Overlaps(other))
                    spot.Problem($"in '{move.From}' the same '{move.Trigger}' could also take the transition at {at.Path}; make the confidences or stages differ", "ambiguous", NumberOf(at));
            }
        }
    }

    /// <summary>From 1, as a reader counts.</summary>
    private static string NumberOf(JsonSpot rule) => (int.Parse(rule.Path.AsSpan(rule.Path.LastIndexOf('[') + 1).TrimEnd(']'), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static HashSet<string> Reached(IReadOnlyList<(PlaybookTransition Move, JsonSpot Spot)> moves, string? start)
    {
        HashSet<string> reached = [];
        Queue<string> next = [];
        if (start is not null) next.Enqueue(start);
        while (next.TryDequeue(out var state))
        {
            if (!reached.Add(state)) continue;
            foreach (var (move, _) in moves)
            {
                if (move.From == state) next.Enqueue(move.To);
            }
        }
        return reached;
    }
}
