using SalesOps.Domain.Model;

namespace SalesOps.Domain.Understandings;

/// <summary>What a phrase stands for: a group of <c>phrases.json</c>, and the group meant where it is negated.</summary>
internal sealed record Meaning(int Group, int Opposite)
{
    public const int NoGroup = -1;
    public const int HasNoOpposite = -2;
    public static readonly Meaning Nothing = new(NoGroup, HasNoOpposite);
    public static readonly Meaning Negator = new(NoGroup, NoGroup);
}

/// <summary>What the message's words most likely mean together.</summary>
internal sealed record Verdict(string Intent, string Stage, double Confidence, IReadOnlyList<EvidenceSpan> Evidence, IReadOnlyList<Alternative> Alternatives);

/// <summary>Weighs the phrases found in one message against each other.</summary>
internal sealed class Weighing(IntentPhrases[] groups)
{
    private const double LeastWeight = 0.25;
    private const double CourtesyBesideOthers = 0.25;
    private const int MostAlternatives = 3;
    private const int MostEvidence = 20;
    private const double LeastAlternative = 0.01;

    private readonly double[] _weights = new double[groups.Length];
    private readonly HashSet<object> _counted = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Intent, int Start, int End)> _places = [];

    public void Add(int group, object phrase, double weight, int start, int end)
    {
        if (weight < LeastWeight) return;
        _places.Add((groups[group].Intent, start, end));
        // Saying it twice does not make it surer.
        if (_counted.Add(phrase)) _weights[group] += weight;
    }

    public Verdict? Winner()
    {
        if (_places.Count == 0) return null;
        var meant = Array.Exists(groups, group => !group.Courtesy && WeightOf(group.Intent) > 0);
        var intents = new List<(string Intent, double Weight)>();
        foreach (var group in groups)
        {
            var weight = WeightOf(group.Intent) * (meant && group.Courtesy ? CourtesyBesideOthers : 1);
            if (weight > 0 && !intents.Exists(known => known.Intent == group.Intent)) intents.Add((group.Intent, weight));
        }
        var sure = Sure(intents.Sum(intent => intent.Weight));
        var squares = intents.Sum(intent => intent.Weight * intent.Weight);
        // OrderBy keeps the book's order among equals.
        var ranked = intents.OrderByDescending(intent => intent.Weight)
            .Select(intent => new Alternative(intent.Intent, Math.Round(sure * intent.Weight * intent.Weight / squares, 3))).ToList();
        var alternatives = ranked.Skip(1).Take(MostAlternatives).Where(other => other.Confidence >= LeastAlternative).ToArray();
        return new(ranked[0].Intent, StageOf(ranked[0].Intent), ranked[0].Confidence, Evidence(ranked[0].Intent), alternatives);
    }

    /// <summary>How sure so much evidence makes: one weak phrase 0.50, a fair one 0.64, a strong one 0.74, two strong ones 0.88.</summary>
    private static double Sure(double weight) => 0.95 - 0.65 * Math.Exp(-weight / 2.7);

    private double WeightOf(string intent)
    {
        var sum = 0.0;
        for (var group = 0; group < groups.Length; group++)
            if (groups[group].Intent == intent) sum += _weights[group];
        return sum;
    }

    private string StageOf(string intent)
    {
        var best = Array.FindIndex(groups, group => group.Intent == intent);
        for (var group = best + 1; group < groups.Length; group++)
            if (groups[group].Intent == intent && _weights[group] > _weights[best]) best = group;
        return groups[best].Stage;
    }

    private List<EvidenceSpan> Evidence(string intent)
    {
        var spans = new List<EvidenceSpan>();
        var end = 0;
        foreach (var place in _places)
        {
            if (place.Intent != intent) continue;
            if (place.Start < end) spans[^1] = spans[^1] with { Length = Math.Max(end, place.End) - spans[^1].Start };
            else if (spans.Count < MostEvidence) spans.Add(new(place.Start, place.End - place.Start));
            else break;
            end = Math.Max(end, place.End);
        }
        return spans;
    }
}
