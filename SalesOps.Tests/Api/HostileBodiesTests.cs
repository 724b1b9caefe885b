using System.Text;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>Whatever stands in a body: a problem by field, nothing stored, nothing personal in the log.</summary>
public sealed class HostileBodiesTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Canary = "canary-9f3";

    private static readonly string Good = $$$"""
        {"channel":"telegram","externalId":"{{{Canary}}}","messageId":"{{{Canary}}}","text":"{{{Canary}}}","displayName":"{{{Canary}}}","sentAt":"2026-06-03T04:12:46Z","understanding":{"intent":"recharge_intent","stage":"discovery_capital","confidence":0.574,"risks":["fraud"],"model":"runtime-1"}}
        """;

    private readonly ConsoleHost _console = host.Console;

    public static TheoryData<string, string> Bodies
    {
        get
        {
            var bodies = new TheoryData<string, string>
            {
                { "$", "" }, { "$", " " }, { "$", "{" }, { "$", Good[..^1] }, { "$", Good + "}" }, { "$", Good + Good }, { "$", "\uFEFF" + Good }, { "$", "// x\n" + Good },
                { "$", Good.Replace("}}", "},}", StringComparison.Ordinal) }, { "$", "null" }, { "$", "true" }, { "$", "1" }, { "$", "\"x\"" }, { "$", "[]" }, { "$", $"[{Good}]" },
                { "$", new string('[', 1000) + new string(']', 1000) }, { "$", string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000) },
                { "$", With("text", new string('[', 1000)) }, { "$", "NaN" }, { "$", "\0" }, { "$", "\0" + Good }, { "$", Good.Replace(':', '=') }, { "$", Good.Replace('"', '\'') },
                { "$", With("understanding.confidence", "NaN") }, { "$", With("understanding.confidence", "Infinity") }, { "$", With("understanding.confidence", "01") },
                { "$", With("text", "\"a\u0001b\"") }, { "$", With("text", "\"a\nb\"") }, { "$", "{\"\\ud800\":1}" },
                { "understanding.intent", With("understanding.intent", "\"\"") }, { "text", With("text", "\"\"") }, { "text", With("text", "\"\\u200b\\u00ad\"") },
                { "unknown", Good.Replace("{\"channel\"", "{\"unknown\":1,\"channel\"", StringComparison.Ordinal) },
                { "Text", Good.Replace("\"text\"", "\"text\":\"x\",\"Text\"", StringComparison.Ordinal) },
                { "__proto__", Good.Replace("{\"channel\"", "{\"__proto__\":{},\"channel\"", StringComparison.Ordinal) },
                { "operationId", Good.Replace("{\"channel\"", "{\"operationId\":\"0\",\"channel\"", StringComparison.Ordinal) },
                { "understanding.unknown", Good.Replace("\"model\"", "\"unknown\":[],\"model\"", StringComparison.Ordinal) },
                { "text", Good.Replace("\"text\"", "\"text\":\"x\",\"text\"", StringComparison.Ordinal) },
                { "channel", Good.Replace("\"text\"", "\"channel\":\"telegram\",\"text\"", StringComparison.Ordinal) },
                { "understanding", Good.Replace("{\"channel\"", "{\"understanding\":null,\"channel\"", StringComparison.Ordinal) },
                { "understanding.confidence", Good.Replace("\"model\"", "\"confidence\":0.9,\"model\"", StringComparison.Ordinal) },
                { "text", Good.Replace("\"text\"", "\"te\\u0078t\":\"x\",\"text\"", StringComparison.Ordinal) },
                { "understanding.risks", With("understanding.risks", "[" + string.Join(',', Enumerable.Repeat("\"a\"", 21)) + "]") },
                { "understanding.risks", With("understanding.risks", "[" + string.Join(',', Enumerable.Repeat("\"a\"", 10_000)) + "]") },
                { "understanding.risks", With("understanding.risks", "[\"\\ud800\"]") }, { "understanding.risks", With("understanding.risks", "[\"A b\"]") },
                { "understanding.risks", With("understanding.risks", "[null]") }, { "understanding.risks", With("understanding.risks", "[[\"a\"]]") },
            };
            foreach (var name in (string[])["channel", "externalId", "messageId", "text"])
            {
                foreach (var wrong in (string[])["null", "1", "true", "[]", "{}", "[\"x\"]", "\"\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "\"a\\u0000b\""]) bodies.Add(name, With(name, wrong));
                bodies.Add(name, Good.Replace($"\"{name}\":", $"\"{name}x\":", StringComparison.Ordinal));
                bodies.Add(name, With(name, $"\"{new string('x', 100_000)}\""));
            }
            foreach (var wrong in (string[])["\"Telegram\"", "\"telegram \"", "\"0\"", "\"sms\""]) bodies.Add("channel", With("channel", wrong));
            foreach (var name in (string[])["externalId", "messageId", "displayName"])
                foreach (var wrong in (string[])["\"a\\nb\"", "\"a\\u001b[31m\"", "\"\\u0085\"", "\"\\r\""]) bodies.Add(name, With(name, wrong));
            foreach (var wrong in (string[])["1", "{}", "[]", "false", "\"\\ud800\"", "\"\\u0000\""]) bodies.Add("displayName", With("displayName", wrong));
            foreach (var wrong in (string[])
                     ["1", "{}", "[]", "\"\"", "\"now\"", "\"2026-06-03\"", "\"2026-06-03T04:12:46\"", "\"2026-06-03T04:12:46.123\"", "\"2026-06-03T04:12:46.1234567\"", "\"2026-13-03T04:12:46Z\"",
                      "\"2026-02-30T04:12:46Z\"", "\"2026-06-03T25:12:46Z\"", "\"1999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"",
                      "\"9999-12-31T23:59:59Z\"", "\"+10000-01-01T00:00:00Z\"", "\"2026-06-03T04:12:46+99:99\"", "\"2026-06-03 04:12:46Z\"", "\"03/06/2026 04:12:46 AM Z\"", "\"\\ud800026-06-03T04:12:46Z\""])
                bodies.Add("sentAt", With("sentAt", wrong));
            foreach (var wrong in (string[])["1", "\"x\"", "[]", "true"]) bodies.Add("understanding", With("understanding", wrong));
            foreach (var wrong in (string[])["1e400", "-1e400", "1.0000001", "-0.0001", "1e308", "\"0.5\"", "null", "{}", "[]", "9007199254740993", new string('9', 5000)])
                bodies.Add("understanding.confidence", With("understanding.confidence", wrong));
            foreach (var name in (string[])["intent", "stage", "model"])
                foreach (var wrong in (string[])["1", "{}", "[]", "\"\\ud800\"", "\"\\u0000\"", $"\"{new string('x', 65)}\""]) bodies.Add("understanding." + name, With("understanding." + name, wrong));
            foreach (var wrong in (string[])["1", "{}", "\"fraud\"", "[1]", "[{}]"]) bodies.Add("understanding.risks", With("understanding.risks", wrong));
            foreach (var wrong in (string[])["1", "{}", "\"x\"", "[1]", "[\"not in the text\"]", "[\"\"]", "[\" \"]", "[\"\\ud800\"]", "[" + string.Join(',', Enumerable.Repeat($"\"{Canary}\"", 21)) + "]"])
                bodies.Add("understanding.evidence", Also("evidence", wrong));
            foreach (var (place, wrong) in ((string, string)[])[("alternatives", "1"), ("alternatives", "{}"), ("alternatives[0]", "[1]"), ("alternatives[0].intent", "[{}]"), ("alternatives[0].x", "[{\"x\":1}]"),
                         ("alternatives", "[{\"intent\":\"A b\",\"confidence\":0.1}]"), ("alternatives", "[{\"intent\":\"a\",\"confidence\":1.1}]"), ("alternatives[0].confidence", "[{\"intent\":\"a\",\"confidence\":\"1\"}]"),
                         ("alternatives", "[" + string.Join(',', Enumerable.Repeat("{\"intent\":\"a\",\"confidence\":0.1}", 11)) + "]")])
                bodies.Add("understanding." + place, Also("alternatives", wrong));
            foreach (var (place, wrong) in ((string, string)[])[("gloss", "1"), ("gloss", "[]"), ("gloss.text", "{}"), ("gloss.text", "{\"text\":\"\"}"), ("gloss.text", "{\"text\":\"\\u0000\"}"), ("gloss.x", "{\"text\":\"a\",\"x\":1}"),
                         ("gloss.text", $"{{\"text\":\"{new string('x', 8001)}\"}}"), ("gloss.evidence", "{\"text\":\"a\",\"evidence\":[\"b\"]}"), ("gloss.evidence", "{\"text\":\"a\",\"evidence\":\"a\"}")])
                bodies.Add("understanding." + place, Also("gloss", wrong));
            return bodies;
        }
    }

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task Post_HostileBody_NamesTheFieldAndStoresNothing(string field, string body)
    {
        var sequence = _console.Sequence;
        _console.Log.Clear();
        var response = await _console.Api.PostBytesAsync("/api/v1/messages", Encoding.UTF8.GetBytes(body));
        Assert.Contains(field, await response.ProblemAsync(400));
        Assert.True((await response.TextAsync()).Length < 4_000, "The answer echoes the body.");
        Assert.Equal(sequence, _console.Sequence);
        AssertSilent();
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "text", Bytes("\"text\":\"", 0xC3, 0x28) },
        { "text", Bytes("\"text\":\"", 0xED, 0xA0, 0x80) },
        { "text", Bytes("\"text\":\"", 0xF5, 0x80, 0x80, 0x80) },
        { "text", Bytes("\"text\":\"", 0xC0, 0x80) },
        { "externalId", Bytes("\"externalId\":\"", 0xFF) },
        { "sentAt", Bytes("\"sentAt\":\"", 0xFE) },
        { "understanding.stage", Bytes("\"stage\":\"", 0x80) },
        { "$", Bytes("{\"", 0xFF) },
        { "$", Encoding.Unicode.GetBytes(Good) },
        { "$", Encoding.UTF32.GetBytes(Good) },
        { "$", new byte[1000] },
        { "$", [0x1F, 0x8B, 0x08, 0, 0, 0] },
        { "$", [0xEF, 0xBB, 0xBF] },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task Post_BrokenBytes_NamesTheFieldAndStoresNothing(string field, byte[] body)
    {
        var sequence = _console.Sequence;
        _console.Log.Clear();
        Assert.Contains(field, await (await _console.Api.PostBytesAsync("/api/v1/messages", body)).ProblemAsync(400));
        Assert.Equal(sequence, _console.Sequence);
        AssertSilent();
    }

    [Theory]
    [InlineData("POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n", 400)]
    [InlineData("POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: -1\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{", 413)]
    [InlineData("POST /api/v1/messages:batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{", 413)]
    [InlineData("POST /api/v1/messages:batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n", 400)]
    public async Task Post_BrokenFraming_IsTheClientsFault(string request, int status)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_console.Address.Host, _console.Address.Port, Http.Token);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{key}", _console.Key, StringComparison.Ordinal)), Http.Token);
        using var reader = new StreamReader(stream);
        Assert.StartsWith($"HTTP/1.1 {status} ", await reader.ReadLineAsync(Http.Token), StringComparison.Ordinal);
    }

    private void AssertSilent()
    {
        Assert.DoesNotContain(_console.Log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.Empty(_console.Log.Errors);
    }

    /// <summary>The good body with one value replaced by raw JSON.</summary>
    /// <summary>With another field of the understanding.</summary>
    private static string Also(string name, string json) => Good.Replace("\"model\"", $"\"{name}\":{json},\"model\"", StringComparison.Ordinal);

    private static string With(string field, string json)
    {
        var name = $"\"{field.Split('.')[^1]}\":";
        var start = Good.IndexOf(name, StringComparison.Ordinal) + name.Length;
        var end = Good[start] switch
        {
            '"' => Good.IndexOf('"', start + 1) + 1,
            '{' => Good.IndexOf('}', start) + 1,
            '[' => Good.IndexOf(']', start) + 1,
            _ => Good.IndexOf(',', start),
        };
        return Good[..start] + json + Good[end..];
    }

    /// <summary>The good body with bytes put behind <paramref name="mark"/>.</summary>
    private static byte[] Bytes(string mark, params byte[] put)
    {
        var at = Good.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return [.. Encoding.UTF8.GetBytes(Good[..at]), .. put, .. Encoding.UTF8.GetBytes(Good[at..])];
    }
}
