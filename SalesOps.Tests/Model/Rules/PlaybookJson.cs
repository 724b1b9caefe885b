using System.Text.Json.Nodes;

namespace SalesOps.Tests.Model.Rules;

/// <summary>A small playbook without problems, to be changed by one thing at a time.</summary>
internal static class PlaybookJson
{
    internal static JsonObject Small() => JsonNode.Parse("""
        {
          "start": "fresh", "takeover": "held",
          "states": [
            { "code": "fresh", "label": { "zh-CN": "新", "en": "Fresh", "vi": "Mới" } },
            { "code": "won", "final": true, "label": { "zh-CN": "成", "en": "Won", "vi": "Chốt" } },
            { "code": "held", "label": { "zh-CN": "人", "en": "Held", "vi": "Giữ" } }
          ],
          "intents": [ { "code": "buy", "label": { "zh-CN": "买", "en": "Buy", "vi": "Mua" } } ],
          "stages": [
            { "code": "early", "label": { "zh-CN": "早", "en": "Early", "vi": "Sớm" } },
            { "code": "late", "label": { "zh-CN": "晚", "en": "Late", "vi": "Muộn" } }
          ],
          "risks": [],
          "transitions": [
            { "from": "fresh", "to": "won", "trigger": "buy", "minConfidence": 0.5, "belowConfidence": 0.8, "stages": ["early"], "stage": "late" }
          ],
          "review": {
            "threshold": 0.5, "thresholds": [ { "intent": "buy", "threshold": 0.7 } ], "alwaysReview": [], "sampledShare": 0,
            "reviewLimitMinutes": { "understanding": 15, "state": 30 },
            "replyWindowHours": { "telegram": null, "facebook": 24, "zalo": 48 }
          },
          "taskDueMinutes": { "first_contact": 30, "review": 15, "bind_customer": 15, "follow_up": 1440, "ask_customer": 30, "person_wanted": 15, "owner_silent": 15 }
        }
        """)!.AsObject();

    /// <summary>The small playbook with the value at a path such as <c>states[1].label.en</c> set to other JSON, added, or removed when null.</summary>
    internal static string With(string path, string? json)
    {
        var root = Small();
        JsonNode at = root;
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var step in steps[..^1]) at = step.StartsWith('[') ? at[Index(step)]! : at[step]!;
        if (at is JsonArray list)
        {
            var index = Index(steps[^1]);
            if (index < list.Count) list.RemoveAt(index);
            if (json is not null) list.Insert(index, JsonNode.Parse(json));
        }
        else
        {
            at.AsObject().Remove(steps[^1]);
            if (json is not null) at[steps[^1]] = JsonNode.Parse(json);
        }
        return root.ToJsonString();
    }

    private static int Index(string step) => int.Parse(step.AsSpan(1, step.Length - 2), System.Globalization.CultureInfo.InvariantCulture);
}
