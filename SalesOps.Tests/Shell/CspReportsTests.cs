using System.Net;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Shell;

public sealed class CspReportsTests
{
    private const string Path = "/csp-reports";
    private const string Older = """{"csp-report":{"document-uri":"http://x/?customer=canary","effective-directive":"script-src-elem","blocked-uri":"https://canary.example","script-sample":"canary"}}""";
    private const string Newer = """[{"type":"csp-violation","url":"http://x/canary","body":{"effectiveDirective":"img-src","blockedURL":"https://canary.example","sample":"canary"}}]""";

    [Fact]
    public async Task Report_EitherForm_IsLoggedByItsDirectiveAlone()
    {
        await using var console = await ConsoleHost.StartAsync(sample: false);
        console.Log.Clear();
        Assert.Equal(HttpStatusCode.NoContent, (await console.Anonymous.PostAsync(Path, Older, "application/csp-report")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await console.Anonymous.PostAsync(Path, Newer, "application/reports+json")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await console.Anonymous.PostAsync(Path, Older.Replace("script-src-elem", "canary\\nforged line", StringComparison.Ordinal), "application/csp-report")).StatusCode);

        var logged = console.Log.Lines.Where(l => l.Contains("security policy", StringComparison.Ordinal)).ToList();
        Assert.Equal(["script-src-elem", "img-src", "another directive"], logged.Select(l => l.Split("policy: ")[1].Split(" [")[0]));
        Assert.DoesNotContain(console.Log.Lines, l => l.Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("{\"csp-report\":{\"effective-directive\":7}}")]
    public async Task Report_Malformed_IsABadRequest(string body)
    {
        await using var console = await ConsoleHost.StartAsync(sample: false);
        Assert.Equal(HttpStatusCode.BadRequest, (await console.Anonymous.PostAsync(Path, body)).StatusCode);
        Assert.Empty(console.Log.Errors);
    }

    [Fact]
    public async Task Report_LargeOrMany_IsRefused()
    {
        await using var console = await ConsoleHost.StartAsync(sample: false);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await console.Anonymous.PostAsync(Path, new string(' ', 20_000) + Older)).StatusCode);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 130; i++) answers.Add((await console.Anonymous.PostAsync(Path, Older)).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, (await console.Anonymous.FetchAsync("/sign-in")).StatusCode);
    }
}
