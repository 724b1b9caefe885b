using Microsoft.AspNetCore.Mvc;
using SalesOps.Domain.Messaging;

namespace SalesOps.Console.Api;

/// <summary>Errors as <c>application/problem+json</c>, field errors under <c>errors</c>.</summary>
internal static class Problems
{
    /// <summary>The problem document; its status is that of the first error, and so is its <c>code</c> where there is one.</summary>
    public static ProblemDetails Document(IReadOnlyList<Error> errors)
    {
        var fields = errors.Where(e => e.Field is not null).GroupBy(e => e.Field!).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray());
        var problem = fields.Count > 0 ? new HttpValidationProblemDetails(fields) : new ProblemDetails();
        problem.Status = Status(errors[0].Kind);
        problem.Title = fields.Count > 0 ? "The request has wrong fields." : errors[0].Message;
        if (fields.Count == 0 && errors[0].Code is { } code) problem.Extensions["code"] = code;
        // A line of a batch has no header to say it in.
        if (errors[0].RetryAfter is { } wait) problem.Extensions["retryAfter"] = Seconds(wait);
        return problem;
    }

    /// <summary>What is said when the program itself failed: nothing of how.</summary>
    public static ProblemDetails Failed => new() { Status = StatusCodes.Status500InternalServerError, Title = "The server failed; nothing was stored." };

    public static IResult Of(IReadOnlyList<Error> errors) => new WithRetry(Document(errors), errors[0].RetryAfter);

    private static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);

    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Stale or ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.Reused => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.Busy => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private sealed class WithRetry(ProblemDetails problem, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (retryAfter is { } wait) httpContext.Response.Headers.RetryAfter = Seconds(wait).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return TypedResults.Problem(problem).ExecuteAsync(httpContext);
        }
    }
}
