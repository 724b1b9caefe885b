using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>What each address does for somebody who is not signed in: one table; an address that is not listed fails.</summary>
public sealed class EndpointTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Open = "open";
    private const string Key = "key";
    private const string SignIn = "sign-in";
    private const string Refused = "refused";

    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/messages"] = Key,
        ["POST /api/v1/messages:batch"] = Key,
        ["GET /api/v1/conversations/{id:guid}"] = Key,
        ["POST /api/v1/conversations/{id:guid}/replies"] = Key,
        ["POST /api/v1/conversations/{id:guid}/handoffs"] = Key,
        ["GET /api/v1/counters"] = Key,
        ["ANY /api/{**path}"] = "nothing there",
        ["GET /openapi/{documentName}.json"] = Open,
        ["GET /health/live"] = Open,
        ["GET /health/ready"] = Open,
        ["GET /culture"] = Open,
        ["POST /csp-reports"] = Open,
        // Ends no session without a token of its page.
        ["POST /sign-out"] = Open,
        ["GET /learning/corrections.jsonl"] = SignIn,
        ["GET /export/{list}.{format}"] = SignIn,
        ["GET /reports/{table}.{format}"] = SignIn,
        ["GET POST /requests/{Id:guid}/certificate"] = SignIn,
        ["GET POST /"] = SignIn,
        ["GET POST /account"] = SignIn,
        ["GET POST /sign-in"] = Open,
        ["GET POST /setup"] = Open,
        ["GET POST /invite"] = Open,
        ["GET POST /error"] = Open,
        ["GET POST /not-found"] = Open,
        ["ANY /_blazor"] = Refused,
        ["ANY /_blazor/negotiate"] = SignIn,
        ["ANY /_blazor/disconnect"] = SignIn,
        ["ANY /_blazor/initializers"] = SignIn,
        ["GET /_framework/opaque-redirect"] = SignIn,
        ["GET static assets"] = Open,
        // A file that is no asset; there only when the program runs from its source.
        ["GET /{**path:file}"] = SignIn,
    };

    private readonly ConsoleHost _console = host.Console;

    [Fact]
    public void Table_EveryEndpoint_IsListed()
    {
        var routes = ((IEndpointRouteBuilder)_console.App).DataSources.SelectMany(s => s.Endpoints).Select(NameOf).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(string.Join('\n', Table.Keys.Order(StringComparer.Ordinal)), string.Join('\n', routes));
    }

    [Fact]
    public async Task Endpoints_Anonymous_DoWhatTheTableSays()
    {
        foreach (var endpoint in ((IEndpointRouteBuilder)_console.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var (name, path) = (NameOf(endpoint), Path(endpoint));
            foreach (var method in name.Split(' ')[..^1].Select(m => m is "ANY" or "static" ? "GET" : m))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var response = await _console.Anonymous.SendAsync(request, Http.Token);
                Assert.Equal((name, method, Table[name]), (name, method, Outcome(response)));
                Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            }
        }
    }

    [Theory]
    [InlineData("GET", "/nowhere", 302)]
    [InlineData("GET", "/customers/1", 302)]
    [InlineData("GET", "/api/v1/nowhere", 404)]
    [InlineData("GET", "/api/v1/conversations/nobody", 404)]
    [InlineData("POST", "/api/v1/messages/1", 404)]
    [InlineData("GET", "/api", 404)]
    public async Task NoEndpoint_Anonymous_TellsNothing(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _console.Anonymous.SendAsync(request, Http.Token);
        if (status == 302) Assert.StartsWith("/sign-in", response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.PathAndQuery : response.Headers.Location.OriginalString, StringComparison.Ordinal);
        else await response.ProblemAsync(status);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/messages", "POST")]
    [InlineData("DELETE", "/API/v1/counters", "GET")]
    [InlineData("PUT", "/api/v1/messages:batch", "POST")]
    [InlineData("POST", "/api/v1/conversations/5b0d6d51-9d3c-4c0b-8d0e-2f3a9d1c7e55", "GET")]
    [InlineData("OPTIONS", "/api/v1/conversations/5b0d6d51-9d3c-4c0b-8d0e-2f3a9d1c7e55/replies", "POST")]
    public async Task AnotherMethod_IsAProblem_AndSaysWhichOneThereIs(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _console.Anonymous.SendAsync(request, Http.Token);
        await response.ProblemAsync(405);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task EveryKindOfResponse_HasExactlyOnePolicy()
    {
        var message = """{"channel":"zalo","externalId":"csp","messageId":"csp-1","text":"x"}""";
        (string What, Task<HttpResponseMessage> Response)[] all =
        [
            ("page", _console.Anonymous.FetchAsync("/sign-in")), ("redirect", _console.Anonymous.FetchAsync("/")), ("health", _console.Anonymous.FetchAsync("/health/live")),
            ("ready", _console.Anonymous.FetchAsync("/health/ready")), ("openapi", _console.Anonymous.FetchAsync("/openapi/v1.json")),
            ("static", _console.Anonymous.FetchAsync(AnAsset())), ("api 200", _console.Api.PostAsync("/api/v1/messages", message)),
            ("api 400", _console.Api.PostAsync("/api/v1/messages", "{")), ("api 401", _console.Anonymous.PostAsync("/api/v1/messages", message)),
            ("api 404", _console.Api.FetchAsync("/api/v1/nowhere")), ("batch", _console.Api.PostAsync("/api/v1/messages:batch", message)),
            ("socket", _console.Anonymous.FetchAsync("/_blazor")), ("form without token", _console.Anonymous.PostAsync("/sign-in", "x=1", "application/x-www-form-urlencoded")),
        ];
        foreach (var (what, response) in all)
        {
            var headers = (await response).Headers;
            Assert.Equal((what, 1), (what, headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Count() : 0));
            Assert.Equal((what, false), (what, headers.Contains("Server")));
        }
    }

    private string AnAsset() => Path(((IEndpointRouteBuilder)_console.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().First(e => NameOf(e) == "GET static assets"));

    private static string NameOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return "GET static assets";
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(m => m is not "HEAD" and not "OPTIONS").Order(StringComparer.Ordinal).ToList();
        return $"{(methods is { Count: > 0 } ? string.Join(' ', methods) : "ANY")} /{((RouteEndpoint)endpoint).RoutePattern.RawText!.Trim('/')}";
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{**path}", "x", StringComparison.Ordinal);

    private static string Outcome(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized when response.Headers.WwwAuthenticate.ToString() == "Bearer" => Key,
        HttpStatusCode.Unauthorized => SignIn,
        HttpStatusCode.Redirect when response.Headers.Location!.ToString().Contains("/sign-in?returnUrl", StringComparison.Ordinal) => SignIn,
        HttpStatusCode.Forbidden => Refused,
        HttpStatusCode.NotFound when response.Content.Headers.ContentType?.MediaType == "application/problem+json" => "nothing there",
        // A form without its token is a bad request of an open page.
        HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.BadRequest => Open,
        _ => response.StatusCode.ToString(),
    };
}
