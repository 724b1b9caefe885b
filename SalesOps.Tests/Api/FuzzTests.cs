using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>No body makes a 5xx, and what is refused is not stored.</summary>
public sealed class FuzzTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Good = """
        {"channel":"telegram","externalId":"fuzz","messageId":"fuzz","text":"Tôi muốn nạp tiền","displayName":"Lan","sentAt":"2026-06-03T04:12:46Z","understanding":{"intent":"recharge_intent","stage":"discovery_capital","confidence":0.574,"risks":["fraud"],"model":"runtime-1"}}
        """;

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Elements("null", "true", "0", "-0", "1e400", "1e-400", "0.574", "[]", "{}", "\"\"", "\"telegram\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\\uffff\"", "\"\\ufffe\"", "\"\\ufeff\"", "[[[[]]]]",
            "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}", "\"2026-06-03T04:12:46Z\"", "\"2026-06-03T04:12:46+24:00\"", "\"0001-01-01T00:00:00.0+14:00\"", "\"\\u202e\"", "\"e\\u0301\"", "\"﷽\"", "NaN", "'", ""),
        Gen.Choose(0, char.MaxValue).Select(c => "\"\\u" + c.ToString("x4", System.Globalization.CultureInfo.InvariantCulture) + "\""),
        Gen.Choose(0, 20_000).Select(n => "\"" + new string('ế', n) + "\""),
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => $"{n}e{n % 400}"));

    private static readonly Gen<byte[]> Bodies = Gen.Frequency(
        (6, from name in Gen.Elements("channel", "externalId", "messageId", "text", "displayName", "sentAt", "understanding", "new", "__proto__", "")
            from value in Value
            from doubled in Gen.Elements(true, false, false)
            select Encoding.UTF8.GetBytes(Replace(Good, name, value, doubled))),
        (6, from name in Gen.Elements("intent", "stage", "confidence", "risks", "model", "new")
            from value in Value
            select Encoding.UTF8.GetBytes(Replace(Good, "understanding", Replace(JsonNode.Parse(Good)!["understanding"]!.ToJsonString(), name, value, false), false))),
        (4, from edits in Gen.ListOf(Gen.Choose(0, Good.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(b => (at, b))), 3)
            select Flip(Encoding.UTF8.GetBytes(Good), edits)),
        (2, Gen.Choose(0, Good.Length).Select(n => Encoding.UTF8.GetBytes(Good)[..n])),
        (1, Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b))));

    [Fact]
    public void Post_AnyBody_NeverFailsOnOurSide()
    {
        var console = host.Console;
        var statuses = new Dictionary<int, int>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_500).WithQuietOnSuccess(true), Prop.ForAll(Arb.From(Bodies), body =>
        {
            var sequence = console.Sequence;
            using var response = console.Api.PostBytesAsync("/api/v1/messages", body).GetAwaiter().GetResult();
            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status is 200 or 400 or 422, $"{status} for {Encoding.UTF8.GetString(body)}");
            Assert.Equal(status == 200 ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
            if (status != 200) Assert.Equal(sequence, console.Sequence);
        }));
        Assert.Empty(console.Log.Errors);
        // Both kinds came, or the test says nothing.
        Assert.True(statuses.GetValueOrDefault(400) > 500 && statuses.Count > 1, string.Join(' ', statuses));
        Assert.StartsWith("sound", Domain.Store.Verification.StoreVerifier.Verify(console.Files).Text, StringComparison.Ordinal);
    }

    private static string Replace(string json, string name, string value, bool doubled)
    {
        var fields = JsonNode.Parse(json)!.AsObject().Where(f => doubled || f.Key != name).Select(f => $"\"{f.Key}\":{f.Value!.ToJsonString()}");
        return "{" + string.Join(',', fields.Append($"\"{name}\":{value}")) + "}";
    }

    private static byte[] Flip(byte[] body, IEnumerable<(int At, int Byte)> edits)
    {
        foreach (var (at, value) in edits) body[at] = (byte)value;
        return body;
    }
}
