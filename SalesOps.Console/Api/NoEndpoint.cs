using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using SalesOps.Domain.Messaging;

namespace SalesOps.Console.Api;

/// <summary>What is answered under <c>/api</c> where nothing takes the request: 405 when the address takes other methods, which <c>Allow</c> names, else 404.</summary>
internal static class NoEndpoint
{
    public static IResult Answer(HttpContext http, EndpointDataSource endpoints, ParameterPolicyFactory policies)
    {
        string[] allowed =
        [
            .. endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true && Matches(http, e.RoutePattern, policies))
                .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order(StringComparer.Ordinal),
        ];
        if (allowed.Length == 0) return Problems.Of([Error.NotFound("The address")]);
        http.Response.Headers.Allow = string.Join(", ", allowed);
        return TypedResults.Problem(new ProblemDetails { Status = StatusCodes.Status405MethodNotAllowed, Title = $"The address takes {http.Response.Headers.Allow} alone." });
    }

    private static bool Matches(HttpContext http, RoutePattern pattern, ParameterPolicyFactory policies)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary()).TryMatch(http.Request.Path, values)
            && pattern.ParameterPolicies.All(part => part.Value.All(policy => policies.Create(pattern.GetParameter(part.Key), policy) is not IRouteConstraint constraint
                || constraint.Match(http, null, part.Key, values, RouteDirection.IncomingRequest)));
    }
}
