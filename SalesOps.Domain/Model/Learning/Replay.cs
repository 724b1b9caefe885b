using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.Model.Learning;

/// <summary>What a conversation's state machine was asked, or what a person said of a move that waited; with what came of it.</summary>
/// <param name="UnderstandingId">Of the message that it began with.</param>
/// <param name="At">UTC.</param>
public abstract record ReplayStep(Guid UnderstandingId, DateTime At);

/// <summary>An understanding that was accepted: by itself, approved, or corrected.</summary>
/// <param name="Confidence">0..1; 1 for what a person approved.</param>
/// <param name="ByPerson">A person corrected it and chose <paramref name="Target"/>.</param>
/// <param name="Target">The state that a correction leads to; null when it leaves the conversation where it is.</param>
/// <param name="Move">What came of it; null when nothing moved.</param>
public sealed record Asked(Guid UnderstandingId, DateTime At, string? Intent, string Stage, double Confidence, bool ByPerson, string? Target, ReplayMove? Move)
    : ReplayStep(UnderstandingId, At);

/// <summary>A person decided on a move that waited.</summary>
/// <param name="To">Where it went; null when it stayed.</param>
public sealed record Settled(Guid UnderstandingId, DateTime At, string? To) : ReplayStep(UnderstandingId, At);

/// <param name="Waits">It was made only when a person agreed, if at all.</param>
public readonly record struct ReplayMove(string From, string To, bool Waits);

/// <summary>A way through the states: where each step left the conversation, and whether something waits from it.</summary>
/// <param name="Steps">As many as were replayed.</param>
/// <param name="End">The state at the end.</param>
/// <param name="Waits">A move waits for a person at the end.</param>
public sealed record Replay(IReadOnlyList<Replay.Stop> Steps, string End, bool Waits)
{
    /// <param name="From">Where the conversation stood before the step.</param>
    /// <param name="To">Where it went; <paramref name="From"/> when it stayed.</param>
    /// <param name="WaitsFor">The state that a person is asked about; null when nobody is.</param>
    public readonly record struct Stop(string From, string To, string? WaitsFor);

    /// <summary>
    /// Goes through what happened with other rules. What people decided stays as they decided it, as long as the rules still ask them the same;
    /// what they would be asked anew waits.
    /// </summary>
    /// <param name="steps">In the order of time.</param>
    public static Replay Of(Playbook playbook, IEnumerable<ReplayStep> steps)
    {
        var (state, stops, waiting) = (playbook.StartState, new List<Stop>(), new Dictionary<Guid, (string From, string To)>());
        foreach (var step in steps)
        {
            var from = state;
            string? asks = null;
            if (step is Asked asked)
            {
                var rule = !asked.ByPerson ? playbook.Match(state, asked.Intent, asked.Stage, asked.Confidence)
                    : asked.Target is { } target ? playbook.Leading(state, target, asked.Intent, asked.Stage) : null;
                if (rule is { NeedsPerson: true }) (asks, waiting[step.UnderstandingId]) = (rule.To, (state, rule.To));
                else if (rule is not null) state = rule.To;
            }
            else if (step is Settled settled && waiting.Remove(step.UnderstandingId, out var move) && move.From == state)
            {
                // Another target than the one that waited was a correction, and goes only where some rule leads.
                if (settled.To == move.To || settled.To is { } other && playbook.From(state).Any(rule => rule.To == other)) state = settled.To;
            }
            stops.Add(new Stop(from, state, asks));
        }
        return new Replay(stops, state, waiting.Values.Any(move => move.From == state));
    }

    /// <summary>What really happened, told the same way.</summary>
    public static Replay AsItWas(string start, IEnumerable<ReplayStep> steps)
    {
        var (state, stops, waiting) = (start, new List<Stop>(), new Dictionary<Guid, string>());
        foreach (var step in steps)
        {
            var from = step is Asked { Move: { } known } ? known.From : state;
            state = from;
            string? asks = null;
            if (step is Asked { Move: { } move })
            {
                if (move.Waits) asks = waiting[step.UnderstandingId] = move.To;
                else state = move.To;
            }
            else if (step is Settled settled && waiting.Remove(step.UnderstandingId)) state = settled.To ?? state;
            stops.Add(new Stop(from, state, asks));
        }
        return new Replay(stops, state, waiting.Count > 0);
    }
}
