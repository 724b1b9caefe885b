using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesOps.Tests.Bench.Http;

public sealed class HttpLoadTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AnswersOfEveryForm_AreCountedByStatus()
    {
        await using var app = await ServeAsync();
        var load = new HttpLoad(new Uri(app.Urls.First() + "/echo"), "key", connections: 4);
        var result = await load.RunAsync(400, i => Encoding.UTF8.GetBytes($$"""{"i":{{i}},"pad":"{{new string('x', i * 50)}}"}"""), Ct);
        Assert.Equal(300, result.Accepted);
        Assert.Equal([new(429, 100)], result.Errors);
        Assert.True(result.Latency.Max > 0);
    }

    [Fact]
    public async Task Post_LengthAndChunks_GiveTheSameBody()
    {
        await using var app = await ServeAsync();
        using var connection = new HttpConnection(new Uri(app.Urls.First() + "/echo"), "key");
        foreach (var size in new[] { 0, 1, 70_000 })
        {
            for (var i = 0; i < 3; i++)
            {
                var sent = $$"""{"i":{{i}},"pad":"{{new string('x', size)}}","sequence": {{size}}}""";
                var answer = await connection.PostAsync(Encoding.UTF8.GetBytes(sent), Ct);
                Assert.Equal(sent, Encoding.UTF8.GetString(answer.Body.Span));
                Assert.Equal(size, answer.Number("\"sequence\""u8));
                Assert.Equal(-1, answer.Number("\"absent\""u8));
            }
        }
    }

    [Fact]
    public async Task Run_NobodyListening_CountsBrokenConnections()
    {
        var result = await new HttpLoad(new Uri("http://127.0.0.1:1/"), connections: 2).RunAsync(6, _ => "{}"u8.ToArray(), Ct);
        Assert.Equal([new(0, 6)], result.Errors);
    }

    // By the number in the body: 0 known length, 1 chunks, 2 chunks of a few bytes, 3 refused.
    private static async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/echo", async context =>
        {
            if (context.Request.Headers.Authorization != "Bearer key") throw new InvalidOperationException("No key.");
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var bytes = body.ToArray();
            var form = int.Parse(Encoding.ASCII.GetString(bytes)[5..].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) % 4;
            if (form == 3) context.Response.StatusCode = 429;
            if (form is 0 or 3) context.Response.ContentLength = bytes.Length;
            var half = form == 2 ? bytes.Length / 2 : 0;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, half));
            if (half > 0) await context.Response.Body.FlushAsync();
            await context.Response.Body.WriteAsync(bytes.AsMemory(half));
        });
        await app.StartAsync();
        return app;
    }
}
