using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Console.Api;

/// <summary>The programs' way in: <c>/api/v1</c>, health and the OpenAPI document.</summary>
internal static class ApiSetup
{
    /// <summary>A command waits for milliseconds, and while a store of tens of gigabytes is cleared after an erasure for a good part of a minute; so long only behind a disk that no longer answers.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddOpenApi("v1", options => options.DescribeKeys());

    /// <summary>Has what fails under <c>/api</c> answered as a problem document; everything else is left to pages.</summary>
    public static IApplicationBuilder UseApiProblems(this WebApplication app) => app.UseWhen(http => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException problem) when (!http.Response.HasStarted)
        {
            await Problems.Of([JsonBody.Unreadable(problem, JsonBody.TooLarge)]).ExecuteAsync(http);
        }
        catch (Exception problem) when (problem is not OperationCanceledException && !http.Response.HasStarted)
        {
            http.RequestServices.GetRequiredService<ILogger<ApiMeter>>().LogError(problem, "A request of a program failed");
            await TypedResults.Problem(Problems.Failed).ExecuteAsync(http);
        }
    }));

    public static WebApplication MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AllowAnonymous().DisableAntiforgery().AddEndpointFilter<KeyFilter>();
        api.MapMessages();
        api.MapConversations();
        api.MapCounters();
        // Without it an unknown address would send a program to the sign-in page.
        app.Map("/api/{**path}", NoEndpoint.Answer).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().WithSummary("The process answers.");
        app.MapGet("/health/ready", Ready).AllowAnonymous().WithSummary("The store can be read and written; 503 otherwise.");
        return app;
    }

    /// <summary>Whether the store can be read and written: who asks keeps people away from a console that cannot do what they want, or starts it anew.</summary>
    private static async Task<IResult> Ready(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, CancellationToken cancellationToken)
    {
        if (lane.Health != StoreHealth.Sound) return Unready("the store takes no writes");
        if (lane.OldestWait > LongestWait) return Unready("what is written waits");
        try
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            await store.CounterValues.AnyAsync(cancellationToken);
            return TypedResults.Text("ready");
        }
        catch (Exception problem) when (problem is Microsoft.Data.Sqlite.SqliteException or InvalidOperationException)
        {
            return Unready("the store cannot be read");
        }

        static IResult Unready(string why) => TypedResults.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
