using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>What a key opens on each route that takes one: what its scopes say, and nothing else.</summary>
public sealed class KeyScopesTests(SampleHost host) : IClassFixture<SampleHost>
{
    private const string Messages = "/api/v1/messages", Batch = "/api/v1/messages:batch", Conversation = "/api/v1/conversations/{id:guid}", Replies = Conversation + "/replies", Handoffs = Conversation + "/handoffs", Counters = "/api/v1/counters";

    private static readonly ApiScope[] Every = Enum.GetValues<ApiScope>();

    private readonly ConsoleHost _console = host.Console;

    public static TheoryData<string, string, string> Routes => new()
    {
        { "POST", Messages, "messages" }, { "POST", Batch, "messages" },
        { "GET", Conversation, "conversations" }, { "POST", Replies, "conversations" }, { "POST", Handoffs, "conversations" },
        { "GET", Counters, "counters" },
    };

    [Fact]
    public void Routes_EveryOneThatTakesAKey_NeedsOneScope() =>
        Assert.Equal(Routes.Select(r => (r.Data.Item2, r.Data.Item3)).Order(), ((IEndpointRouteBuilder)_console.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)).Select(e => (e.RoutePattern.RawText!, e.Metadata.GetRequiredMetadata<Access>().Scope!.Value.Code())).Order());

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_WithoutTheScope_IsToldWhichAndNothingElse(string method, string route, string scope)
    {
        var (needed, before) = (Codes.Parse<ApiScope>(scope), _console.Lane.Last.Counters[Domain.Model.Counters.Customers, Counter.Everyone]);
        // Neither a body that cannot be read, nor a conversation that there is not, is told from one that there is.
        foreach (var body in (string[])[$$"""{"channel":"zalo","externalId":"{{route}}","messageId":"1","text":"x"}""", "{"])
        {
            using var response = await AskAsync(await KeyAsync([.. Every.Except([needed])]), method, route, body);
            await response.ProblemAsync(403);
            var problem = await response.JsonAsync();
            Assert.Equal(($"The API key lacks the scope {scope}.", "insufficient_scope"), ((string?)problem["title"], (string?)problem["code"]));
            Assert.Empty(problem.Select(p => p.Key).Except(["type", "title", "status", "code", "traceId"]));
        }
        Assert.Equal(before, _console.Lane.Last.Counters[Domain.Model.Counters.Customers, Counter.Everyone]);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_WithTheScopeAlone_GetsThere(string method, string route, string scope)
    {
        using var response = await AskAsync(await KeyAsync([Codes.Parse<ApiScope>(scope)]), method, route, $$"""{"channel":"zalo","externalId":"{{route}}","messageId":"{{route}}","text":"x"}""");
        Assert.Equal(route switch { Conversation => 404, Replies or Handoffs => 400, _ => 200 }, (int)response.StatusCode);
    }

    [Fact]
    public async Task OpenApi_EachRoute_SaysItsScope()
    {
        var document = await (await _console.Anonymous.FetchAsync("/openapi/v1.json")).JsonAsync();
        var schemes = document["components"]!["securitySchemes"]!.AsObject();
        Assert.Equal(("http", "bearer"), ((string?)schemes["key"]!["type"], (string?)schemes["key"]!["scheme"]));
        Assert.All(Every, scope => Assert.Contains(scope.Code(), (string?)schemes["key"]!["description"], StringComparison.Ordinal));
        foreach (var (method, route, scope) in Routes.Select(r => r.Data))
        {
            var operation = document["paths"]![route.Replace(":guid", "", StringComparison.Ordinal)]![method.ToLowerInvariant()]!;
            Assert.Equal([scope], operation["security"]![0]!["key"]!.AsArray().Select(s => (string?)s));
            Assert.Contains($"scope {scope}", (string?)operation["description"], StringComparison.Ordinal);
        }
        Assert.Null(document["paths"]!["/health/live"]!["get"]!["security"]);
    }

    private async Task<string> KeyAsync(IReadOnlyList<ApiScope> scopes)
    {
        var key = Tokens.New();
        Assert.True((await _console.SendAsync(new CreateApiKey.Command(Guid.NewGuid(), "scoped", Tokens.Hash(key), key[..6], scopes))).Succeeded);
        return key;
    }

    private Task<HttpResponseMessage> AskAsync(string key, string method, string route, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), route.Replace("{id:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (method == "POST") request.Content = new StringContent(body);
        return _console.Anonymous.SendAsync(request, Http.Token);
    }
}
