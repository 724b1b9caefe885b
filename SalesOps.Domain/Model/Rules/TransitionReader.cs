using System.Text.Json;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Reads the transitions of a playbook; those with a problem are left out.</summary>
internal static class TransitionReader
{
    internal static List<(PlaybookRule Rule, JsonSpot Spot)> Read(JsonSpot? list, IReadOnlyDictionary<PlaybookTerm, PlaybookTerms> terms)
    {
        List<(PlaybookRule, JsonSpot)> rules = [];
        foreach (var spot in list?.Items() ?? [])
        {
            if (!spot.IsObject("from", "to", "trigger", "minConfidence", "belowConfidence", "stages", "stage", "needsPerson")) continue;
            var sources = Known(spot.Need("from"), terms[PlaybookTerm.State], "a state");
            var to = spot.Need("to")?.Known(terms[PlaybookTerm.State], "a state");
            var trigger = spot.Need("trigger")?.Known(terms[PlaybookTerm.Intent], "an intent");
            var stage = spot.Need("stage")?.Known(terms[PlaybookTerm.Stage], "a stage");
            var stages = spot.Find("stages") is { } at ? Known(at, terms[PlaybookTerm.Stage], "a stage") : [];
            var least = spot.Need("minConfidence")?.Number(0, 1);
            var below = spot.Find("belowConfidence")?.Number(0, 1);
            var needsPerson = spot.Find("needsPerson")?.Flag() ?? false;
            if (below <= least) spot.Problem("no confidence fits: belowConfidence must be greater than minConfidence", "no_confidence");
            if (to is null || trigger is null || stage is null || least is null) continue;
            rules.Add((new PlaybookRule(sources, to, trigger, least.Value, below, stages, stage, needsPerson), spot));
        }
        return rules;
    }

    /// <summary>One code, or a list of codes that is not empty and names none twice.</summary>
    private static List<string> Known(JsonSpot? place, PlaybookTerms terms, string kind)
    {
        if (place is not { } spot) return [];
        if (spot.Value.ValueKind == JsonValueKind.String) return spot.Known(terms, kind) is { } only ? [only] : [];
        var items = spot.Items();
        if (items.Count == 0 && spot.Value.ValueKind == JsonValueKind.Array) spot.Problem("the list is empty, so nothing ever fits", "empty");
        List<string> codes = [];
        foreach (var item in items)
        {
            if (item.Known(terms, kind) is not { } code) continue;
            if (codes.Contains(code)) item.Problem($"'{code}' is there twice");
            else codes.Add(code);
        }
        return codes;
    }
}
