using System.Net;
using System.Text.Json.Nodes;
using SalesOps.Domain.Store.Verification;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>The contract's <c>/api/v1/messages:batch</c>: each line is answered as if it had come alone, whatever stands beside it.</summary>
public sealed class BatchApiTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Batch = "/api/v1/messages:batch";

    private readonly ConsoleHost _console = host.Console;

    [Fact]
    public async Task Batch_GoodBadAndRepeatedLines_AnswersLineByLineInOrder()
    {
        var compact = Line("batch-1", "Lan");
        string[] lines =
        [
            compact, compact, "{", "   ", compact.Replace("Lan", "Lan Anh", StringComparison.Ordinal),
            compact.Replace("batch-1", "batch-2", StringComparison.Ordinal).Replace("telegram", "sms", StringComparison.Ordinal),
            compact.Replace("batch-1", "batch-3", StringComparison.Ordinal) + "\r",
        ];
        var response = await _console.Api.PostAsync(Batch, string.Join('\n', lines) + "\n \r\n ", "application/x-ndjson");

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var answers = (await response.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        Assert.Equal(["200", "200 duplicate", "400 $", "422 ", "400 channel", "200"], answers.Select(a => a["status"] is { } status
            ? $"{status} {string.Join(',', (a["errors"] as JsonObject)?.Select(e => e.Key) ?? [])}"
            : (bool)a["duplicate"]! ? "200 duplicate" : "200"));
    }

    [Fact]
    public async Task Batch_ManyLinesOfOneCustomer_KeepTheirOrder()
    {
        var lines = Enumerable.Range(0, 300).Select(i => $$"""{"channel":"zalo","externalId":"stream","messageId":"stream-{{i}}","text":"dòng {{i}}"}""");
        var response = await _console.Api.PostAsync(Batch, string.Join('\n', lines), "application/x-ndjson");
        var sequences = (await response.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (long)JsonNode.Parse(l)!["sequence"]!).ToList();
        Assert.Equal(300, sequences.Count);
        Assert.Equal(sequences.Order(), sequences);
        Assert.True(StoreVerifier.Verify(_console.Files).IsSound);
        Assert.Empty(_console.Log.Errors);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(3 * 1024)]
    public async Task Batch_LineOverTheLimit_Is413ForThatLineAlone(int kilobytes)
    {
        var huge = Line($"huge-{kilobytes}", new string('x', kilobytes * 1024));
        string[] lines = [Line($"before-{kilobytes}", "x"), huge, Line($"between-{kilobytes}", "x"), huge, Line($"after-{kilobytes}", "x"), huge];
        Assert.Equal([200, 413, 200, 413, 200, 413], Statuses(await _console.Api.PostAsync(Batch, string.Join('\n', lines), "application/x-ndjson")));
    }

    [Fact]
    public async Task Batch_WithAnIdThatAReplyBears_IsAnsweredLineByLine()
    {
        var heard = JsonNode.Parse(await (await _console.Api.PostAsync(Batch, Line("heard-2", "x"), "application/x-ndjson")).TextAsync())!;
        var reply = $$"""{"messageId":"said-2","text":"Dạ","holderVersion":{{(int)heard["holder"]!["version"]!}}}""";
        Assert.Equal(HttpStatusCode.OK, (await _console.Api.PostAsync($"/api/v1/conversations/{heard["conversationId"]}/replies", reply)).StatusCode);
        Assert.Equal([200, 422, 200], Statuses(await _console.Api.PostAsync(Batch, $"{Line("first-2", "x")}\n{Line("said-2", "x")}\n{Line("last-2", "x")}", "application/x-ndjson")));
        Assert.Empty(_console.Log.Errors);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"channel":"sms","externalId":"x","messageId":"x","text":"x"}""")]
    [InlineData("""{"channel":"telegram","externalId":"x","messageId":"reused","text":"otherwise"}""")]
    public async Task Batch_LineThatIsRefused_SaysTheSameAsASingleAnswer(string body)
    {
        await _console.Api.PostAsync("/api/v1/messages", Line("reused", "Lan"));
        var (single, line) = (await _console.Api.PostAsync("/api/v1/messages", body), await _console.Api.PostAsync(Batch, body, "application/x-ndjson"));
        var (one, other) = (JsonNode.Parse(await single.TextAsync())!, JsonNode.Parse(await line.TextAsync())!);
        Assert.NotNull(one["type"]);
        Assert.Equal(one.ToJsonString(), other.ToJsonString());
    }

    private static string Line(string id, string name) =>
        new JsonObject { ["channel"] = "telegram", ["externalId"] = $"of-{id}", ["messageId"] = id, ["text"] = "Tôi muốn nạp tiền", ["displayName"] = name }.ToJsonString();

    private static IEnumerable<int> Statuses(HttpResponseMessage response) =>
        response.TextAsync().Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (int?)JsonNode.Parse(line)!["status"] ?? 200);
}
