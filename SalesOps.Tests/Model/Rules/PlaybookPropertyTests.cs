using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class PlaybookPropertyTests
{
    private static readonly string[] States = ["fresh", "won", "held"];
    private static readonly string[] Stages = ["early", "late"];

    private static readonly Gen<double> Tenths = Gen.Choose(0, 10).Select(n => n / 10.0);

    // Random transitions between the small playbook's states; many make a playbook that is refused, and that is the point.
    private static readonly Gen<string> Playbooks =
        from moves in (from least in Tenths
                       from below in Tenths.Select(n => (double?)n).Or(Gen.Constant((double?)null))
                       from stages in Gen.SubListOf(Stages)
                       from to in Gen.Frequency((9, Gen.Constant("won")), (1, Gen.Elements(States)))
                       select Move(to, least, below, stages)).NonEmptyListOf().Resize(3)
        select With(moves);

    [Fact]
    public void Match_AnyParsedPlaybook_IsTheOnlyTransitionOfThatState()
    {
        var several = 0;
        var check = Prop.ForAll(Playbooks.ToArbitrary(), json =>
        {
            if (Parse(json) is not { } playbook) return true;
            if (playbook.Transitions.Count > 1) several++;
            return (from state in States
                    from stage in Stages
                    from tenth in Enumerable.Range(0, 11)
                    select IsTheOnly(playbook, state, stage, tenth / 10.0)).All(only => only);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), check);
        Assert.True(several > 20, $"only {several} of the random playbooks had several transitions and could be parsed");
    }

    [Fact]
    public void Parse_AnyValueReplaced_ThrowsNothingButItsOwnError()
    {
        string[] values = ["null", "true", "-1", "1e999", "\"\"", "\"won\"", "[]", "[1]", "{}", "[{}]"];
        var places = Paths(PlaybookJson.Small(), "").ToArray();
        var cases = from place in Gen.Elements(places) from value in Gen.Elements(values) select (place, value);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(cases.ToArbitrary(), at =>
        {
            _ = Parse(PlaybookJson.With(at.place, at.value));
        }));
    }

    private static bool IsTheOnly(Playbook playbook, string state, string stage, double confidence)
    {
        var move = playbook.Match(state, "buy", stage, confidence);
        var all = playbook.Transitions.Where(each => each.From == state && each.Accepts("buy", stage, confidence)).ToList();
        return ReferenceEquals(move, playbook.Match(state, "buy", stage, confidence))
            && (move is null ? all.Count == 0 : all is [var only] && ReferenceEquals(only, move));
    }

    private static Playbook? Parse(string json)
    {
        try
        {
            return Playbook.Parse(json);
        }
        catch (PlaybookException)
        {
            return null;
        }
    }

    private static JsonObject Move(string to, double least, double? below, IEnumerable<string> stages)
    {
        var move = new JsonObject { ["from"] = "fresh", ["to"] = to, ["trigger"] = "buy", ["stage"] = "late", ["minConfidence"] = least };
        if (below is not null) move["belowConfidence"] = below;
        string[] only = [.. stages];
        if (only.Length > 0) move["stages"] = new JsonArray([.. only.Select(stage => JsonValue.Create(stage))]);
        return move;
    }

    private static string With(IEnumerable<JsonObject> moves)
    {
        var json = PlaybookJson.Small();
        json["transitions"] = new JsonArray([.. moves]);
        return json.ToJsonString();
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Paths(member.Value, $"{path}.{member.Key}").Prepend($"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Paths(item, $"{path}[{i}]").Prepend($"{path}[{i}]")),
        _ => [],
    };
}
