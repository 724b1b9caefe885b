namespace SalesOps.Console.Panels.Learning;

/// <summary>
/// Where the states and ways of a state machine are drawn: the states in one row in their order, ways onward above them and ways back below.
/// Each way leaves and enters by a port of its own, and runs in a lane that no other uses at that place.
/// </summary>
internal sealed class PlaybookLayout
{
    public const double NodeWidth = 132, NodeHeight = 50, Pitch = 166, LaneHeight = 18;

    private const double Margin = 8;
    private readonly Dictionary<string, int> _at = [];

    /// <param name="states">In their order.</param>
    /// <param name="ways">From state to state, each once; those of states that are not there are left out.</param>
    public PlaybookLayout(IReadOnlyList<string> states, IEnumerable<(string From, string To)> ways)
    {
        for (var i = 0; i < states.Count; i++) _at.TryAdd(states[i], i);
        var spans = ways.Where(w => _at.ContainsKey(w.From) && _at.ContainsKey(w.To) && w.From != w.To).Distinct().ToList();
        var (above, lanesAbove) = Route([.. spans.Where(w => IsOnward(w))]);
        var (below, lanesBelow) = Route([.. spans.Where(w => !IsOnward(w))]);
        Top = Margin + lanesAbove * LaneHeight + (lanesAbove > 0 ? LaneHeight / 2 : 0);
        Width = states.Count * Pitch - (Pitch - NodeWidth) + 2 * Margin;
        Height = Top + NodeHeight + lanesBelow * LaneHeight + (lanesBelow > 0 ? LaneHeight / 2 : 0) + Margin;
        Ways = [.. above.Select(r => new Way(r.From, r.To, r.Start, r.End, Top - (r.Lane + 1) * LaneHeight, Top)),
            .. below.Select(r => new Way(r.From, r.To, r.Start, r.End, Top + NodeHeight + (r.Lane + 1) * LaneHeight, Top + NodeHeight))];
    }

    public double Width { get; }
    public double Height { get; }
    /// <summary>The upper edge of the states.</summary>
    public double Top { get; }
    public IReadOnlyList<Way> Ways { get; }

    /// <summary>The left edge of a state.</summary>
    public double Left(string state) => Margin + _at[state] * Pitch;

    private bool IsOnward((string From, string To) way) => _at[way.From] < _at[way.To];

    private (List<Routed> Ways, int Lanes) Route(List<(string From, string To)> ways)
    {
        // Short ones run close to the states, so that a way seldom crosses those of the same state.
        var routed = ways.OrderBy(Length).ThenBy(w => _at[w.From])
            .Select(w => new Routed(w.From, w.To, Port(ways, w, w.From), Port(ways, w, w.To))).ToList();
        List<List<Routed>> lanes = [];
        foreach (var way in routed)
        {
            way.Lane = lanes.FindIndex(lane => lane.TrueForAll(way.IsApart));
            if (way.Lane < 0)
            {
                way.Lane = lanes.Count;
                lanes.Add([]);
            }
            lanes[way.Lane].Add(way);
        }
        return (routed, lanes.Count);
    }

    private int Length((string From, string To) way) => Math.Abs(_at[way.From] - _at[way.To]);

    /// <summary>Ways to the left take the left part of a state's edge and ways to the right its right part; the nearer the other end, the nearer to the corner.</summary>
    private double Port(List<(string From, string To)> ways, (string From, string To) way, string state)
    {
        int Other((string From, string To) w) => _at[w.From == state ? w.To : w.From];
        var there = ways.Where(w => w.From == state || w.To == state)
            .OrderBy(w => Other(w) > _at[state]).ThenByDescending(w => Other(w)).ToList();
        return Left(state) + NodeWidth * (there.IndexOf(way) + 1) / (there.Count + 1);
    }

    /// <param name="Start">Where it leaves its state, from the left.</param>
    /// <param name="End">Where it enters the other.</param>
    /// <param name="Lane">The height at which it runs between.</param>
    /// <param name="Edge">The height of the states' edge that it leaves and enters.</param>
    internal sealed record Way(string From, string To, double Start, double End, double Lane, double Edge);

    private sealed record Routed(string From, string To, double Start, double End)
    {
        private const double Gap = 6;

        public int Lane { get; set; }

        public bool IsApart(Routed other) =>
            Math.Max(Start, End) + Gap < Math.Min(other.Start, other.End) || Math.Max(other.Start, other.End) + Gap < Math.Min(Start, End);
    }
}
