using System.Text;
using System.Text.Json.Nodes;

namespace SalesOps.Tests.Support;

/// <summary>What tests over HTTP have in common.</summary>
internal static class Http
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string body, string type = "application/json") =>
        client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, type), Token);

    public static Task<HttpResponseMessage> PostBytesAsync(this HttpClient client, string path, byte[] body) =>
        client.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body), Token);

    public static Task<HttpResponseMessage> FetchAsync(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Token);

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(Token);

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.TextAsync())!.AsObject();

    /// <summary>Asserts that the answer is a problem of this status, and gives the fields it names.</summary>
    public static async Task<string[]> ProblemAsync(this HttpResponseMessage response, int status)
    {
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await response.JsonAsync();
        Assert.Equal(status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        return problem["errors"] is JsonObject errors ? [.. errors.Select(e => e.Key)] : [];
    }
}
