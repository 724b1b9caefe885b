using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.Model.Learning;

/// <summary>Moves of conversations that are alike, counted.</summary>
/// <param name="Stage">The stage they set.</param>
/// <param name="Hundredths">Their confidence, cut to hundredths.</param>
public sealed record MovesCount(string From, string To, string Trigger, string Stage, int Hundredths, Tally Tally);

/// <summary>What became of moves.</summary>
/// <param name="Made">They were made, by themselves or with a person's approval.</param>
/// <param name="Waiting">They wait for a person now.</param>
/// <param name="Rejected">A person refused them.</param>
public readonly record struct Tally(long Made, long Waiting, long Rejected)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Made + b.Made, a.Waiting + b.Waiting, a.Rejected + b.Rejected);
}

/// <summary>How much each line of a playbook is used.</summary>
/// <param name="ByRule">In the order of the lines.</param>
/// <param name="Others">Of moves that no line makes any more.</param>
public sealed record RuleUse(IReadOnlyList<Tally> ByRule, Tally Others)
{
    /// <summary>Each move counts once, for the line that lets it through.</summary>
    public static RuleUse Of(IReadOnlyList<PlaybookRule> rules, IEnumerable<MovesCount> moves)
    {
        var (byRule, others) = (new Tally[rules.Count], default(Tally));
        foreach (var move in moves)
        {
            var at = IndexOf(rules, rule => IsAlike(rule, move) && IsInside(rule, move.Hundredths));
            // What a person approved passes every least confidence; it keeps the confidence that the AI claimed.
            if (at < 0) at = IndexOf(rules, rule => IsAlike(rule, move));
            if (at < 0) others += move.Tally;
            else byRule[at] += move.Tally;
        }
        return new RuleUse(byRule, others);
    }

    private static bool IsAlike(PlaybookRule rule, MovesCount move) =>
        rule.To == move.To && rule.Trigger == move.Trigger && rule.Stage == move.Stage && rule.From.Contains(move.From);

    private static bool IsInside(PlaybookRule rule, int hundredths) =>
        hundredths >= Hundredths(rule.MinConfidence) && !(rule.BelowConfidence is { } below && hundredths >= Hundredths(below));

    /// <summary>Rounded first: 0.57 is a little less than 57 hundredths in binary.</summary>
    private static int Hundredths(double confidence) => (int)Math.Round(confidence * 10_000) / 100;

    private static int IndexOf(IReadOnlyList<PlaybookRule> rules, Func<PlaybookRule, bool> fits)
    {
        for (var at = 0; at < rules.Count; at++)
            if (fits(rules[at])) return at;
        return -1;
    }
}
