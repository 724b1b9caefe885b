using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesOps.Tests.Bench.Circuits.Sample;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>The driver against a small Blazor Server site of its own.</summary>
public sealed class CircuitClientTests : IAsyncLifetime
{
    private readonly WebApplication _app = Build();
    private Uri _address = new("http://127.0.0.1/");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SampleFeed Feed => _app.Services.GetRequiredService<SampleFeed>();

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(Ct);
        _address = new Uri(_app.Urls.First());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Circuit_OpenedSignedIn_RendersAnswersInteropAndEndsOnTheServer()
    {
        using var session = await SignIn.RunAsync(_address, "a@example.com", "right", Ct);
        var texts = new ConcurrentQueue<string>();
        var sequence = -1L;
        var settings = new CircuitSettings
        {
            Answer = (identifier, _) => identifier switch { "width" => "1280", "name" => "\"Đặng\"", _ => null },
            OnBatch = (_, batch, _) =>
            {
                foreach (var text in RenderBatchText.TextNodes(batch)) texts.Enqueue(text);
                Volatile.Write(ref sequence, Math.Max(Volatile.Read(ref sequence), RenderBatchText.Sequence(batch)));
            },
        };
        var circuit = await CircuitClient.OpenAsync(session, "/", settings, Ct);
        await UntilAsync(() => texts.Contains("width 1280, name Đặng"), circuit);

        // More batches than the server buffers unacknowledged.
        for (var i = 184_000; i < 184_030; i++)
        {
            Feed.Publish(i);
            await UntilAsync(() => Volatile.Read(ref sequence) == i, circuit);
        }
        Assert.True(circuit.Batches > 30);
        Assert.Null(circuit.Fault);

        await circuit.DisposeAsync();
        await UntilAsync(() => Feed.OpenPages == 0, circuit);
    }

    [Fact]
    public async Task Circuits_ManyOfOneSession_AllFollow()
    {
        using var session = await SignIn.RunAsync(_address, "a@example.com", "right", Ct);
        var reached = 0;
        var settings = new CircuitSettings
        {
            Answer = (identifier, _) => identifier == "width" ? "1" : null,
            PingEvery = TimeSpan.FromMilliseconds(20),
            OnBatch = (_, batch, _) => _ = RenderBatchText.Sequence(batch) == 7 ? Interlocked.Increment(ref reached) : 0,
        };
        var circuits = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CircuitClient.OpenAsync(session, "/", settings, Ct)));
        await UntilAsync(() => Feed.OpenPages == 20, circuits[0]);
        Feed.Publish(7);
        await UntilAsync(() => Volatile.Read(ref reached) == 20, circuits[0]);
        Assert.All(circuits, c => Assert.Null(c.Fault));
        await Task.WhenAll(circuits.Select(c => c.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysWhatThePageSays()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SignIn.RunAsync(_address, "a@example.com", "wrong", Ct));
        Assert.Contains("Wrong e-mail or password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PageWithoutComponents_SaysSo()
    {
        using var session = new Session(_address);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CircuitClient.OpenAsync(session, "/", new(), Ct));
        Assert.Contains("/sign-in has no interactive component", refused.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> reached, CircuitClient circuit)
    {
        for (var i = 0; i < 1000 && !reached(); i++)
        {
            if (circuit.Fault is { } fault) throw fault;
            await Task.Delay(10, Ct);
        }
        Assert.True(reached(), "It was not reached within 10 s.");
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<SampleFeed>().AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/sign-in" || context.Request.Cookies["in"] == "yes") await next(context);
            else context.Response.Redirect("/sign-in");
        });
        app.UseAntiforgery();
        app.MapGet("/sign-in", () => Form(""));
        app.MapPost("/sign-in", (IFormCollection form, HttpContext context) =>
        {
            if (form["e"] != "a@example.com" || form["p"] != "right" || form["token"] != "t1") return Form("Wrong e-mail or password");
            context.Response.Cookies.Append("in", "yes");
            return Results.Redirect("/");
        }).DisableAntiforgery();
        app.MapRazorComponents<SampleApp>().AddInteractiveServerRenderMode(o => o.DisableWebSocketCompression = true);
        return app;
    }

    private static IResult Form(string alert) => Results.Content(
        $"<p role=alert>{alert}</p><form method=post><input type=hidden name=token value=t1><input type=email name=e><input type=password name=p></form>",
        "text/html");
}
