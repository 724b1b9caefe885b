using System.Collections.Frozen;

namespace SalesOps.Domain.Model.Rules;

/// <summary>The state machine, its words and the review settings; immutable and checked when it is read.</summary>
public sealed class Playbook
{
    private static readonly Lazy<Playbook> BuiltIn = new(ReadBuiltIn);

    private readonly FrozenSet<string> _states;
    private readonly FrozenDictionary<string, IReadOnlyList<PlaybookTransition>> _from;
    private readonly FrozenDictionary<PlaybookTerm, PlaybookTerms> _terms;
    private readonly FrozenDictionary<TaskKind, TimeSpan> _taskTimes;

    internal Playbook(
        string start,
        string takeover,
        IReadOnlyList<PlaybookState> states,
        IReadOnlyDictionary<PlaybookTerm, PlaybookTerms> terms,
        IReadOnlyList<PlaybookRule> rules,
        ReviewSettings reviews,
        IReadOnlyDictionary<TaskKind, TimeSpan> taskTimes)
    {
        StartState = start;
        TakeoverState = takeover;
        States = states;
        Rules = rules;
        Transitions = [.. rules.SelectMany(rule => rule.Transitions)];
        Reviews = reviews;
        _states = states.Select(state => state.Code).ToFrozenSet();
        _terms = terms.ToFrozenDictionary();
        _taskTimes = taskTimes.ToFrozenDictionary();
        _from = Transitions.GroupBy(move => move.From)
            .ToFrozenDictionary(group => group.Key, IReadOnlyList<PlaybookTransition> (group) => [.. group]);
    }

    /// <summary>The playbook that comes with the program.</summary>
    public static Playbook Default => BuiltIn.Value;

    /// <summary>The state of a new conversation.</summary>
    public string StartState { get; }

    /// <summary>The state while a person holds the conversation; no transition enters or leaves it.</summary>
    public string TakeoverState { get; }

    /// <summary>All states, in the playbook's order.</summary>
    public IReadOnlyList<PlaybookState> States { get; }

    /// <summary>The transitions as they are written, in the playbook's order.</summary>
    public IReadOnlyList<PlaybookRule> Rules { get; }

    /// <summary>All transitions, in the playbook's order; one that leaves several states stands here once for each.</summary>
    public IReadOnlyList<PlaybookTransition> Transitions { get; }

    /// <summary>What is said about reviews.</summary>
    public ReviewSettings Reviews { get; }

    /// <summary>Reads a playbook.</summary>
    /// <exception cref="PlaybookException">It cannot be used; the exception lists every problem.</exception>
    public static Playbook Parse(string json) => PlaybookReader.Read(json);

    /// <summary>What would be wrong with it if these were its rules; empty when nothing is. Paths count from 0, as in <c>$.transitions[3].to</c>.</summary>
    public IReadOnlyList<PlaybookProblem> Check(IReadOnlyList<PlaybookRule> rules) => PlaybookReader.Check(this, _terms, rules);

    /// <summary>The same states and words with other rules, which were checked when somebody set them: what an update of the program takes away makes them no error.</summary>
    public Playbook With(IReadOnlyList<PlaybookRule> rules) => new(StartState, TakeoverState, States, _terms, rules, Reviews, _taskTimes);

    /// <summary>Whether <paramref name="state"/> is one of the states.</summary>
    public bool HasState(string state) => _states.Contains(state);

    /// <summary>Whether nothing more is said in <paramref name="state"/>: the customer wants no messages.</summary>
    public bool IsFinal(string state) => States.Any(known => known.IsFinal && known.Code == state);

    /// <summary>The transitions that leave <paramref name="state"/>; none when it is not a state.</summary>
    public IReadOnlyList<PlaybookTransition> From(string state) => _from.GetValueOrDefault(state, []);

    /// <summary>The one transition from <paramref name="state"/> that an understanding causes; null when there is none.</summary>
    /// <param name="confidence">0..1; 1 for what a person approved or corrected.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in 0..1.</exception>
    public PlaybookTransition? Match(string state, string? intent, string stage, double confidence)
    {
        Share.Check(confidence);
        return From(state).FirstOrDefault(move => move.Accepts(intent, stage, confidence));
    }

    /// <summary>The transition by which a person moves a conversation from <paramref name="state"/> to <paramref name="to"/>; null when no transition leads there.</summary>
    /// <remarks>Several may: the one that the understanding itself would take first, then one of the same intent, then one that goes without asking.</remarks>
    public PlaybookTransition? Leading(string state, string to, string? intent, string stage) => From(state).Where(move => move.To == to)
        .OrderByDescending(move => move.Accepts(intent, stage, 1)).ThenByDescending(move => move.Trigger == intent).ThenBy(move => move.NeedsPerson).FirstOrDefault();

    /// <summary>The codes of a kind, in the playbook's order.</summary>
    public IReadOnlyList<string> Codes(PlaybookTerm kind) => _terms[kind].Codes;

    /// <summary>The words for <paramref name="code"/> in a culture or its language; the code itself when there are none.</summary>
    /// <param name="culture">A culture name: <c>zh-CN</c>, <c>en</c>, <c>vi-VN</c>, …</param>
    public string Label(PlaybookTerm kind, string code, string culture) => _terms[kind].Label(code, culture) ?? code;

    /// <summary>How long after its creation a task of <paramref name="kind"/> is due.</summary>
    public TimeSpan TaskTime(TaskKind kind) => _taskTimes[kind];

    private static Playbook ReadBuiltIn()
    {
        using var stream = typeof(Playbook).Assembly.GetManifestResourceStream("playbook.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
