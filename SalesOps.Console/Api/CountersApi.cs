using System.Text.Json.Nodes;
using MediatR;
using SalesOps.Domain.UseCases.Counters;

namespace SalesOps.Console.Api;

/// <summary>The eight counters and the sequence number they stand at; one that is known to be wrong is null.</summary>
internal static class CountersApi
{
    public static void MapCounters(this RouteGroupBuilder api) =>
        api.MapGet("/counters", GetAsync).Sends<GetCounters.Query>().WithSummary("The eight counters at one sequence number. A counter that was found to differ from its rows is null until it agrees again.");

    private static async Task<IResult> GetAsync(HttpContext http, IMediator mediator)
    {
        var answer = await mediator.Send(new GetCounters.Query(), http.RequestAborted);
        if (!answer.Succeeded) return Problems.Of(answer.Errors);
        var json = new JsonObject(answer.Value.Values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))) { ["sequence"] = answer.Value.Sequence };
        return TypedResults.Text(json.ToJsonString(), "application/json");
    }
}
