using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Api;
using SalesOps.Domain.Messaging;

namespace SalesOps.Tests.Api;

public sealed class ProblemsTests
{
    [Fact]
    public void Status_EveryKind_HasItsOwn() => Assert.Equal(
        "Invalid 400, Unauthenticated 401, Forbidden 403, NotFound 404, Stale 409, Conflict 409, TooLarge 413, Reused 422, Busy 429, Unavailable 503",
        string.Join(", ", Enum.GetValues<ErrorKind>().Select(k => $"{k} {Problems.Status(k)}")));

    [Theory]
    [InlineData(ErrorKind.Busy, 429, 1.2, "2")]
    [InlineData(ErrorKind.Busy, 429, 3.0, "3")]
    [InlineData(ErrorKind.Unavailable, 503, null, "")]
    public async Task Of_BusyOrUnavailable_SaysWhenToComeBack(ErrorKind kind, int status, double? wait, string expected)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        using var body = new MemoryStream();
        http.Response.Body = body;
        await Problems.Of([new Error(kind, "Later.", RetryAfter: wait is { } s ? TimeSpan.FromSeconds(s) : null)]).ExecuteAsync(http);

        Assert.Equal((status, expected, "application/problem+json"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString(), http.Response.ContentType));
        Assert.Contains("\"title\":\"Later.\"", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
