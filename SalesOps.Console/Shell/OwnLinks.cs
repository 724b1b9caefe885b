using SalesOps.Console.Resources;

namespace SalesOps.Console.Shell;

/// <summary>Files that a link fetches: it is noted who takes what, so nobody is made to take something by somebody else's page, a neighbouring site's included.</summary>
internal static class OwnLinks
{
    /// <summary>Answers those alone who come from our own pages, or type the address themselves; a browser that says nothing of it is believed, for then it is an old one.</summary>
    public static RouteHandlerBuilder FollowedFromHere(this RouteHandlerBuilder route) => route.AddEndpointFilter((invocation, next) =>
        invocation.HttpContext.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" ? next(invocation)
            : ValueTask.FromResult<object?>(TypedResults.Text(Text.LinkFromElsewhere, statusCode: StatusCodes.Status403Forbidden)));
}
