namespace SalesOps.Domain.Model.Learning;

/// <summary>One decision of a person, as far as the figures ask.</summary>
/// <param name="Approved">Approved as it stood.</param>
/// <param name="Day">The console's day.</param>
/// <param name="LookedMs">How long the case was open; null when it was decided without being opened.</param>
/// <param name="ReadingMs">How long a quick reader takes for the message; null when unknown.</param>
/// <param name="Thing">The same for equal messages that were read alike; null when they cannot be told.</param>
/// <param name="Right">Whether it found the reading right; null when it says nothing of the reading.</param>
public sealed record ReviewerDecision(Guid ById, bool Approved, DateOnly Day, int? LookedMs, int? ReadingMs, string? Thing, bool? Right);

/// <summary>复核人: how one person decides. For the lead alone; figures of few decisions say little, so counts stand beside every share.</summary>
/// <param name="Days">Days with a decision.</param>
/// <param name="Timed">Decisions whose case was open before.</param>
/// <param name="Median">Of the times the case was open; null when none was timed.</param>
/// <param name="Hasty">Timed decisions that took less than reading the message takes.</param>
/// <param name="Pairs">Pairs of a decision with somebody else's about the same.</param>
/// <param name="Agreed">Pairs that agree.</param>
/// <param name="Repeats">Pairs of own decisions about the same.</param>
/// <param name="Steady">Own pairs that agree.</param>
public sealed record ReviewerFigures(Guid ById, int Decisions, int Approved, int Days, int Timed, TimeSpan? Median, int Hasty, long Pairs, long Agreed, long Repeats, long Steady)
{
    /// <summary>The figures of everybody who decided, who decided most first.</summary>
    public static IReadOnlyList<ReviewerFigures> Of(IReadOnlyCollection<ReviewerDecision> decisions)
    {
        // What everybody found of each thing, so that pairs are counted without being made.
        var found = decisions.Where(d => d is { Thing: not null, Right: not null }).GroupBy(d => d.Thing!)
            .ToDictionary(g => g.Key, g => Votes.Of(g));
        return [.. decisions.GroupBy(d => d.ById).Select(g => Of(g.Key, [.. g], found)).OrderByDescending(f => f.Decisions).ThenBy(f => f.ById)];
    }

    private static ReviewerFigures Of(Guid who, List<ReviewerDecision> decisions, Dictionary<string, Votes> found)
    {
        var times = decisions.Where(d => d.LookedMs is not null).Select(d => d.LookedMs!.Value).Order().ToList();
        var (pairs, agreed, repeats, steady) = (0L, 0L, 0L, 0L);
        foreach (var thing in decisions.Where(d => d is { Thing: not null, Right: not null }).GroupBy(d => d.Thing!))
        {
            var (own, all) = (Votes.Of(thing), found[thing.Key]);
            var others = new Votes(all.Right - own.Right, all.Wrong - own.Wrong);
            pairs += own.All * others.All;
            agreed += own.Right * others.Right + own.Wrong * others.Wrong;
            repeats += Votes.Pairs(own.All);
            steady += Votes.Pairs(own.Right) + Votes.Pairs(own.Wrong);
        }
        return new ReviewerFigures(who, decisions.Count, decisions.Count(d => d.Approved), decisions.Select(d => d.Day).Distinct().Count(), times.Count,
            times.Count == 0 ? null : TimeSpan.FromMilliseconds(times[times.Count / 2]), decisions.Count(d => d.LookedMs < d.ReadingMs), pairs, agreed, repeats, steady);
    }

    private readonly record struct Votes(long Right, long Wrong)
    {
        public long All => Right + Wrong;

        public static Votes Of(IEnumerable<ReviewerDecision> decisions) => decisions.Aggregate(new Votes(), (v, d) => d.Right!.Value ? v with { Right = v.Right + 1 } : v with { Wrong = v.Wrong + 1 });

        public static long Pairs(long count) => count * (count - 1) / 2;
    }
}
