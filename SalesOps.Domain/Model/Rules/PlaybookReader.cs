using System.Text.Json;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Reads a playbook from JSON and collects every problem on the way.</summary>
internal static class PlaybookReader
{
    // A member that stands twice would silently hide one of the two.
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly JsonSerializerOptions AsInTheFile = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    internal static Playbook Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(document.RootElement);
        }
        // JSON lets half a surrogate pair through as an escape or as text; only turning it into a string fails, and not as a JsonException.
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new PlaybookException([new PlaybookProblem("$", $"is not JSON that can be read: {e.Message}")], e);
        }
    }

    /// <summary>What would be wrong if these were the rules; paths are those of <c>$.transitions</c> and <c>$.states</c>.</summary>
    internal static IReadOnlyList<PlaybookProblem> Check(Playbook playbook, IReadOnlyDictionary<PlaybookTerm, PlaybookTerms> terms, IReadOnlyList<PlaybookRule> rules)
    {
        List<PlaybookProblem> problems = [];
        for (var i = 0; i < rules.Count; i++)
            if (!double.IsFinite(rules[i].MinConfidence) || rules[i].BelowConfidence is { } below && !double.IsFinite(below))
                problems.Add(new PlaybookProblem($"$.transitions[{i}]", "a confidence is no number", "range"));
        if (problems.Count > 0) return problems;
        var root = new JsonSpot(JsonSerializer.SerializeToElement(new { transitions = rules.Select(Written) }, AsInTheFile), "$", problems);
        var read = TransitionReader.Read(root.Need("transitions"), terms);
        PlaybookGraph.Check(root, [.. playbook.States.Select((state, i) => (state, new JsonSpot(default, $"$.states[{i}]", problems)))],
            [.. read.SelectMany(at => at.Rule.Transitions, (at, move) => (move, at.Spot))], playbook.StartState, playbook.TakeoverState);
        return problems;
    }

    private static object Written(PlaybookRule rule) => new
    {
        rule.From, rule.To, rule.Trigger, rule.MinConfidence, rule.BelowConfidence, Stages = rule.Stages.Count == 0 ? null : rule.Stages, rule.Stage, rule.NeedsPerson,
    };

    private static Playbook Read(JsonElement document)
    {
        List<PlaybookProblem> problems = [];
        var root = new JsonSpot(document, "$", problems);
        root.IsObject("start", "takeover", "states", "intents", "stages", "risks", "transitions", "review", "taskDueMinutes");

        List<(PlaybookState State, JsonSpot Spot)> states = [];
        var terms = new Dictionary<PlaybookTerm, PlaybookTerms>
        {
            [PlaybookTerm.State] = Terms(root.Need("states"), states),
            [PlaybookTerm.Intent] = Terms(root.Need("intents")),
            [PlaybookTerm.Stage] = Terms(root.Need("stages")),
            [PlaybookTerm.Risk] = Terms(root.Need("risks")),
        };
        var start = root.Need("start")?.Known(terms[PlaybookTerm.State], "a state");
        var takeover = root.Need("takeover")?.Known(terms[PlaybookTerm.State], "a state");
        var rules = TransitionReader.Read(root.Need("transitions"), terms);
        PlaybookGraph.Check(root, states, [.. rules.SelectMany(at => at.Rule.Transitions, (at, move) => (move, at.Spot))], start, takeover);
        var reviews = ReviewSettingsReader.Read(root.Need("review"), terms[PlaybookTerm.Intent]);
        var taskTimes = ReviewSettingsReader.Minutes<TaskKind>(root.Need("taskDueMinutes"));

        if (problems.Count > 0) throw new PlaybookException(problems);
        return new Playbook(start!, takeover!, [.. states.Select(at => at.State)], terms, [.. rules.Select(at => at.Rule)], reviews!, taskTimes);
    }

    private static PlaybookTerms Terms(JsonSpot? list, List<(PlaybookState, JsonSpot)>? states = null)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> terms = [];
        List<string> order = [];
        foreach (var spot in list?.Items() ?? [])
        {
            if (!(states is null ? spot.IsObject("code", "label") : spot.IsObject("code", "label", "final"))) continue;
            var labels = Labels(spot);
            var final = spot.Find("final")?.Flag() ?? false;
            if (spot.Need("code") is not { } at || at.Text() is not { } code) continue;
            if (!terms.TryAdd(code, labels))
            {
                at.Problem($"'{code}' is there twice");
                continue;
            }
            order.Add(code);
            states?.Add((new PlaybookState(code, final), spot));
        }
        return new PlaybookTerms([.. order.Select(code => (code, terms[code]))]);
    }

    private static Dictionary<string, string> Labels(JsonSpot term)
    {
        Dictionary<string, string> labels = [];
        if (term.Need("label") is not { } spot) return labels;
        foreach (var (culture, at) in spot.Members())
        {
            if (at.Text() is { } label) labels.Add(culture, label);
        }
        foreach (var culture in PlaybookTerms.Cultures)
        {
            if (spot.Value.ValueKind == JsonValueKind.Object && spot.Find(culture) is null) spot.Problem($"the label in '{culture}' is missing");
        }
        return labels;
    }
}
