using System.Text.Json;

namespace SalesOps.Domain.Model.Rules;

/// <summary>Reads the review settings of a playbook.</summary>
internal static class ReviewSettingsReader
{
    private const double MostMinutes = 366 * 24 * 60;
    private const double MostHours = 366 * 24;
    private static readonly string[] Languages = ["vi", "zh", "en"];

    /// <summary>The settings; null when so much is missing that there are none. Only valid when no problem was added.</summary>
    internal static ReviewSettings? Read(JsonSpot? place, PlaybookTerms intents)
    {
        if (place is not { } spot) return null;
        if (!spot.IsObject("threshold", "thresholds", "alwaysReview", "sampledShare", "reviewLimitMinutes", "replyWindowHours")) return null;
        return new ReviewSettings(
            spot.Need("threshold")?.Number(0, 1) ?? 0,
            Rules(spot.Need("thresholds"), intents),
            Intents(spot.Need("alwaysReview"), intents),
            spot.Need("sampledShare")?.Number(0, 1) ?? 0,
            Minutes<ReviewKind>(spot.Need("reviewLimitMinutes")),
            Windows(spot.Need("replyWindowHours")));
    }

    /// <summary>A time in minutes for every value of an enum, none left out.</summary>
    internal static Dictionary<T, TimeSpan> Minutes<T>(JsonSpot? place) where T : struct, Enum
    {
        Dictionary<T, TimeSpan> times = [];
        foreach (var (key, spot) in Entries<T>(place))
        {
            if (spot.Number(1, MostMinutes) is { } minutes) times.Add(key, TimeSpan.FromMinutes(minutes));
        }
        return times;
    }

    private static Dictionary<Channel, TimeSpan?> Windows(JsonSpot? place)
    {
        Dictionary<Channel, TimeSpan?> windows = [];
        foreach (var (channel, spot) in Entries<Channel>(place))
        {
            if (spot.Value.ValueKind == JsonValueKind.Null) windows.Add(channel, null);
            else if (spot.Number(1, MostHours) is { } hours) windows.Add(channel, TimeSpan.FromHours(hours));
        }
        return windows;
    }

    private static List<(T Key, JsonSpot Spot)> Entries<T>(JsonSpot? place) where T : struct, Enum
    {
        List<(T, JsonSpot)> entries = [];
        if (place is not { } spot || !spot.IsObject([.. Enum.GetValues<T>().Select(key => key.Code())])) return entries;
        foreach (var key in Enum.GetValues<T>())
        {
            if (spot.Need(key.Code()) is { } entry) entries.Add((key, entry));
        }
        return entries;
    }

    private static List<string> Intents(JsonSpot? place, PlaybookTerms intents)
    {
        List<string> codes = [];
        foreach (var spot in place?.Items() ?? [])
        {
            if (spot.Known(intents, "an intent") is not { } code) continue;
            if (codes.Contains(code)) spot.Problem($"'{code}' is there twice");
            else codes.Add(code);
        }
        return codes;
    }

    private static IReadOnlyList<ThresholdRule> Rules(JsonSpot? place, PlaybookTerms intents)
    {
        HashSet<ThresholdRule> keys = [];
        List<ThresholdRule> rules = [];
        foreach (var spot in place?.Items() ?? [])
        {
            if (!spot.IsObject("intent", "language", "channel", "threshold")) continue;
            var before = spot.Problems.Count;
            var rule = new ThresholdRule(
                spot.Find("intent")?.Known(intents, "an intent"),
                Language(spot.Find("language")),
                spot.Find("channel")?.Code<Channel>(),
                spot.Need("threshold")?.Number(0, 1) ?? 0);
            if (spot.Problems.Count > before) continue;
            if (rule.Slice.Specificity == 0) spot.Problem("names no intent, language or channel; that is what the plain threshold is for");
            else if (!keys.Add(rule with { Threshold = 0 })) spot.Problem("there is already a threshold for this intent, language and channel");
            else rules.Add(rule);
        }
        return [.. rules.OrderByDescending(rule => rule.Slice.Specificity)];
    }

    private static string? Language(JsonSpot? place)
    {
        if (place is not { } spot || spot.Text() is not { } language) return null;
        if (Languages.Contains(language)) return language;
        spot.Problem($"'{language}' is not known; known are {string.Join(", ", Languages)}");
        return null;
    }
}
