using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;

namespace SalesOps.Console.Api;

/// <summary>The programs' way in: <c>/api/v1</c>, health and the OpenAPI document.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddOpenApi("v1", options => options.DescribeKeys());

    public static WebApplication MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AllowAnonymous().DisableAntiforgery().AddEndpointFilter<KeyFilter>();
        api.MapMessages();
        api.MapConversations();
        api.MapCounters();
        // Without it an unknown address would send a program to the sign-in page.
        app.Map("/api/{**path}", () => Problems.Of([Error.NotFound("The address")])).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().WithSummary("The process answers.");
        app.MapGet("/health/ready", Ready).AllowAnonymous().WithSummary("The store can be read and written; 503 otherwise.");
        return app;
    }

    private static async Task<IResult> Ready(Microsoft.EntityFrameworkCore.IDbContextFactory<SalesOpsDb> stores, WriteLane lane, CancellationToken cancellationToken)
    {
        if (lane.Health != StoreHealth.Sound) return TypedResults.Text("the store takes no writes", statusCode: StatusCodes.Status503ServiceUnavailable);
        await using var store = await stores.CreateDbContextAsync(cancellationToken);
        return await store.Database.CanConnectAsync(cancellationToken)
            ? TypedResults.Text("ready")
            : TypedResults.Text("the store cannot be read", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
