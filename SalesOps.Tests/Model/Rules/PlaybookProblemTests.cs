using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class PlaybookProblemTests
{
    private const string Labels = """ "label": { "zh-CN": "x", "en": "x", "vi": "x" } """;
    private const string Buy = """{ "from": "fresh", "to": "won", "trigger": "buy", "stage": "late", """;

    [Fact]
    public void Parse_SmallPlaybook_HasNoProblem() => Assert.Equal("fresh", Playbook.Parse(PlaybookJson.Small().ToJsonString()).StartState);

    [Theory]
    [InlineData("start", null, "$", "'start' is missing")]
    [InlineData("start", "\"nowhere\"", "$.start", "'nowhere' is not a state")]
    [InlineData("start", "\"held\"", "$.takeover", "cannot start in the takeover state")]
    [InlineData("takeover", null, "$", "'takeover' is missing")]
    [InlineData("states", "{}", "$.states", "must be a list")]
    [InlineData("states[3]", $$"""{ "code": "lost", "final": true, {{Labels}} }""", "$.states[3]", "'lost' is never reached")]
    [InlineData("states[1].final", "false", "$.states[1]", "'won' is a dead end")]
    [InlineData("states[0].final", "true", "$.states[0]", "'fresh' is final, but")]
    [InlineData("states[3]", $$"""{ "code": "won", {{Labels}} }""", "$.states[3].code", "'won' is there twice")]
    [InlineData("intents[1]", $$"""{ "code": "buy", {{Labels}} }""", "$.intents[1].code", "'buy' is there twice")]
    [InlineData("stages[2]", $$"""{ "code": "late", {{Labels}} }""", "$.stages[2].code", "'late' is there twice")]
    [InlineData("states[0].code", "7", "$.states[0].code", "must be text")]
    [InlineData("states[0].finall", "true", "$.states[0]", "'finall' is not known here")]
    [InlineData("states[0].final", "1", "$.states[0].final", "must be true or false")]
    [InlineData("states[0].label", null, "$.states[0]", "'label' is missing")]
    [InlineData("states[0].label", "\"Fresh\"", "$.states[0].label", "must be an object")]
    [InlineData("intents[0].label.vi", null, "$.intents[0].label", "the label in 'vi' is missing")]
    [InlineData("stages[1].label.zh-CN", "\" \"", "$.stages[1].label.zh-CN", "must be text that is not blank")]
    [InlineData("risks", "[{ \"code\": \"scam\" }]", "$.risks[0]", "'label' is missing")]
    [InlineData("transitions[0].from", "\"nowhere\"", "$.transitions[0].from", "'nowhere' is not a state")]
    [InlineData("transitions[0].from", "[\"fresh\", \"nowhere\"]", "$.transitions[0].from[1]", "'nowhere' is not a state")]
    [InlineData("transitions[0].from", "[\"fresh\", \"fresh\"]", "$.transitions[0].from[1]", "'fresh' is there twice")]
    [InlineData("transitions[0].from", "[]", "$.transitions[0].from", "the list is empty")]
    [InlineData("transitions[0].to", "\"nowhere\"", "$.transitions[0].to", "'nowhere' is not a state")]
    [InlineData("transitions[0].to", "\"fresh\"", "$.transitions[0]", "goes from 'fresh' to itself")]
    [InlineData("transitions[0].to", "\"held\"", "$.transitions[0]", "entered and left by people")]
    [InlineData("transitions[0].trigger", "\"sell\"", "$.transitions[0].trigger", "'sell' is not an intent")]
    [InlineData("transitions[0].stage", "\"middle\"", "$.transitions[0].stage", "'middle' is not a stage")]
    [InlineData("transitions[0].stages", "[]", "$.transitions[0].stages", "the list is empty")]
    [InlineData("transitions[0].stages", "[\"middle\"]", "$.transitions[0].stages[0]", "'middle' is not a stage")]
    [InlineData("transitions[0].minConfidence", null, "$.transitions[0]", "'minConfidence' is missing")]
    [InlineData("transitions[0].minConfidence", "1.1", "$.transitions[0].minConfidence", "must be a number from 0 to 1")]
    [InlineData("transitions[0].minConfidence", "0.8", "$.transitions[0]", "no confidence fits")]
    [InlineData("transitions[1]", Buy + "\"minConfidence\": 0.79 }", "$.transitions[1]", "could also take the transition at $.transitions[0]")]
    [InlineData("review", null, "$", "'review' is missing")]
    [InlineData("review.threshold", "-0.1", "$.review.threshold", "must be a number from 0 to 1")]
    [InlineData("review.threshold", "1e999", "$.review.threshold", "must be a number from 0 to 1")]
    [InlineData("review.sampledShare", "2", "$.review.sampledShare", "must be a number from 0 to 1")]
    [InlineData("review.alwaysReview", "[\"sell\"]", "$.review.alwaysReview[0]", "'sell' is not an intent")]
    [InlineData("review.alwaysReview", "[\"buy\", \"buy\"]", "$.review.alwaysReview[1]", "'buy' is there twice")]
    [InlineData("review.thresholds[0].threshold", "1.5", "$.review.thresholds[0].threshold", "must be a number from 0 to 1")]
    [InlineData("review.thresholds[0].intent", null, "$.review.thresholds[0]", "names no intent, language or channel")]
    [InlineData("review.thresholds[0].channel", "\"Zalo\"", "$.review.thresholds[0].channel", "'Zalo' is not known; known are telegram, facebook, zalo")]
    [InlineData("review.thresholds[0].language", "\"vn\"", "$.review.thresholds[0].language", "'vn' is not known; known are vi, zh, en")]
    [InlineData("review.thresholds[1]", "{ \"intent\": \"buy\", \"threshold\": 0.1 }", "$.review.thresholds[1]", "there is already a threshold")]
    [InlineData("review.reviewLimitMinutes.state", null, "$.review.reviewLimitMinutes", "'state' is missing")]
    [InlineData("review.replyWindowHours.zalo", "0", "$.review.replyWindowHours.zalo", "must be a number from 1")]
    [InlineData("review.replyWindowHours.telegram", null, "$.review.replyWindowHours", "'telegram' is missing")]
    [InlineData("taskDueMinutes.reviews", "5", "$.taskDueMinutes", "'reviews' is not known here")]
    [InlineData("taskDueMinutes.follow_up", "null", "$.taskDueMinutes.follow_up", "must be a number")]
    public void Parse_OneThingWrong_IsNamedWithItsPath(string path, string? json, string at, string text)
    {
        var problems = Problems(PlaybookJson.With(path, json));
        Assert.Contains(problems, problem => problem.Path == at && problem.Text.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"minConfidence\": 0.8 }")]
    [InlineData("\"minConfidence\": 0, \"belowConfidence\": 0.5 }")]
    [InlineData("\"minConfidence\": 0.5, \"stages\": [\"late\"] }")]
    public void Parse_GuardsThatNeverMeet_AreAccepted(string guard) =>
        Assert.Equal(2, Playbook.Parse(PlaybookJson.With("transitions[1]", Buy + guard)).From("fresh").Count);

    [Fact]
    public void Parse_SeveralThingsWrong_ListsAll()
    {
        var json = PlaybookJson.Small();
        json["start"] = "nowhere";
        json["review"]!["sampledShare"] = 3;
        json["transitions"]![0]!["trigger"] = "sell";
        var error = Assert.Throws<PlaybookException>(() => Playbook.Parse(json.ToJsonString()));
        Assert.Superset(
            new HashSet<string> { "$.start", "$.review.sampledShare", "$.transitions[0].trigger" },
            error.Problems.Select(problem => problem.Path).ToHashSet());
        Assert.All(error.Problems, problem => Assert.Contains(problem.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "start": "a", "start": "b" }""")]
    [InlineData("""{ "start": "\ud800", "states": [ { "code": "\ud800" } ] }""")]
    [InlineData("\"\ud800\"")]
    public void Parse_NotAPlaybook_IsOneKindOfError(string json) => Assert.NotEmpty(Problems(json));

    private static IReadOnlyList<PlaybookProblem> Problems(string json) => Assert.Throws<PlaybookException>(() => Playbook.Parse(json)).Problems;
}
