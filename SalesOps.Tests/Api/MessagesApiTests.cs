using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Api;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>The contract's <c>/api/v1/messages</c>, to the letter.</summary>
public sealed class MessagesApiTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Messages = "/api/v1/messages";
    private const string Batch = "/api/v1/messages:batch";
    private const int KiB256 = 256 * 1024;

    private readonly ConsoleHost _console = host.Console;

    private static string Body(string id, string text = "Tôi muốn nạp tiền", string who = "lan-001") => $$"""
        { "channel": "telegram", "externalId": "{{who}}", "messageId": "{{id}}", "text": "{{text}}", "displayName": "Lan",
          "sentAt": "2026-06-03T04:12:46Z",
          "understanding": { "intent": "recharge_intent", "stage": "discovery_capital", "confidence": 0.574, "risks": [], "model": "runtime-1" } }
        """;

    [Fact]
    public async Task Post_ContractsExample_AnswersAsTheContractSays()
    {
        var response = await _console.Api.PostAsync(Messages, Body("letter-1", who: "letter"));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var answer = await response.JsonAsync();

        Assert.Equal(["customerId", "conversationId", "duplicate", "sequence", "assignment", "understanding", "state", "holder"], answer.Select(p => p.Key));
        Assert.True(Guid.TryParse((string?)answer["customerId"], out var customer));
        Assert.True(Guid.TryParse((string?)answer["conversationId"], out _));
        Assert.False((bool)answer["duplicate"]!);
        AssertJson("""{"intent":"recharge_intent","stage":"discovery_capital","confidence":0.574,"review":"none"}""", answer["understanding"]);
        AssertJson("""{"from":"new_lead","to":"discovery","applied":true}""", answer["state"]);
        Assert.Equal(["aiAgent", "salesUser", "reason", "created"], answer["assignment"]!.AsObject().Select(p => p.Key));
        Assert.Equal(("new_customer", true), ((string?)answer["assignment"]!["reason"], (bool)answer["assignment"]!["created"]!));
        Assert.Equal(["by", "version"], answer["holder"]!.AsObject().Select(p => p.Key));
        Assert.Equal("ai", (string?)answer["holder"]!["by"]);
        await using var store = _console.Read();
        Assert.Contains(store.Messages.Where(m => m.CustomerId == customer), m => m.ExternalId == "letter-1");
        Assert.Contains(store.AuditEntries, a => a.Sequence == (long)answer["sequence"]! && a.CustomerId == customer);
    }

    [Fact]
    public async Task Post_EvidenceAlternativesAndGloss_AreKept_WhereTheComposedTextHasThem()
    {
        const string Text = "Shop ơi 😀 có đáng tin không?";
        var body = JsonNode.Parse(Body("gloss-1", Text.Normalize(NormalizationForm.FormD), "gloss"))!;
        body["understanding"]!["evidence"] = new JsonArray("đáng tin".Normalize(NormalizationForm.FormD));
        body["understanding"]!["alternatives"] = new JsonArray(new JsonObject { ["intent"] = "ask_price", ["confidence"] = 0.2 });
        body["understanding"]!["gloss"] = new JsonObject { ["text"] = "店家，可靠吗？", ["evidence"] = new JsonArray("可靠") };
        Assert.Equal(HttpStatusCode.OK, (await _console.Api.PostAsync(Messages, body.ToJsonString())).StatusCode);
        Assert.True((bool)(await (await _console.Api.PostAsync(Messages, body.ToJsonString())).JsonAsync())["duplicate"]!);

        await using var store = _console.Read();
        var read = store.Understandings.Single(u => store.Messages.Any(m => m.Id == u.MessageId && m.ExternalId == "gloss-1"));
        Assert.Equal([new EvidenceSpan(Text.IndexOf("đáng", StringComparison.Ordinal), 8)], read.Evidence);
        Assert.Equal([new Alternative("ask_price", 0.2)], read.Alternatives);
        Assert.Equal("店家，可靠吗？", read.Gloss);
        Assert.Equal([new EvidenceSpan(3, 2)], read.GlossEvidence!);
    }

    [Fact]
    public async Task Document_DescribesEveryFieldThatIsRead()
    {
        var document = await (await _console.Anonymous.FetchAsync("/openapi/v1.json")).JsonAsync();
        JsonObject Schema(JsonNode at) => (at["$ref"] is { } name ? document["components"]!["schemas"]![((string)name!).Split('/')[^1]]! : at).AsObject();
        var body = Schema(document["paths"]!["/api/v1/messages"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!)["properties"]!.AsObject();
        Assert.Equal(["channel", "externalId", "messageId", "text", "displayName", "sentAt", "understanding"], body.Select(p => p.Key));
        var understanding = body["understanding"]!["oneOf"] is JsonArray ways ? ways.Single(w => w!["$ref"] is not null)! : body["understanding"]!;
        Assert.Equal(["intent", "stage", "confidence", "risks", "model", "evidence", "alternatives", "gloss"], Schema(understanding)["properties"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task Post_WrongField_IsExplainedInEnglish()
    {
        var response = await _console.Api.PostAsync(Messages, Body("english-1", text: ""));
        Assert.Equal(["en"], response.Content.Headers.ContentLanguage);
        var answer = await response.JsonAsync();
        Assert.All((string)answer["errors"]!["text"]![0]!, c => Assert.True(char.IsAscii(c)));
    }

    [Fact]
    public async Task Post_EachOutcome_IsCounted()
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Enqueue((string)tags[0].Value!));
        listener.EnableMeasurementEvents(_console.App.Services.GetRequiredService<ApiMeter>().Messages);
        foreach (var body in (string[])[Body("counted-1"), Body("counted-1"), "{"]) await _console.Api.PostAsync(Messages, body);
        await _console.Api.PostAsync(Batch, Body("counted-2").ReplaceLineEndings(""));

        Assert.Equal(["accepted", "duplicate", "invalid", "accepted"], outcomes);
    }

    [Fact]
    public async Task Post_NothingOptional_IsRead()
    {
        var answer = await (await _console.Api.PostAsync(Messages, """{"channel":"zalo","externalId":"bare","messageId":"bare-1","text":"x"}""", "text/plain")).JsonAsync();
        Assert.False((bool)answer["duplicate"]!);
    }

    [Fact]
    public async Task Post_SameAgain_IsTheSameAnswerAsDuplicate()
    {
        var first = await (await _console.Api.PostAsync(Messages, Body("dup-1"))).JsonAsync();
        var sequence = _console.Sequence;
        // The same content in other clothes: spaces, order, escapes, another time zone.
        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _console.Api.PostAsync(Messages, i % 2 == 0 ? Body("dup-1")
            : JsonNode.Parse(Body("dup-1").Replace("04:12:46Z", "11:12:46+07:00", StringComparison.Ordinal))!.ToJsonString())));

        foreach (var response in again)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var answer = await response.JsonAsync();
            Assert.True((bool)answer["duplicate"]!);
            answer["duplicate"] = false;
            AssertJson(first.ToJsonString(), answer);
        }
        Assert.Equal(sequence, _console.Sequence);
    }

    [Theory]
    [InlineData("Tôi muốn nạp tiền", "Tôi không muốn nạp tiền")]
    [InlineData("lan-001", "lan-002")]
    [InlineData("Lan\"", "Lan Anh\"")]
    [InlineData("0.574", "0.575")]
    [InlineData("04:12:46Z", "04:12:47Z")]
    [InlineData("\"risks\": []", "\"risks\": [\"fraud\"]")]
    public async Task Post_SameMessageWithAnotherBody_Is422(string from, string to)
    {
        await _console.Api.PostAsync(Messages, Body("other-1"));
        var sequence = _console.Sequence;
        Assert.Empty(await (await _console.Api.PostAsync(Messages, Body("other-1").Replace(from, to, StringComparison.Ordinal))).ProblemAsync(422));
        Assert.Equal(sequence, _console.Sequence);
    }

    [Fact]
    public async Task Post_SameIdOnAnotherChannel_IsAnotherMessage()
    {
        await _console.Api.PostAsync(Messages, Body("channel-1"));
        var other = await (await _console.Api.PostAsync(Messages, Body("channel-1").Replace("telegram", "facebook", StringComparison.Ordinal))).JsonAsync();
        Assert.False((bool)other["duplicate"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic {key}")]
    [InlineData("{key}")]
    [InlineData("Bearer {key}x")]
    [InlineData("Bearer {key}, Bearer x")]
    public async Task Post_WithoutAKnownKey_Is401(string? authorization)
    {
        foreach (var path in (string[])[Messages, Batch, "/api/v1/counters"])
        {
            using var request = new HttpRequestMessage(path.EndsWith("counters", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path);
            if (request.Method == HttpMethod.Post) request.Content = new StringContent(Body("nobody-1"));
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("{key}", _console.Key, StringComparison.Ordinal));
            var response = await _console.Anonymous.SendAsync(request, Http.Token);
            await response.ProblemAsync(401);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Fact]
    public async Task Post_OverTheLimit_Is413()
    {
        var sequence = _console.Sequence;
        var huge = Encoding.UTF8.GetBytes(Body("huge-1") + new string(' ', KiB256));
        await (await _console.Api.PostBytesAsync(Messages, huge)).ProblemAsync(413);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, Messages) { Content = new ByteArrayContent(huge) };
        chunked.Headers.TransferEncodingChunked = true;
        await (await _console.Api.SendAsync(chunked, Http.Token)).ProblemAsync(413);
        Assert.Equal(sequence, _console.Sequence);

        var body = Encoding.UTF8.GetBytes(Body("fits-1"));
        Assert.Equal(HttpStatusCode.OK, (await _console.Api.PostBytesAsync(Messages, [.. body, .. Enumerable.Repeat((byte)' ', KiB256 - body.Length)])).StatusCode);
    }

    [Theory]
    [InlineData("messageId", "over-1", 200, 200)]
    [InlineData("externalId", "over-2", 200, 400)]
    [InlineData("text", "over-3", 8000, 200)]
    [InlineData("text", "over-4", 8001, 400)]
    [InlineData("displayName", "over-5", 201, 400)]
    public async Task Post_LongText_IsTakenUpToTheLimit(string field, string id, int length, int status)
    {
        var body = JsonNode.Parse(Body(id))!.AsObject();
        body[field] = status == 200 ? id + new string('ế', length - id.Length) : new string('ế', length + 1);
        var response = await _console.Api.PostAsync(Messages, body.ToJsonString());
        if (status == 200) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else Assert.Equal([field], await response.ProblemAsync(400));
    }

    [Fact]
    public async Task Post_IdThatAReplyBears_Is422_AndStoresNothing()
    {
        var heard = await (await _console.Api.PostAsync(Messages, Body("heard-1", who: "heard"))).JsonAsync();
        var reply = $$"""{"messageId":"said-1","text":"Dạ","holderVersion":{{(int)heard["holder"]!["version"]!}}}""";
        Assert.Equal(HttpStatusCode.OK, (await _console.Api.PostAsync($"/api/v1/conversations/{heard["conversationId"]}/replies", reply)).StatusCode);
        var sequence = _console.Sequence;
        var refused = await _console.Api.PostAsync(Messages, Body("said-1", who: "heard"));
        Assert.Empty(await refused.ProblemAsync(422));
        Assert.Equal(("message_id", sequence), ((string?)(await refused.JsonAsync())["code"], _console.Sequence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\u200b\u3164\u00ad")]
    public async Task Post_NameInWhichNothingIsSeen_ShowsTheAccount(string name)
    {
        var id = $"nameless-{name.Length}";
        var body = new JsonObject { ["channel"] = "zalo", ["externalId"] = id, ["messageId"] = id, ["text"] = "Chào shop", ["displayName"] = name };
        Assert.Equal(HttpStatusCode.OK, (await _console.Api.PostAsync(Messages, body.ToJsonString())).StatusCode);
        await using var store = _console.Read();
        Assert.Equal(id, store.Customers.Single(c => c.Identity == $"zalo:{id}").Name);
    }

    [Fact]
    public async Task Key_LowerCaseScheme_Works()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/counters");
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", _console.Key);
        Assert.Equal(HttpStatusCode.OK, (await _console.Anonymous.SendAsync(request, Http.Token)).StatusCode);
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"{expected} is not {actual?.ToJsonString()}");
}
